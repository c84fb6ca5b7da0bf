"""Keeping what the check of all counts found."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from pakhuis.stock.models import StockCheck

MOST_KEPT = 1000


def keep_check(day: date, *, found: Sequence[str], now: datetime) -> None:
    """Write down a day's check; of several on one day the last counts."""
    check = StockCheck(day=day, at=now, found=list(found[:MOST_KEPT]))
    StockCheck.objects.bulk_create(
        [check], update_conflicts=True, unique_fields=["day"], update_fields=["at", "found"]
    )
