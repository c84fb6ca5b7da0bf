"""Lines of a purchase order: what is asked for is looked up, checked and filled in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from pakhuis.catalogue.models import Product, ProductPart
from pakhuis.catalogue.rules import HIGHEST_PRICE
from pakhuis.kernel.checking import Checks, not_found
from pakhuis.kernel.given import NOT_GIVEN
from pakhuis.kernel.money import PRICE_STEP
from pakhuis.kernel.numbers import possible_ids
from pakhuis.kernel.text import clean
from pakhuis.purchasing.intake import NewPurchaseLine, PurchaseLineFields
from pakhuis.purchasing.models import PurchaseLine, SupplierProduct
from pakhuis.purchasing.problems import received_already, unknown_product
from pakhuis.stock.problems import has_parts

MOST_PIECES = 1_000_000
MOST_LINES = 1000
_PRICE: dict[str, Any] = {"low": Decimal(0), "high": HIGHEST_PRICE, "step": PRICE_STEP}


def drafted_lines(
    wanted: Sequence[NewPurchaseLine], checks: Checks, *, supplier_id: int | None
) -> list[PurchaseLine]:
    """New lines, not saved and without their order; problems stand at ``("new_lines", i)``. Four queries."""
    by_id = Product.objects.in_bulk(possible_ids(one.product_id for one in wanted))
    codes = [clean(one.product_code) for one in wanted if one.product_id is None]
    by_code = Product.objects.in_bulk(codes, field_name="code")
    found = [
        by_id.get(one.product_id) if one.product_id is not None else by_code.get(clean(one.product_code))
        for one in wanted
    ]
    ids = [product.pk for product in found if product is not None]
    composed = set(ProductPart.objects.filter(main__in=ids).values_list("main_id", flat=True))
    sold = SupplierProduct.objects.filter(supplier__in=possible_ids([supplier_id]), product__in=ids)
    terms = {one.product_id: one for one in sold}
    lines = []
    for place, (one, product) in enumerate(zip(wanted, found, strict=True)):
        at = ("new_lines", place)
        if product is None:
            is_id = one.product_id is not None
            code = one.product_code
            checks.add(
                not_found("product", (*at, "product")) if is_id else unknown_product((*at, "product"), code)
            )
        elif product.pk in composed:
            checks.add(has_parts((*at, "product")))
        lines.append(_line(one, product or Product(), terms, checks, at=at))
    return lines


def _line(
    one: NewPurchaseLine,
    product: Product,
    terms: Mapping[int, SupplierProduct],
    checks: Checks,
    *,
    at: tuple[str, int],
) -> PurchaseLine:
    sold = terms.get(product.pk)
    price = sold.price if sold is not None and sold.price is not None else product.cost_price
    if one.price is not NOT_GIVEN and one.price is not None:
        price = checks.decimal((*at, "price"), one.price, **_PRICE)
    return PurchaseLine(
        product=product,
        vat_group_id=product.vat_group_id,
        code=product.code,
        supplier_code=(sold.code if sold is not None else "") or product.supplier_code,
        name=product.name,
        price=price,
        amount=checks.whole((*at, "amount"), one.amount, low=1, high=MOST_PIECES),
        expected_on=checks.day((*at, "expected_on"), one.expected_on),
        weight=product.weight,
    )


def checked_line(fields: PurchaseLineFields, line: PurchaseLine, checks: Checks) -> dict[str, Any]:
    """What changes on a line: not below what has come in, and then it cannot be taken off either."""
    at = ("lines", line.pk)
    checked: dict[str, Any] = {}
    if fields.removed:
        if line.received:
            checks.add(received_already(line.received, (*at, "removed")))
        return checked
    if fields.amount is not NOT_GIVEN:
        checked["amount"] = checks.whole((*at, "amount"), fields.amount, low=1, high=MOST_PIECES)
        if checked["amount"] < min(line.received, line.amount):
            checks.add(received_already(line.received, (*at, "amount")))
    if fields.price is not NOT_GIVEN:
        checked["price"] = checks.decimal((*at, "price"), fields.price, **_PRICE)
    if fields.name is not NOT_GIVEN:
        checked["name"] = checks.text((*at, "name"), fields.name, limit=300, required=True)
    if fields.expected_on is not NOT_GIVEN:
        checked["expected_on"] = checks.day((*at, "expected_on"), fields.expected_on)
    return checked
