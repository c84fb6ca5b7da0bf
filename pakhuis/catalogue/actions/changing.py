"""Products changed by the hundred: by the rules and with the facts of one by one, in a few statements."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from pakhuis.bulk.among import Among
from pakhuis.bulk.reading import rows_of
from pakhuis.bulk.writing import update_each
from pakhuis.catalogue.actions.drafting import groups_in_use
from pakhuis.catalogue.actions.many_products import Made, barcode_owners
from pakhuis.catalogue.events import ProductChanged
from pakhuis.catalogue.field_queries import product_texts
from pakhuis.catalogue.intake import ProductFields
from pakhuis.catalogue.models import Product
from pakhuis.catalogue.problems import barcode_taken, unknown_vat_group
from pakhuis.catalogue.rules import check_product, product_search_text
from pakhuis.journal.actions import record
from pakhuis.journal.events import FieldChange
from pakhuis.kernel.actor import Actor
from pakhuis.kernel.checking import Checks, not_found
from pakhuis.kernel.given import NOT_GIVEN
from pakhuis.kernel.text import clean

Wanted = tuple[int, ProductFields]
"""A product by its id, and what is to stand on it."""


@transaction.atomic
def change_products(wanted: Sequence[Wanted], *, by: Actor, now: datetime) -> list[Made]:
    """Each of these products with its fields changed, or why it is not; one fact for each that differs.

    Every product once; codes, tags and own fields are not for here (`update_product` has them). A barcode
    that one of them gives up is free for those after it. Somebody who takes a barcode at this very moment
    raises `IntegrityError`: try again.
    """
    held = Product.objects.select_for_update(no_key=True).filter(Among("id", [pk for pk, _ in wanted]))
    products = {one.pk: one for one in rows_of(held.order_by("pk"))}
    groups, barcodes = set(groups_in_use()), _Barcodes(wanted)
    done: list[Made] = []
    changed: dict[int, list[FieldChange]] = {}
    columns = {"search_text", "updated_at"}
    for pk, fields in wanted:
        checks = Checks()
        product = products.get(pk)
        if product is None:
            done.append((not_found("product"),))
            continue
        values = _differing(product, fields, checks, groups=groups)
        barcodes.check(values, checks)
        if checks.problems:
            done.append(tuple(checks.problems))
            continue
        if values:
            barcodes.pass_on(product, values)
            columns.update(values)
            changed[pk] = _taken_over(product, values)
        done.append(product)
    _write([products[pk] for pk in changed], columns, given_up=barcodes.given_up, now=now)
    record([ProductChanged(id=pk, changes=tuple(told)) for pk, told in changed.items()], by=by, now=now)
    return done


class _Barcodes:
    """Whose each wanted barcode is, while products change one after the other."""

    def __init__(self, wanted: Sequence[Wanted]) -> None:
        self._owners = barcode_owners(
            [clean(one.barcode) for _, one in wanted if one.barcode is not NOT_GIVEN]
        )
        self.given_up: list[int] = []

    def check(self, values: Mapping[str, Any], checks: Checks) -> None:
        barcode = values.get("barcode")
        if barcode in self._owners:
            checks.add(barcode_taken(barcode, self._owners[barcode]))

    def pass_on(self, product: Product, values: Mapping[str, Any]) -> None:
        """The product's barcode is free when it gets another one; that is its own then."""
        if "barcode" not in values:
            return
        if product.barcode:
            self._owners.pop(product.barcode, None)
            self.given_up.append(product.pk)
        if values["barcode"]:
            self._owners[values["barcode"]] = product.code


def _differing(
    product: Product, fields: ProductFields, checks: Checks, *, groups: set[int]
) -> dict[str, Any]:
    """The given values that are others than those of the product; what is wrong with them is a problem."""
    values = check_product(fields, checks)
    if fields.vat_group_id is not NOT_GIVEN:
        values["vat_group_id"] = fields.vat_group_id
        if fields.vat_group_id not in groups | {product.vat_group_id}:
            checks.add(unknown_vat_group())
    return {name: value for name, value in values.items() if getattr(product, name) != value}


def _taken_over(product: Product, values: dict[str, Any]) -> list[FieldChange]:
    changes = []
    for name, value in values.items():
        old = getattr(product, name)
        changes.append(FieldChange(field=name, old=_told(old), new=_told(value)))
        setattr(product, name, value)
    return changes


def _told(value: Any) -> str:
    return "" if value is None else str(value)


def _write(products: Sequence[Product], columns: set[str], *, given_up: Sequence[int], now: datetime) -> None:
    """Write them by one statement, barcodes that were given up before it: each is unique at any time."""
    if not products:
        return
    own = product_texts([one.pk for one in products])
    for one in products:
        texts = [text for _, text in sorted(own.get(one.pk, {}).items())]
        one.search_text = product_search_text(code=one.code, name=one.name, barcode=one.barcode, own=texts)
        one.updated_at = now
    if given_up:
        Product.objects.filter(Among("id", given_up)).update(barcode="")
    update_each(products, sorted(columns))
