"""What the register of VAT numbers answered, kept as evidence."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from pakhuis.customers.merging import MergeRules, Moves
from pakhuis.customers.models.customers import Customer
from pakhuis.customers.vat import VatState

ASKED_STATES = (VatState.VALID, VatState.NOT_REGISTERED, VatState.UNREACHABLE)


class VatCheck(models.Model):
    """One question to the register about one number, with its answer; never changed.

    `request_id` is the register's own proof of the question, `name` and `address` are as it gave them.
    `raw` is the beginning of the answer itself.
    """

    customer = models.ForeignKey(Customer, models.CASCADE, related_name="vat_checks")
    number = models.CharField(max_length=60)
    state = models.CharField(max_length=20)
    reason = models.CharField(max_length=60, blank=True, default="", help_text="why it is unreachable")
    request_id = models.CharField(max_length=100, blank=True, default="")
    name = models.CharField(max_length=300, blank=True, default="")
    address = models.TextField(blank=True, default="")
    raw = models.TextField(blank=True, default="")
    at = models.DateTimeField()

    on_merge: ClassVar[MergeRules] = {"customer": Moves()}

    class Meta:
        ordering = ("-id",)
        constraints = (
            models.CheckConstraint(condition=Q(state__in=ASKED_STATES), name="vatcheck_state_known"),
            models.CheckConstraint(condition=~Q(number=""), name="vatcheck_number_given"),
        )
        indexes = (models.Index(fields=("customer", "-id"), name="vatcheck_of_customer"),)

    def __str__(self) -> str:
        return f"{self.number} {self.state}"
