"""Own fields of orders: what is asked beside Pakhuis' own fields, and what was filled in."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from pakhuis.customers.own_fields import OwnFieldKind
from pakhuis.orders.models.orders import Order


class OrderField(models.Model):
    """A field of the account's own on every order. A retired one is asked no more and keeps its values.

    `choices` are the titles that are offered now; an order keeps the words that were chosen on it.
    """

    title = models.CharField(max_length=100)
    kind = models.CharField(max_length=20)
    required = models.BooleanField(default=False, help_text="of people; others may leave it out")
    on_picklist = models.BooleanField(default=False)
    on_portal = models.BooleanField(default=False)
    choices = models.JSONField(default=list)
    position = models.PositiveIntegerField(default=0)
    retired_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("position", "id")
        constraints = (
            models.CheckConstraint(condition=~Q(title=""), name="orderfield_title_given"),
            models.CheckConstraint(condition=Q(kind__in=tuple(OwnFieldKind)), name="orderfield_kind_known"),
            models.UniqueConstraint(Lower("title"), name="orderfield_title_without_case"),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def is_retired(self) -> bool:
        return self.retired_at is not None


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
