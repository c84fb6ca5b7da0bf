"""Warehouses and the places in them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Warehouse(models.Model):
    """A place goods are picked from. A lower `priority` takes orders first.

    What lies in a warehouse that does not count for general stock (a showroom, returns) is not offered for
    sale. A retired one (not `active`) keeps its history and takes part in nothing.
    """

    name = models.CharField(max_length=100, unique=True)
    priority = models.PositiveIntegerField(default=1)
    accepts_orders = models.BooleanField(default=True)
    counts_for_general_stock = models.BooleanField(default=True)
    active = models.BooleanField(default=True)

    class Meta:
        ordering = ("priority", "id")

    def __str__(self) -> str:
        return self.name


class LocationKind(models.TextChoices):
    """`pick`: goods are picked here. `bulk`: a store to fill the others from, picked from last."""

    PICK = "pick"
    BULK = "bulk"


class Location(models.Model):
    """A named place in a warehouse. Who walks the round goes by `pick_order`, then by name."""

    warehouse = models.ForeignKey(Warehouse, models.CASCADE, related_name="locations")
    name = models.CharField(max_length=60)
    kind = models.CharField(max_length=4, choices=LocationKind, default=LocationKind.PICK)
    pick_order = models.PositiveIntegerField(default=0)
    remarks = models.CharField(max_length=500, blank=True, default="")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("warehouse", "name"), name="location_name_once"),
            models.CheckConstraint(condition=~Q(name=""), name="location_name_given"),
            models.CheckConstraint(condition=Q(kind__in=LocationKind.values), name="location_kind"),
        )
        indexes = (
            models.Index(fields=("warehouse", "pick_order", "name"), name="location_round"),
            models.Index(fields=("name", "id"), name="location_by_name"),
        )

    def __str__(self) -> str:
        return self.name
