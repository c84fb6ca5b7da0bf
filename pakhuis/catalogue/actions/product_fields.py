"""Which own fields products have: made, renamed, put in order, retired."""

from __future__ import annotations

from pakhuis.catalogue.events import ProductFieldChanged, ProductFieldCreated, ProductFieldDeleted
from pakhuis.catalogue.models import ProductField, ProductFieldValue
from pakhuis.catalogue.problems import product_field_in_use, product_field_kind_fixed
from pakhuis.ownfields.actions import FieldDoors, FieldFacts

PRODUCT_FIELDS = FieldDoors(
    model=ProductField,
    values=ProductFieldValue,
    facts=FieldFacts(created=ProductFieldCreated, changed=ProductFieldChanged, deleted=ProductFieldDeleted),
    subject="product field",
    shown=("on_picklist",),
    kind_fixed=product_field_kind_fixed,
    in_use=product_field_in_use,
)
"""The doors for own fields of products."""
