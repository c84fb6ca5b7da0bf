"""The address book of a customer. Orders copy from it and are never changed by it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from pakhuis.customers.merging import MergeRules, Unites
from pakhuis.customers.models.customers import Customer


class Address(models.Model):
    """One address; at most one default for invoices and one for deliveries per customer."""

    customer = models.ForeignKey(Customer, models.CASCADE, related_name="addresses")
    name = models.CharField(max_length=300)
    contact_name = models.CharField(max_length=300, blank=True, default="")
    line1 = models.CharField(max_length=300, blank=True, default="")
    line2 = models.CharField(max_length=300, blank=True, default="")
    zipcode = models.CharField(max_length=30, blank=True, default="")
    city = models.CharField(max_length=120, blank=True, default="")
    region = models.CharField(max_length=120, blank=True, default="")
    country = models.CharField(max_length=2, blank=True, default="")
    is_default_invoice = models.BooleanField(default=False)
    is_default_delivery = models.BooleanField(default=False)

    on_merge: ClassVar[MergeRules] = {
        "customer": Unites(
            by=("name", "contact_name", "line1", "line2", "zipcode", "city", "region", "country"),
            cleared={"is_default_invoice": False, "is_default_delivery": False},
        )
    }

    class Meta:
        ordering = ("id",)
        constraints = (
            models.CheckConstraint(condition=~Q(name=""), name="address_name_given"),
            models.UniqueConstraint(
                fields=("customer",),
                condition=Q(is_default_invoice=True),
                name="address_one_default_invoice",
            ),
            models.UniqueConstraint(
                fields=("customer",),
                condition=Q(is_default_delivery=True),
                name="address_one_default_delivery",
            ),
        )

    def __str__(self) -> str:
        return f"{self.name}, {self.city}"
