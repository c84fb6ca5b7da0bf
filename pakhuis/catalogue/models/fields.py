"""Own fields of products: what is asked beside Pakhuis' own fields, and what was filled in."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from pakhuis.catalogue.models.products import Product
from pakhuis.ownfields.models import AccountField


class ProductField(AccountField):
    """A field of the account's own on every product; `on_picklist`: whoever picks sees what stands in it."""

    on_picklist = models.BooleanField(default=False)


class ProductFieldValue(models.Model):
    """What stands in one field of one product, as text; several choices with `;` between them."""

    product = models.ForeignKey(Product, models.CASCADE, related_name="field_values")
    field = models.ForeignKey(ProductField, models.PROTECT, related_name="values")
    text = models.TextField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("product", "field"), name="productfieldvalue_once"),
            models.CheckConstraint(condition=~Q(text=""), name="productfieldvalue_given"),
        )

    def __str__(self) -> str:
        return f"{self.product_id}: {self.field_id}"
