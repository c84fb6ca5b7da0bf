"""Pairs of customers that may be one and the same, until a person has judged them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from pakhuis.customers.merging import MergeRules, SetAside
from pakhuis.customers.models.customers import Customer


class LikelyDouble(models.Model):
    """Two customers and why they look alike; `judged_at` remembers that somebody said they are not the same.

    `first` is the one with the lower id. `weight` puts the surest pairs in front.
    """

    first = models.ForeignKey(Customer, models.CASCADE, related_name="doubles_after")
    second = models.ForeignKey(Customer, models.CASCADE, related_name="doubles_before")
    reasons = models.JSONField(default=list, help_text="codes: email, phone, vat_number, postcode, name")
    weight = models.PositiveSmallIntegerField()
    found_at = models.DateTimeField()
    judged_at = models.DateTimeField(null=True)
    judged_by = models.CharField(max_length=200, blank=True, default="")

    on_merge: ClassVar[MergeRules] = {"first": SetAside(), "second": SetAside()}

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("first", "second"), name="double_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="double_in_order"),
        )
        indexes = (models.Index(fields=("-weight", "id"), condition=Q(judged_at=None), name="double_queue"),)

    def __str__(self) -> str:
        return f"{self.first_id} ~ {self.second_id}"
