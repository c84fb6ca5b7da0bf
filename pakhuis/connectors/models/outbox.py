"""What a webshop is to be told: parcels that left, and how many pieces are free."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from pakhuis.accounts.models import Webshop
from pakhuis.catalogue.models import Product
from pakhuis.connectors.states import TellKind, TellState
from pakhuis.orders.models import Order


class Telling(models.Model):
    """One thing to tell one shop; free stock of a product is one row that becomes due again and again.

    `asked_at` moves when there is something newer to tell: what was sent before it is not the last word.
    """

    webshop = models.ForeignKey(Webshop, models.CASCADE, related_name="tellings")
    kind = models.CharField(max_length=10)
    key = models.CharField(max_length=100, help_text="the product or the shipment")
    product = models.ForeignKey(Product, models.CASCADE, null=True, related_name="tellings")
    order = models.ForeignKey(Order, models.CASCADE, null=True, related_name="tellings")
    content = models.JSONField(default=dict)
    state = models.CharField(max_length=10, default=TellState.DUE)
    problems = models.JSONField(default=list)
    tries = models.PositiveSmallIntegerField(default=0)
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True)
    told_free = models.PositiveIntegerField(null=True, help_text="the free stock that was told last")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("webshop", "kind", "key"), name="telling_once"),
            models.CheckConstraint(condition=Q(kind__in=tuple(TellKind)), name="telling_kind_known"),
            models.CheckConstraint(condition=Q(state__in=tuple(TellState)), name="telling_state_known"),
            models.CheckConstraint(condition=~Q(key=""), name="telling_key_given"),
        )
        indexes = (models.Index(fields=("state", "due_at"), name="telling_due"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"
