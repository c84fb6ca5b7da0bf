"""Shipments: how the goods of a picklist are on their way, parcel by parcel."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from pakhuis.accounts.models import User
from pakhuis.fulfilment.models.picklists import Picklist
from pakhuis.fulfilment.models.shipping import Packaging, ShippingProfile, ShippingProvider
from pakhuis.orders.models import Order


class Shipment(models.Model):
    """One handing over to a carrier. A cancelled one stays, so that everyone can see what became of it.

    `provider_name` is what it was called then: a shipment does not change when settings do.
    """

    picklist = models.ForeignKey(Picklist, models.PROTECT, related_name="shipments")
    order = models.ForeignKey(Order, models.PROTECT, related_name="shipments")
    provider = models.ForeignKey(ShippingProvider, models.SET_NULL, null=True, related_name="shipments")
    profile = models.ForeignKey(ShippingProfile, models.SET_NULL, null=True, related_name="shipments")
    provider_name = models.CharField(max_length=100, blank=True, default="")
    profile_name = models.CharField(max_length=100, blank=True, default="")
    weight = models.PositiveIntegerField(null=True, help_text="grams, when it was weighed")
    created_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="shipments")
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    cancelled_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (
            models.Index(fields=("picklist", "id"), name="shipment_of_picklist"),
            models.Index(fields=("order", "id"), name="shipment_of_order"),
            models.Index(fields=("created_at",), name="shipment_by_created"),
        )

    def __str__(self) -> str:
        return f"{self.picklist_id}: {self.provider_name}"

    @property
    def is_cancelled(self) -> bool:
        return self.cancelled_at is not None


class Parcel(models.Model):
    """One box of a shipment, with the code and address by which it can be followed."""

    shipment = models.ForeignKey(Shipment, models.CASCADE, related_name="parcels")
    packaging = models.ForeignKey(Packaging, models.SET_NULL, null=True, related_name="parcels")
    weight = models.PositiveIntegerField(null=True, help_text="grams, when it was weighed")
    tracking_code = models.CharField(max_length=100, blank=True, default="")
    tracking_url = models.CharField(max_length=500, blank=True, default="")

    class Meta:
        ordering = ("id",)
        constraints = (
            models.CheckConstraint(
                condition=Q(tracking_url="") | Q(tracking_url__startswith="https://"),
                name="parcel_only_https",
            ),
        )
        indexes = (models.Index(fields=("tracking_code",), name="parcel_by_code"),)

    def __str__(self) -> str:
        return self.tracking_code or f"{self.shipment_id}/{self.pk}"
