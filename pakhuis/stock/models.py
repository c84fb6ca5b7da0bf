"""Warehouses, stock levels and stock moves."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from pakhuis.catalogue.models import Product
from pakhuis.kernel.actor import ActorKind


class Warehouse(models.Model):
    """A place goods are picked from. A lower `priority` takes orders first."""

    name = models.CharField(max_length=100, unique=True)
    priority = models.PositiveIntegerField(default=1)
    accepts_orders = models.BooleanField(default=True)
    active = models.BooleanField(default=True)

    class Meta:
        ordering = ("priority", "id")

    def __str__(self) -> str:
        return self.name


class StockLevel(models.Model):
    """What there is of a product in a warehouse, in pieces.

    `picking`: on open picklists. `held`: on the shelf and reserved for backorders. `waiting`: the part of
    backorders that is not there yet. `allocated`: set aside for concept and expected orders, not tied.
    What is picked or held is really there: a constraint keeps that promise.
    """

    product = models.ForeignKey(Product, models.PROTECT, related_name="stock_levels")
    warehouse = models.ForeignKey(Warehouse, models.PROTECT, related_name="stock_levels")
    on_hand = models.PositiveIntegerField(default=0)
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


class StockMove(models.Model):
    """One change of what is on hand: the sum of a level's moves is its `on_hand`."""

    product = models.ForeignKey(Product, models.PROTECT, related_name="stock_moves")
    warehouse = models.ForeignKey(Warehouse, models.PROTECT, related_name="stock_moves")
    change = models.IntegerField()
    on_hand_after = models.PositiveIntegerField()
    reason = models.CharField(max_length=200)
    actor_kind = models.CharField(max_length=20)
    actor_id = models.PositiveBigIntegerField(null=True)
    actor_label = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=~Q(change=0), name="stockmove_changes"),
            models.CheckConstraint(condition=Q(actor_kind__in=tuple(ActorKind)), name="stockmove_actor"),
        )
        indexes = (models.Index(fields=("product", "id"), name="stockmove_by_product"),)

    def __str__(self) -> str:
        return f"{self.product_id} in {self.warehouse_id}: {self.change:+d}"
