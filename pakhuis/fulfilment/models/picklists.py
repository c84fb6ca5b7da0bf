"""Picklists: what is to be taken from one warehouse for one order."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from pakhuis.accounts.models import User
from pakhuis.catalogue.models import Product
from pakhuis.customers.merging import MergeRules, Moves
from pakhuis.customers.models import Customer
from pakhuis.fulfilment.models.batches import Batch
from pakhuis.fulfilment.models.shipping import ShippingProfile
from pakhuis.fulfilment.queue_rules import AFTER_URGENT
from pakhuis.fulfilment.states import OPEN_STATUSES, PicklistMove, PicklistStatus, after
from pakhuis.orders.models import Allocation, Order, OrderLine
from pakhuis.stock.models import Warehouse


class PicklistQuerySet(models.QuerySet["Picklist"]):
    """Questions about picklists in the warehouse's words."""

    def in_queue(self, *, now: datetime) -> PicklistQuerySet:
        """What can be picked at this moment: open, or snoozed until a moment that has come."""
        woken = Q(status=PicklistStatus.SNOOZED, snoozed_until__lte=now)
        return self.filter(Q(status=PicklistStatus.NEW) | woken)

    def asleep(self, *, now: datetime) -> PicklistQuerySet:
        """Snoozed until a moment that is still to come."""
        return self.filter(status=PicklistStatus.SNOOZED, snoozed_until__gt=now)

    def nobodys(self) -> PicklistQuerySet:
        """Neither assigned to a person nor part of a batch."""
        return self.filter(assigned_to=None, batch=None)


class Picklist(models.Model):
    """What one person takes from one warehouse for one order.

    `rank` is its place in the queue (see `queue_rules`); `box` its number within a batch.
    """

    number = models.CharField(max_length=40, unique=True)
    status = models.CharField(max_length=10, default=PicklistStatus.NEW)
    order = models.ForeignKey(Order, models.PROTECT, related_name="picklists")
    customer = models.ForeignKey(Customer, models.PROTECT, null=True, related_name="picklists")
    warehouse = models.ForeignKey(Warehouse, models.PROTECT, related_name="picklists")
    urgent = models.BooleanField(default=False)
    rank = models.PositiveIntegerField()
    snoozed_until = models.DateTimeField(null=True)
    paused_reason = models.CharField(max_length=200, blank=True, default="")
    batch = models.ForeignKey(Batch, models.SET_NULL, null=True, related_name="picklists")
    box = models.PositiveIntegerField(null=True)
    shipping_profile = models.ForeignKey(
        ShippingProfile, models.SET_NULL, null=True, related_name="picklists"
    )
    invoiced = models.BooleanField(default=False)
    assigned_to = models.ForeignKey(User, models.SET_NULL, null=True, related_name="assigned_picklists")
    paused_from = models.CharField(
        max_length=10, blank=True, default="", help_text="where it stood when its order was paused"
    )
    closed_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="closed_picklists")
    closed_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    objects = PicklistQuerySet.as_manager()
    on_merge: ClassVar[MergeRules] = {"customer": Moves(turn=2, follows="order")}

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
            models.CheckConstraint(
                condition=Q(urgent=True, rank__lt=AFTER_URGENT) | Q(urgent=False, rank__gte=AFTER_URGENT),
                name="picklist_urgent_first",
            ),
            models.CheckConstraint(
                condition=~Q(status=PicklistStatus.SNOOZED) | Q(snoozed_until__isnull=False),
                name="picklist_snoozed_until_when",
            ),
            models.UniqueConstraint(fields=("batch", "box"), name="picklist_box_once"),
        )
        indexes = (
            models.Index(
                fields=("warehouse", "rank", "id"),
                condition=Q(status__in=OPEN_STATUSES),
                name="picklist_queue_of_warehouse",
            ),
            models.Index(
                fields=("rank", "id"), condition=Q(status__in=OPEN_STATUSES), name="picklist_queue_of_all"
            ),
            models.Index(
                fields=("assigned_to", "rank", "id"),
                condition=Q(status__in=OPEN_STATUSES),
                name="picklist_queue_of_person",
            ),
            models.Index(fields=("closed_at",), name="picklist_by_closed"),
            models.Index(fields=("created_at",), name="picklist_by_created"),
            models.Index(fields=("customer", "id"), name="picklist_of_customer"),
            models.Index(fields=("status", "-id"), name="picklist_by_status"),
        )

    def __str__(self) -> str:
        return self.number

    def status_at(self, moment: datetime) -> PicklistStatus:
        """Where it stands: one that was snoozed until now is new again, whether or not anyone noticed."""
        if self.status == PicklistStatus.SNOOZED and self.snoozed_until and self.snoozed_until <= moment:
            return PicklistStatus.NEW
        return PicklistStatus(self.status)

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


class Pick(models.Model):
    """One grip at the shelf: so many pieces of a line, put back when negative.

    All grips of one deed (a scan that served two lines, "pick everything") are undone together.
    """

    line = models.ForeignKey(PicklistLine, models.CASCADE, related_name="picks")
    deed = models.UUIDField()
    pieces = models.IntegerField()
    person = models.ForeignKey(User, models.SET_NULL, null=True, related_name="picks")
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.CheckConstraint(condition=~Q(pieces=0), name="pick_of_something"),)
        indexes = (models.Index(fields=("line", "-id"), name="pick_of_line"),)

    def __str__(self) -> str:
        return f"{self.line_id}: {self.pieces:+d}"
