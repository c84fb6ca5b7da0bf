"""Making suppliers and purchase orders for tests, through the real doors."""

from __future__ import annotations

from datetime import date
from typing import Any

from pakhuis.catalogue.models import Product
from pakhuis.kernel.actor import SYSTEM
from pakhuis.purchasing.actions import (
    create_purchase,
    create_receipt,
    create_supplier,
    mark_purchased,
    receive_arrived,
    set_supplier_product,
)
from pakhuis.purchasing.intake import (
    Arrived,
    NewPurchaseLine,
    PurchaseFields,
    SupplierFields,
    SupplierProductFields,
)
from pakhuis.purchasing.models import PurchaseOrder, Receipt, Supplier
from pakhuis.stock.models import Warehouse
from tests.factories import MOMENT, a_product, a_warehouse

SOON, LATER = date(2026, 12, 1), date(2026, 12, 15)
WHO: dict[str, Any] = {"by": SYSTEM, "now": MOMENT}


def a_supplier(name: str = "Mouterij Noord", **fields: Any) -> Supplier:
    return create_supplier(SupplierFields(name=name, **fields), **WHO)


def sold_by(supplier: Supplier, product_code: str, **fields: Any) -> None:
    """The supplier sells the product, which is made where it is missing."""
    product = Product.objects.filter(code=product_code).first() or a_product(product_code)
    set_supplier_product(supplier.pk, product_id=product.pk, fields=SupplierProductFields(**fields), **WHO)


def a_purchase(
    *,
    house: Warehouse | None = None,
    on: date | None = SOON,
    supplier: Supplier | None = None,
    **amounts: int,
) -> PurchaseOrder:
    """A purchased order of these pieces by product code."""
    return mark_purchased(a_concept(house=house, on=on, supplier=supplier, **amounts).pk, **WHO)


def a_concept(
    *,
    house: Warehouse | None = None,
    on: date | None = SOON,
    supplier: Supplier | None = None,
    **amounts: int,
) -> PurchaseOrder:
    house = house or Warehouse.objects.order_by("pk").first() or a_warehouse()
    for code in amounts:
        if not Product.objects.filter(code=code).exists():
            a_product(code)
    fields = PurchaseFields(
        supplier_id=(supplier or Supplier.objects.first() or a_supplier()).pk,
        warehouse_id=house.pk,
        expected_on=on,
    )
    lines = [NewPurchaseLine(product_code=code, amount=amount) for code, amount in amounts.items()]
    return create_purchase(fields, lines, **WHO)


def purchase_by_lines(*amounts: int, code: str = "A") -> PurchaseOrder:
    """A purchased order with a line of each amount, all of one new product, for a warehouse of its own."""
    product = a_product(code)
    new = [NewPurchaseLine(product_id=product.pk, amount=amount) for amount in amounts]
    fields = PurchaseFields(supplier_name="Mouterij Noord", warehouse_id=a_warehouse(f"Of {code}").pk)
    return mark_purchased(create_purchase(fields, new, **WHO).pk, **WHO)


def arrived(**amounts: int) -> list[Arrived]:
    """Pieces by product code, as somebody counted them."""
    products = Product.objects.in_bulk(list(amounts), field_name="code")
    return [Arrived(product_id=products[code].pk, amount=amount) for code, amount in amounts.items()]


def a_receipt(order: PurchaseOrder, **amounts: int) -> Receipt:
    """A receipt on which these pieces are put on the shelf."""
    receipt = create_receipt(order.pk, **WHO)
    if amounts:
        receive_arrived(receipt.pk, arrived(**amounts), **WHO)
    return receipt
