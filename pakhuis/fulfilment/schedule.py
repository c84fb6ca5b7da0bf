"""What the house does by itself, by the clock."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from pakhuis.accounts.actions import account_settings
from pakhuis.fulfilment.proof import Deviation, deviations
from pakhuis.stock.actions import keep_check
from pakhuis.stock.models import StockCheck

Proof = Callable[[], Iterable[Deviation]]
"""Something that tells what deviates."""
FIRST_HOUR = 3
"""The night's work begins at three, when least is going on; a worker that was off then does it later."""


def nightly(at: datetime, *, also: Iterable[Proof] = ()) -> bool:
    """Prove all counts once a day, also those of packages above; tells whether it was done now."""
    local = at.astimezone(ZoneInfo(account_settings().time_zone))
    if local.hour < FIRST_HOUR or StockCheck.objects.filter(day=local.date()).exists():
        return False
    check_stock(at, also=also)
    return True


def check_stock(at: datetime, *, also: Iterable[Proof] = ()) -> int:
    """Prove all counts now and keep what was found; gives how many deviate."""
    found = [str(one) for proof in (deviations, *also) for one in proof()]
    keep_check(at.astimezone(ZoneInfo(account_settings().time_zone)).date(), found=found, now=at)
    return len(found)
