"""Picklists: what is to be taken from one warehouse for one order."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from pakhuis.accounts.models import User
from pakhuis.catalogue.models import Product
from pakhuis.customers.merging import MergeRules, Moves
from pakhuis.customers.models import Customer
from pakhuis.fulfilment.states import OPEN_STATUSES, PicklistMove, PicklistStatus, after
from pakhuis.orders.models import Allocation, Order, OrderLine
from pakhuis.stock.models import Warehouse


class Picklist(models.Model):
    """What one person takes from one warehouse for one order."""

    number = models.CharField(max_length=40, unique=True)
    status = models.CharField(max_length=10, default=PicklistStatus.NEW)
    order = models.ForeignKey(Order, models.PROTECT, related_name="picklists")
    customer = models.ForeignKey(Customer, models.PROTECT, null=True, related_name="picklists")
    warehouse = models.ForeignKey(Warehouse, models.PROTECT, related_name="picklists")
    urgent = models.BooleanField(default=False)
    assigned_to = models.ForeignKey(User, models.SET_NULL, null=True, related_name="assigned_picklists")
    paused_from = models.CharField(
        max_length=10, blank=True, default="", help_text="where it stood when its order was paused"
    )
    closed_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="closed_picklists")
    closed_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    on_merge: ClassVar[MergeRules] = {"customer": Moves()}

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(status__in=tuple(PicklistStatus)), name="picklist_status_known"
            ),
            models.CheckConstraint(
                condition=Q(paused_from="")
                | Q(
                    status=PicklistStatus.PAUSED, paused_from__in=(PicklistStatus.NEW, PicklistStatus.SNOOZED)
                ),
                name="picklist_paused_from",
            ),
        )
        indexes = (
            models.Index(
                fields=("warehouse", "-urgent", "id"),
                condition=Q(status__in=OPEN_STATUSES),
                name="picklist_queue",
            ),
            models.Index(fields=("customer", "id"), name="picklist_of_customer"),
            models.Index(fields=("status", "-id"), name="picklist_by_status"),
        )

    def __str__(self) -> str:
        return self.number

    def can(self, move: PicklistMove) -> bool:
        """Whether this move is allowed from where the picklist stands."""
        return after(move, PicklistStatus(self.status)) is not None


class PicklistLine(models.Model):
    """So many pieces of one product for one order line."""

    picklist = models.ForeignKey(Picklist, models.CASCADE, related_name="lines")
    order_line = models.ForeignKey(OrderLine, models.PROTECT, related_name="picklist_lines")
    allocation = models.OneToOneField(Allocation, models.PROTECT, related_name="picklist_line")
    product = models.ForeignKey(Product, models.PROTECT, related_name="picklist_lines")
    amount = models.PositiveIntegerField()
    picked = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.CheckConstraint(condition=Q(amount__gte=1), name="picklistline_amount"),
            models.CheckConstraint(condition=Q(amount__gte=F("picked")), name="picklistline_picked"),
        )

    def __str__(self) -> str:
        return f"{self.picklist_id}: {self.picked} of {self.amount}"
