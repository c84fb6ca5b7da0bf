"""Products: made by hand or by an order that asks for them, changed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction

from pakhuis.catalogue.actions.vat_groups import standard_vat_group
from pakhuis.catalogue.events import ProductChanged, ProductCreated
from pakhuis.catalogue.intake import NewProduct, ProductFields
from pakhuis.catalogue.models import Product, VatGroup
from pakhuis.catalogue.problems import code_taken, unknown_vat_group
from pakhuis.catalogue.rules import check_product, product_search_text
from pakhuis.journal.actions import record
from pakhuis.journal.events import FieldChange
from pakhuis.kernel.actor import Actor
from pakhuis.kernel.checking import Checks, not_found
from pakhuis.kernel.given import NOT_GIVEN
from pakhuis.kernel.problem import Refused
from pakhuis.kernel.text import clean


def create_product(new: NewProduct, *, by: Actor, now: datetime) -> Product:
    """A new product; all that is wrong with it, a taken code included, is refused at once."""
    checks = Checks()
    product = _drafted(new, checks, now=now)
    if product.code and Product.objects.filter(code=product.code).exists():
        checks.add(code_taken(product.code))
    checks.refuse_if_any()
    try:
        with transaction.atomic():
            product.save(force_insert=True)
            record([ProductCreated(id=product.pk, code=product.code)], by=by, now=now)
    except IntegrityError:
        raise Refused([code_taken(product.code)]) from None
    return product


@transaction.atomic
def ensure_products(wanted: Sequence[NewProduct], *, by: Actor, now: datetime) -> list[Product]:
    """The product of each wanted code, in their order: the one that exists, else a new one.

    Two who make the same code at once end with one product. Problems stand below ``("products", i)``.
    """
    found = Product.objects.in_bulk([clean(new.code) for new in wanted], field_name="code")
    checks = Checks()
    drafts: dict[str, Product] = {}
    for place, new in enumerate(wanted):
        if clean(new.code) not in found and clean(new.code) not in drafts:
            own = Checks()
            drafts[clean(new.code)] = _drafted(new, own, now=now)
            checks.problems += [problem.under("products", place) for problem in own.problems]
    checks.refuse_if_any()
    if drafts:
        # In one order for everyone, so that two orders with the same new products cannot wait for each other.
        Product.objects.bulk_create([drafts[code] for code in sorted(drafts)], ignore_conflicts=True)
        made = Product.objects.in_bulk(list(drafts), field_name="code")
        new_ones = [one for one in made.values() if one.created_at == now]
        record([ProductCreated(id=one.pk, code=one.code) for one in new_ones], by=by, now=now)
        found |= made
    return [found[clean(new.code)] for new in wanted]


@transaction.atomic
def update_product(product_id: int, fields: ProductFields, *, by: Actor, now: datetime) -> Product:
    """Change the given fields; the logbook gets what was different, and nothing when nothing was."""
    product = Product.objects.select_for_update().filter(pk=product_id).first()
    if product is None:
        raise Refused([not_found("product")])
    checks = Checks()
    checked = check_product(fields, checks)
    if fields.vat_group_id is not NOT_GIVEN:
        if VatGroup.objects.filter(pk=fields.vat_group_id).exists():
            checked["vat_group_id"] = fields.vat_group_id
        else:
            checks.add(unknown_vat_group())
    if checked.get("code") and Product.objects.filter(code=checked["code"]).exclude(pk=product_id).exists():
        checks.add(code_taken(checked["code"]))
    checks.refuse_if_any()
    changes = tuple(
        FieldChange(field=name, old=str(getattr(product, name)), new=str(value))
        for name, value in checked.items()
        if getattr(product, name) != value
    )
    if changes:
        _write(product, checked, now=now)
        record([ProductChanged(id=product.pk, changes=changes)], by=by, now=now)
    return product


def _write(product: Product, checked: dict[str, object], *, now: datetime) -> None:
    for name, value in checked.items():
        setattr(product, name, value)
    product.search_text = product_search_text(code=product.code, name=product.name, barcode=product.barcode)
    product.updated_at = now
    try:
        product.save()
    except IntegrityError:
        raise Refused([code_taken(product.code)]) from None


def _drafted(new: NewProduct, checks: Checks, *, now: datetime) -> Product:
    checked = check_product(
        ProductFields(code=new.code, name=new.name, price=new.price, barcode=new.barcode, weight=new.weight),
        checks,
    )
    if new.vat_group_id is None:
        group_id = standard_vat_group().pk
    elif VatGroup.objects.filter(pk=new.vat_group_id).exists():
        group_id = new.vat_group_id
    else:
        checks.add(unknown_vat_group())
        group_id = 0
    text = product_search_text(code=checked["code"], name=checked["name"], barcode=checked["barcode"])
    return Product(**checked, vat_group_id=group_id, search_text=text, created_at=now, updated_at=now)
