"""How a supplier sells a product: said, changed, taken back."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from pakhuis.catalogue.actions import hold_products, tell_changed
from pakhuis.catalogue.models import Product
from pakhuis.catalogue.rules import HIGHEST_PRICE, LONGEST
from pakhuis.journal.actions import record
from pakhuis.journal.changes import put
from pakhuis.journal.events import FieldChange
from pakhuis.kernel.actor import Actor
from pakhuis.kernel.checking import Checks, not_found
from pakhuis.kernel.given import NOT_GIVEN
from pakhuis.kernel.money import PRICE_STEP
from pakhuis.kernel.numbers import possible_ids
from pakhuis.kernel.problem import Refused
from pakhuis.purchasing.events import SupplierProductChanged
from pakhuis.purchasing.intake import SupplierProductFields
from pakhuis.purchasing.models import Supplier, SupplierProduct


@transaction.atomic
def set_supplier_product(
    supplier_id: int, *, product_id: int, fields: SupplierProductFields, by: Actor, now: datetime
) -> SupplierProduct:
    """Say that the supplier sells the product, or change how; an empty price is not known."""
    checks = Checks()
    checked = _checked(fields, checks)
    hold_products([product_id])
    supplier = Supplier.objects.select_for_update().filter(pk__in=possible_ids([supplier_id])).first()
    product = Product.objects.filter(pk__in=possible_ids([product_id])).first()
    if supplier is None:
        raise Refused([not_found("supplier")])
    if product is None:
        checks.add(not_found("product", ("product",)))
    checks.refuse_if_any()
    assert product is not None
    found = SupplierProduct.objects.filter(supplier=supplier, product=product).first()
    is_first = not SupplierProduct.objects.filter(product=product).exists()
    row = found or SupplierProduct(supplier=supplier, product=product, preferred=is_first)
    changes = put(row, checked)
    if changes or found is None:
        row.save()
        fact = SupplierProductChanged(
            id=supplier.pk, product_id=product.pk, label=product.code, is_sold=True, changes=changes
        )
        record([fact], by=by, now=now)
    if found is None and is_first:
        _renamed(product, old=None, new=supplier, by=by, now=now)
    return row


@transaction.atomic
def unset_supplier_product(supplier_id: int, *, product_id: int, by: Actor, now: datetime) -> None:
    """The supplier sells it no more; purchase orders stay as they are."""
    hold_products([product_id])
    found = SupplierProduct.objects.select_for_update(of=("self",)).select_related("product", "supplier")
    row = found.filter(supplier_id=supplier_id, product_id=product_id).first()
    if row is None:
        raise Refused([not_found("product")])
    row.delete()
    fact = SupplierProductChanged(
        id=supplier_id, product_id=product_id, label=row.product.code, is_sold=False
    )
    record([fact], by=by, now=now)
    if row.preferred:
        _renamed(row.product, old=row.supplier, new=None, by=by, now=now)


@transaction.atomic
def prefer_supplier(product_id: int, supplier_id: int | None, *, by: Actor, now: datetime) -> None:
    """Name a product after this supplier, who sells it from now on if not before; None: after nobody."""
    hold_products([product_id])
    product = Product.objects.filter(pk__in=possible_ids([product_id])).first()
    if product is None:
        raise Refused([not_found("product")])
    rows = SupplierProduct.objects.filter(product=product).select_related("supplier")
    standing = rows.filter(preferred=True).first()
    if (standing.supplier_id if standing is not None else None) == supplier_id:
        return
    if standing is not None:
        _mark(standing, product, is_preferred=False, by=by, now=now)
    supplier = None
    if supplier_id is not None:
        supplier = Supplier.objects.filter(pk__in=possible_ids([supplier_id])).first()
        if supplier is None:
            raise Refused([not_found("supplier", ("supplier",))])
        row = rows.filter(supplier=supplier).first() or SupplierProduct(product=product, supplier=supplier)
        _mark(row, product, is_preferred=True, by=by, now=now)
    _renamed(product, old=standing.supplier if standing else None, new=supplier, by=by, now=now)


def _renamed(
    product: Product, *, old: Supplier | None, new: Supplier | None, by: Actor, now: datetime
) -> None:
    """The product is named after another supplier: that is a part of it, to whoever keeps a copy."""
    change = FieldChange(field="supplier_id", old=old.name if old else "", new=new.name if new else "")
    tell_changed({product.pk: [change]}, by=by, now=now)


def _mark(row: SupplierProduct, product: Product, *, is_preferred: bool, by: Actor, now: datetime) -> None:
    changes = put(row, {"preferred": is_preferred})
    row.save()
    fact = SupplierProductChanged(
        id=row.supplier_id, product_id=product.pk, label=product.code, is_sold=True, changes=changes
    )
    record([fact], by=by, now=now)


def _checked(fields: SupplierProductFields, checks: Checks) -> dict[str, Any]:
    checked: dict[str, Any] = {}
    if fields.code is not NOT_GIVEN:
        checked["code"] = checks.text(("code",), fields.code, limit=100)
    if fields.price is not NOT_GIVEN:
        is_empty = fields.price is None or str(fields.price).strip() == ""
        limits: dict[str, Any] = {"low": Decimal(0), "high": HIGHEST_PRICE, "step": PRICE_STEP}
        checked["price"] = None if is_empty else checks.decimal(("price",), fields.price, **limits)
    if fields.order_quantity is not NOT_GIVEN:
        quantity = checks.whole(("order_quantity",), fields.order_quantity, low=1, high=LONGEST)
        checked["order_quantity"] = quantity
    return checked
