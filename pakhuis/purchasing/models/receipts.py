"""Receipts: what came in on a purchase order, piece of work after piece of work."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from pakhuis.accounts.models import User
from pakhuis.purchasing.models.orders import PurchaseLine, PurchaseOrder
from pakhuis.purchasing.states import ReceiptMove, ReceiptStatus, receipt_after
from pakhuis.stock.models import Location, Warehouse


class Receipt(models.Model):
    """One delivery that is being put on the shelf, or was."""

    number = models.CharField(max_length=40, unique=True)
    order = models.ForeignKey(PurchaseOrder, models.PROTECT, related_name="receipts")
    warehouse = models.ForeignKey(Warehouse, models.PROTECT, related_name="receipts")
    status = models.CharField(max_length=10, default=ReceiptStatus.PROCESSING)
    remarks = models.TextField(blank=True, default="")
    completed_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="receipts_completed")
    completed_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(status__in=tuple(ReceiptStatus)), name="receipt_status"),
        )
        indexes = (
            models.Index(fields=("status", "-id"), name="receipt_by_status"),
            models.Index(fields=("order", "-id"), name="receipt_of_order"),
            models.Index(fields=("updated_at", "id"), name="receipt_by_update"),
            models.Index(fields=("completed_at", "id"), name="receipt_by_completion"),
        )

    def __str__(self) -> str:
        return self.number

    def can(self, move: ReceiptMove) -> bool:
        """Whether this move is allowed from where it stands."""
        return receipt_after(move, ReceiptStatus(self.status)) is not None


class ReceivedGoods(models.Model):
    """Pieces of one line that went on the shelf together; `reverted` of them were taken back again."""

    receipt = models.ForeignKey(Receipt, models.PROTECT, related_name="goods")
    line = models.ForeignKey(PurchaseLine, models.PROTECT, related_name="goods")
    location = models.ForeignKey(Location, models.SET_NULL, null=True, related_name="received_goods")
    amount = models.PositiveIntegerField()
    reverted = models.PositiveIntegerField(default=0)
    actor_label = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(amount__gte=1), name="receivedgoods_amount"),
            models.CheckConstraint(condition=Q(amount__gte=F("reverted")), name="receivedgoods_reverted"),
        )

    def __str__(self) -> str:
        return f"{self.receipt_id}: {self.amount} of {self.line_id}"

    @property
    def kept(self) -> int:
        """Pieces that stayed."""
        return self.amount - self.reverted
