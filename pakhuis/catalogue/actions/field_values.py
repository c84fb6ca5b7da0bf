"""Filling in own fields of a product, in the transaction that writes the product."""

from __future__ import annotations

from pakhuis.catalogue.field_queries import product_fields
from pakhuis.catalogue.intake import ProductFields
from pakhuis.catalogue.models import Product, ProductField, ProductFieldValue
from pakhuis.catalogue.problems import unknown_product_field
from pakhuis.journal.events import FieldChange
from pakhuis.kernel.actor import Actor
from pakhuis.kernel.checking import Checks
from pakhuis.kernel.given import NOT_GIVEN
from pakhuis.ownfields.filling import changed_texts, checked_texts
from pakhuis.ownfields.reading import Texts


def checked_values(fields: ProductFields | None, checks: Checks, *, had: Texts, by: Actor) -> Texts:
    """What is to stand in the fields that were given, by the rules of `ownfields.filling`."""
    if fields is None or fields.own_values is NOT_GIVEN:
        return {}
    return checked_texts(
        fields.own_values, product_fields(), checks, had=had, by=by, unknown=unknown_product_field
    )


def set_values(product: Product, wanted: Texts, *, had: Texts) -> tuple[FieldChange, ...]:
    """Bring the rows to `wanted`; a field that is not in it stays as it is."""
    changed = changed_texts(wanted, had=had)
    if not changed:
        return ()
    ProductFieldValue.objects.filter(product=product, field_id__in=changed).delete()
    ProductFieldValue.objects.bulk_create(
        ProductFieldValue(product=product, field_id=pk, text=text) for pk, text in changed.items() if text
    )
    titles = dict(ProductField.objects.filter(pk__in=changed).values_list("pk", "title"))
    return tuple(
        FieldChange(field=titles.get(pk, ""), old=had.get(pk, ""), new=text) for pk, text in changed.items()
    )
