"""Handing out numbers: gapless, as the counter row is part of the transaction that uses the number."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import connection

from pakhuis.accounts.actions.settings import account_settings
from pakhuis.accounts.models import Counter

FIRST_OF_YEAR = 1001

_TABLE = Counter._meta.db_table
_TAKE = (
    f"INSERT INTO {_TABLE} (series, last) VALUES (%s, %s)"  # noqa: S608 - a table name of ours, no input
    f" ON CONFLICT (series) DO UPDATE SET last = {_TABLE}.last + excluded.last RETURNING last"
)


def next_number(series: str, *, count: int = 1) -> int:
    """Take `count` numbers of a series in one statement; the last of them is returned.

    Others who want a number of this series wait until the transaction ends, so take it late.
    """
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, [series, count])
        row = cursor.fetchone()
    assert row is not None
    return int(row[0])


def upcoming_number(series: str) -> int:
    """What the series goes on with; others may take it at this moment."""
    last = Counter.objects.filter(series=series).values_list("last", flat=True).first()
    return (last or 0) + 1


def raise_counter(series: str, *, to: int) -> None:
    """Make sure that the series goes on after `to`; a counter never goes back."""
    Counter.objects.bulk_create([Counter(series=series, last=0)], ignore_conflicts=True)
    Counter.objects.filter(series=series, last__lt=to).update(last=to)


def yearly_number(prefix: str, *, series: str, now: datetime) -> str:
    """The next number of a series that begins anew each year, such as B2026-1001 (the account's year)."""
    year = now.astimezone(ZoneInfo(account_settings().time_zone)).year
    return f"{prefix}{year}-{FIRST_OF_YEAR - 1 + next_number(f'{series}:{year}')}"
