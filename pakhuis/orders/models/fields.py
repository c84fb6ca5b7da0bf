"""Own fields of orders: what is asked beside Pakhuis' own fields, and what was filled in."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from pakhuis.orders.models.orders import Order
from pakhuis.ownfields.models import AccountField


class OrderField(AccountField):
    """A field of the account's own on every order."""

    on_picklist = models.BooleanField(default=False)
    on_portal = models.BooleanField(default=False)


class OrderFieldValue(models.Model):
    """What stands in one field of one order, as text; several choices with `;` between them."""

    order = models.ForeignKey(Order, models.CASCADE, related_name="field_values")
    field = models.ForeignKey(OrderField, models.PROTECT, related_name="values")
    text = models.TextField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("order", "field"), name="orderfieldvalue_once"),
            models.CheckConstraint(condition=~Q(text=""), name="orderfieldvalue_given"),
        )

    def __str__(self) -> str:
        return f"{self.order_id}: {self.field_id}"
