"""What may be written on a product. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from pakhuis.catalogue.intake import ProductFields
from pakhuis.kernel.checking import Checks
from pakhuis.kernel.given import NOT_GIVEN
from pakhuis.kernel.money import PRICE_STEP
from pakhuis.kernel.text import fold

HIGHEST_PRICE = Decimal(100_000_000)
HEAVIEST = 100_000_000
LONGEST = 100_000
FOUND_BY = 200
"""So many characters of an own field can be searched."""
TEXT_LIMITS = {
    "code": 100,
    "name": 300,
    "barcode": 60,
    "supplier_code": 100,
    "description": 10_000,
    "hs_code": 20,
}
REQUIRED = ("code", "name")
MAY_BE_UNKNOWN = {"length": LONGEST, "width": LONGEST, "height": LONGEST, "delivery_days": 3650}
PURCHASE = ("minimum_purchase", "purchase_multiple")


def check_product(given: ProductFields, checks: Checks) -> dict[str, Any]:
    """The given fields cleaned, by name; VAT group and tags are looked up elsewhere."""
    clean: dict[str, Any] = {}
    for name, limit in TEXT_LIMITS.items():
        value = getattr(given, name)
        if value is not NOT_GIVEN:
            clean[name] = checks.text((name,), value, limit=limit, required=name in REQUIRED)
    for name in ("price", "cost_price"):
        value = getattr(given, name)
        if value is not NOT_GIVEN:
            clean[name] = checks.decimal((name,), value, low=Decimal(0), high=HIGHEST_PRICE, step=PRICE_STEP)
    if given.country_of_origin is not NOT_GIVEN:
        clean["country_of_origin"] = checks.country(("country_of_origin",), given.country_of_origin)
    if given.active is not NOT_GIVEN:
        clean["active"] = given.active
    return clean | _wholes(given, checks)


def _wholes(given: ProductFields, checks: Checks) -> dict[str, Any]:
    clean: dict[str, Any] = {}
    if given.weight is not NOT_GIVEN:
        clean["weight"] = checks.whole(("weight",), given.weight, low=0, high=HEAVIEST)
    for name in PURCHASE:
        value = getattr(given, name)
        if value is not NOT_GIVEN:
            clean[name] = checks.whole((name,), value, low=1, high=LONGEST)
    for name, high in MAY_BE_UNKNOWN.items():
        value = getattr(given, name)
        if value is not NOT_GIVEN:
            is_empty = value is None or (isinstance(value, str) and not value.strip())
            clean[name] = None if is_empty else checks.whole((name,), value, low=0, high=high)
    return clean


def product_search_text(*, code: str, name: str, barcode: str, own: Iterable[str] = ()) -> str:
    """All that a product is found by, in one line; `own`: the values of its own fields."""
    words = (code, name, barcode, *(text[:FOUND_BY] for text in own))
    return " | ".join(text for text in map(fold, words) if text)
