"""The goods of a WooCommerce order. Shipping, fees and coupons are no goods and are left out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from html import unescape
from typing import Any

from pakhuis.catalogue.intake import NewProduct
from pakhuis.catalogue.rules import HIGHEST_PRICE
from pakhuis.connectors.contract import Payload, WantedProduct
from pakhuis.connectors.problems import no_sku
from pakhuis.kernel.money import CENT, PRICE_STEP, round_half_up
from pakhuis.kernel.numbers import RawNumber, as_decimal
from pakhuis.kernel.problem import Problem
from pakhuis.kernel.text import clean
from pakhuis.orders.intake import NewLine

ROUNDABLE = Decimal(10) ** 15


def translated_lines(
    items: Sequence[Any], payload: Payload
) -> tuple[tuple[NewLine, ...], tuple[WantedProduct, ...], tuple[Problem, ...]]:
    """Lines, the products they ask for, and what is wrong at ``("lines", i, …)``."""
    lines = []
    products = []
    problems = []
    for place, item in enumerate(one for one in items if isinstance(one, Mapping)):
        sku = _word(item.get("sku"))
        name = _word(item.get("name"))
        price = unit_price(item)
        if not sku:
            problems.append(no_sku(("lines", place, "product"), name))
        lines.append(
            NewLine(product_code=sku, amount=_number(item.get("quantity")), price=price, name=name[:300])
        )
        if sku:
            new = NewProduct(code=sku, name=(name or sku)[:300], price=_price_of_product(price))
            products.append(WantedProduct(new=new, vat_percentage=_vat_percentage(item, payload)))
    return tuple(lines), tuple(products), tuple(problems)


def unit_price(item: Mapping[str, Any]) -> RawNumber:
    """The price of a piece excluding VAT, after coupons: as the shop says it, else from the line's total.

    The shop's own figure has many decimals; four are kept. Nonsense is handed on, to be refused at its place.
    """
    given = item.get("price")
    number = as_decimal(given)
    if number is not None:
        return _rounded(number, PRICE_STEP)
    total, quantity = as_decimal(item.get("total")), as_decimal(item.get("quantity"))
    if given in (None, "") and total is not None and quantity:
        return _rounded(total / quantity, PRICE_STEP)
    return _number(given)


def _price_of_product(price: RawNumber) -> RawNumber:
    """The price that a product gets which is made for this line; a wrong one is told of at the line."""
    number = as_decimal(price)
    return number if number is not None and 0 <= number <= HIGHEST_PRICE else 0


def _vat_percentage(item: Mapping[str, Any], payload: Payload) -> Decimal | None:
    """The rate that the line bore: by name of its tax lines, else worked out from its tax."""
    rates = {
        str(one.get("rate_id")): as_decimal(one.get("rate_percent"))
        for one in _mappings(payload.get("tax_lines"))
    }
    taxes = _mappings(item.get("taxes"))
    known = [rates.get(str(one.get("id"))) for one in taxes if as_decimal(one.get("total"))]
    exact = [rate for rate in known if rate is not None]
    if len(exact) == 1:
        return _rounded(exact[0], CENT)
    tax, total = as_decimal(item.get("total_tax")), as_decimal(item.get("total"))
    if tax is None or not total:
        return None
    return _rounded(tax * 100 / total, CENT)


def _rounded(number: Decimal, step: Decimal) -> Decimal:
    """Rounded, unless it is too large to be: then it is refused later, at its place."""
    return number if abs(number) > ROUNDABLE else round_half_up(number, step=step)


def _mappings(value: object) -> list[Mapping[str, Any]]:
    return [one for one in value if isinstance(one, Mapping)] if isinstance(value, list) else []


def _word(value: object) -> str:
    """A name or SKU; a number is one too."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return clean(unescape(str(value)))


def _number(value: object) -> RawNumber:
    """A number as it was sent; what can be none at all is handed on as text, to be refused at its place."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None if value is None else str(value)[:40]
    return value
