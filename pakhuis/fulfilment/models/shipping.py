"""Who carries parcels and in what: shipping providers, their profiles, and packagings."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from pakhuis.fulfilment.carriers import Carrier


class ShippingProvider(models.Model):
    """A carrier we work with. `tracking_pattern` makes the address where a parcel can be followed."""

    name = models.CharField(max_length=100, unique=True)
    carrier = models.CharField(max_length=20, default=Carrier.OTHER)
    tracking_pattern = models.CharField(max_length=300, blank=True, default="")
    active = models.BooleanField(default=True)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        ordering = ("name",)
        constraints = (
            models.CheckConstraint(condition=~Q(name=""), name="shippingprovider_name_given"),
            models.CheckConstraint(condition=Q(carrier__in=tuple(Carrier)), name="shippingprovider_carrier"),
            models.CheckConstraint(
                condition=Q(tracking_pattern="") | Q(tracking_pattern__startswith="https://"),
                name="shippingprovider_only_https",
            ),
        )

    def __str__(self) -> str:
        return self.name


class ShippingProfile(models.Model):
    """A way a provider carries: letter box, parcel, with signature. At most one is the standard one."""

    provider = models.ForeignKey(ShippingProvider, models.CASCADE, related_name="profiles")
    name = models.CharField(max_length=100)
    active = models.BooleanField(default=True)
    is_standard = models.BooleanField(default=False)

    class Meta:
        ordering = ("provider", "name")
        constraints = (
            models.UniqueConstraint(fields=("provider", "name"), name="shippingprofile_once"),
            models.CheckConstraint(condition=~Q(name=""), name="shippingprofile_name_given"),
            models.UniqueConstraint(
                fields=("is_standard",), condition=Q(is_standard=True), name="shippingprofile_one_standard"
            ),
        )

    def __str__(self) -> str:
        return self.name


class Packaging(models.Model):
    """A box or bag parcels are sent in; sizes in millimetres, zero for not known."""

    name = models.CharField(max_length=100, unique=True)
    barcode = models.CharField(max_length=60, blank=True, default="")
    length = models.PositiveIntegerField(default=0)
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    active = models.BooleanField(default=True)

    class Meta:
        ordering = ("name",)
        constraints = (models.CheckConstraint(condition=~Q(name=""), name="packaging_name_given"),)

    def __str__(self) -> str:
        return self.name
