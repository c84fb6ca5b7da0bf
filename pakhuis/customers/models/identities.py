"""How a webshop knows a customer: rows, so that the next order finds the same one."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from pakhuis.accounts.models import Webshop
from pakhuis.customers.merging import MergeRules, Moves
from pakhuis.customers.models.customers import Customer


class IdentityKind(models.TextChoices):
    """What the value of an identity is."""

    SHOP_ID = "shop_id"
    EMAIL = "email"


class CustomerIdentity(models.Model):
    """One key by which one webshop's orders find this customer; never empty."""

    customer = models.ForeignKey(Customer, models.CASCADE, related_name="identities")
    webshop = models.ForeignKey(Webshop, models.PROTECT, related_name="identities")
    kind = models.CharField(max_length=10, choices=IdentityKind)
    value = models.CharField(max_length=640)
    since = models.DateTimeField()

    on_merge: ClassVar[MergeRules] = {"customer": Moves()}

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("webshop", "kind", "value"), name="identity_once"),
            models.CheckConstraint(condition=~Q(value=""), name="identity_value_given"),
            models.CheckConstraint(condition=Q(kind__in=IdentityKind.values), name="identity_kind_known"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.value}"


class ErasedIdentity(models.Model):
    """The mark that a webshop's key belonged to somebody who was erased: a keyed hash, never the value."""

    webshop = models.ForeignKey(Webshop, models.CASCADE, related_name="erased_identities")
    kind = models.CharField(max_length=10, choices=IdentityKind)
    digest = models.CharField(max_length=64)
    erased_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("webshop", "kind", "digest"), name="erasedidentity_once"),
            models.CheckConstraint(
                condition=Q(kind__in=IdentityKind.values), name="erasedidentity_kind_known"
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.digest[:8]}"
