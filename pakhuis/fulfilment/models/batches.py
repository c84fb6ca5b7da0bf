"""Batches: several picklists of one warehouse, picked in one walk."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from pakhuis.accounts.models import User
from pakhuis.fulfilment.states import BatchKind, BatchMove, BatchStatus, batch_after
from pakhuis.stock.models import Warehouse


class Batch(models.Model):
    """A walk past the shelves for several picklists; each of them has a box of its own.

    It is completed when none of its picklists is open any more.
    """

    number = models.CharField(max_length=40, unique=True)
    kind = models.CharField(max_length=10, default=BatchKind.NORMAL)
    status = models.CharField(max_length=10, default=BatchStatus.OPEN)
    warehouse = models.ForeignKey(Warehouse, models.PROTECT, related_name="batches")
    assigned_to = models.ForeignKey(User, models.SET_NULL, null=True, related_name="assigned_batches")
    completed_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="completed_batches")
    completed_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(status__in=tuple(BatchStatus)), name="batch_status_known"),
            models.CheckConstraint(condition=Q(kind__in=tuple(BatchKind)), name="batch_kind_known"),
        )
        indexes = (
            models.Index(fields=("status", "-id"), name="batch_by_status"),
            models.Index(fields=("warehouse", "-id"), name="batch_of_warehouse"),
        )

    def __str__(self) -> str:
        return self.number

    def can(self, move: BatchMove) -> bool:
        """Whether this move is allowed from where the batch stands."""
        return batch_after(move, BatchStatus(self.status)) is not None
