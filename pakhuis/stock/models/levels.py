"""How much there is of a product: in a warehouse, and on each location of it."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from pakhuis.catalogue.models import Product
from pakhuis.stock.models.warehouses import Location, Warehouse


class StockLevel(models.Model):
    """What there is of a product in a warehouse, in pieces.

    `picking`: on open picklists. `held`: on the shelf and reserved for backorders. `waiting`: the part of
    backorders that is not there yet. `allocated`: set aside for concept and expected orders, not tied.
    What is picked or held is really there: a constraint keeps that promise. `located` of what is on hand
    lies on known locations; where the others lie nobody has said.
    """

    product = models.ForeignKey(Product, models.PROTECT, related_name="stock_levels")
    warehouse = models.ForeignKey(Warehouse, models.PROTECT, related_name="stock_levels")
    on_hand = models.PositiveIntegerField(default=0)
    located = models.PositiveIntegerField(default=0)
    picking = models.PositiveIntegerField(default=0)
    held = models.PositiveIntegerField(default=0)
    waiting = models.PositiveIntegerField(default=0)
    allocated = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("product", "warehouse"), name="stocklevel_once"),
            models.CheckConstraint(
                condition=Q(on_hand__gte=F("picking") + F("held")), name="stocklevel_never_oversold"
            ),
            models.CheckConstraint(condition=Q(on_hand__gte=F("located")), name="stocklevel_located"),
        )

    def __str__(self) -> str:
        return f"{self.product_id} in {self.warehouse_id}: {self.on_hand}"

    @property
    def on_shelf(self) -> int:
        """Pieces that a processed order can still take."""
        return self.on_hand - self.picking - self.held

    @property
    def reserved(self) -> int:
        return self.picking + self.held + self.waiting + self.allocated

    @property
    def free(self) -> int:
        """On hand less everything reserved; below zero when backorders or allocations ask for more."""
        return self.on_hand - self.reserved

    @property
    def unplaced(self) -> int:
        """Pieces of which no location is known."""
        return self.on_hand - self.located


class LocationStock(models.Model):
    """A product's place: how many lie there, and whether they are picked from there first.

    Whoever changes it has the level's row locked.
    """

    product = models.ForeignKey(Product, models.PROTECT, related_name="location_stock")
    location = models.ForeignKey(Location, models.PROTECT, related_name="stock")
    warehouse = models.ForeignKey(Warehouse, models.PROTECT, related_name="location_stock")
    on_hand = models.PositiveIntegerField(default=0)
    preferred = models.BooleanField(default=False)
    note = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("product", "location"), name="locationstock_once"),
            models.UniqueConstraint(
                fields=("product", "warehouse"),
                condition=Q(preferred=True),
                name="locationstock_one_preferred",
            ),
        )
        indexes = (models.Index(fields=("product", "warehouse"), name="locationstock_of_product"),)

    def __str__(self) -> str:
        return f"{self.product_id} on {self.location_id}: {self.on_hand}"
