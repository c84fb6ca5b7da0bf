"""Merged customers: what is kept to take them apart again, and what the one who went is still found by."""

from __future__ import annotations

from typing import ClassVar

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q

from pakhuis.customers.merging import MergeRules, Moves
from pakhuis.customers.models.customers import Customer


class Merge(models.Model):
    """One customer that went up in another. `record` holds everything that an undo needs.

    The two are plain ids: the loser's row is gone while the merge stands, and the winner may go up in a
    third. `erased_at` says that the record was emptied because the person was erased.
    """

    winner_id = models.PositiveBigIntegerField()
    loser_id = models.PositiveBigIntegerField()
    record = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    merged_by = models.CharField(max_length=200)
    merged_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)
    undone_by = models.CharField(max_length=200, blank=True, default="")
    erased_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=~Q(winner_id=F("loser_id")), name="merge_of_two"),
            models.UniqueConstraint(
                fields=("loser_id",), condition=Q(undone_at=None), name="merge_goes_up_once"
            ),
        )
        indexes = (models.Index(fields=("winner_id", "-id"), name="merge_of_winner"),)

    def __str__(self) -> str:
        return f"{self.loser_id} in {self.winner_id}"


class CustomerAlias(models.Model):
    """A number or e-mail of a merged customer that the winner is found by, beside its own."""

    customer = models.ForeignKey(Customer, models.CASCADE, related_name="aliases")
    merge = models.ForeignKey(Merge, models.CASCADE, related_name="aliases")
    number = models.CharField(max_length=60, blank=True, default="")
    number_key = models.CharField(max_length=120, null=True, unique=True)
    email = models.CharField(max_length=320, blank=True, default="")
    email_key = models.CharField(max_length=640, blank=True, default="")

    on_merge: ClassVar[MergeRules] = {"customer": Moves()}

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(number="", number_key=None) | (~Q(number="") & Q(number_key__isnull=False)),
                name="alias_number_key",
            ),
            models.CheckConstraint(condition=~Q(number="", email_key=""), name="alias_says_something"),
        )
        indexes = (models.Index(fields=("email_key",), condition=~Q(email_key=""), name="alias_email"),)

    def __str__(self) -> str:
        return f"{self.number} {self.email}".strip()
