"""What a price on a list may be. Pure."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from pakhuis.kernel.checking import Checks
from pakhuis.kernel.money import PRICE_STEP
from pakhuis.kernel.numbers import RawNumber
from pakhuis.pricing.limits import HIGHEST_PRICE, MOST_PIECES
from pakhuis.pricing.problems import dates_reversed


def check_price(
    checks: Checks, *, price: RawNumber, min_amount: RawNumber, first: date | None, last: date | None
) -> dict[str, Any]:
    """The columns of an entry, cleaned; problems go to `checks`."""
    if first and last and last < first:
        checks.add(dates_reversed())
    return {
        "min_amount": checks.whole(("min_amount",), min_amount, low=1, high=MOST_PIECES),
        "price": checks.decimal(("price",), price, low=Decimal(0), high=HIGHEST_PRICE, step=PRICE_STEP),
        "valid_from": first,
        "valid_until": last,
    }
