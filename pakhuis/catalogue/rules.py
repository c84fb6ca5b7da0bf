"""What may be written on a product. Pure."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from pakhuis.catalogue.intake import ProductFields
from pakhuis.kernel.checking import Checks
from pakhuis.kernel.given import NOT_GIVEN
from pakhuis.kernel.money import PRICE_STEP
from pakhuis.kernel.text import fold

HIGHEST_PRICE = Decimal(100_000_000)
HEAVIEST = 100_000_000
TEXT_LIMITS = {"code": 100, "name": 300, "barcode": 60}


def check_product(given: ProductFields, checks: Checks) -> dict[str, Any]:
    """The given fields cleaned, by name; problems go to `checks`. The VAT group is looked up elsewhere."""
    clean: dict[str, Any] = {}
    for name, limit in TEXT_LIMITS.items():
        value = getattr(given, name)
        if value is not NOT_GIVEN:
            clean[name] = checks.text((name,), value, limit=limit, required=name != "barcode")
    if given.price is not NOT_GIVEN:
        clean["price"] = checks.decimal(
            ("price",), given.price, low=Decimal(0), high=HIGHEST_PRICE, step=PRICE_STEP
        )
    if given.weight is not NOT_GIVEN:
        clean["weight"] = checks.whole(("weight",), given.weight, low=0, high=HEAVIEST)
    if given.active is not NOT_GIVEN:
        clean["active"] = given.active
    return clean


def product_search_text(*, code: str, name: str, barcode: str) -> str:
    """All that a product is found by, in one line."""
    return " | ".join(text for text in (fold(code), fold(name), fold(barcode)) if text)
