"""Every change of what is there: per warehouse, and per location inside it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from pakhuis.catalogue.models import Product
from pakhuis.kernel.actor import ActorKind
from pakhuis.stock.models.warehouses import Location, Warehouse


class MoveKind(models.TextChoices):
    """Why pieces came or went."""

    CORRECTION = "correction"
    RECEIPT = "receipt"
    DELIVERY = "delivery"
    TRANSFER = "transfer"
    RETURN = "return"


class StockMove(models.Model):
    """One change of what is on hand: the sum of a level's moves is its `on_hand`."""

    product = models.ForeignKey(Product, models.PROTECT, related_name="stock_moves")
    warehouse = models.ForeignKey(Warehouse, models.PROTECT, related_name="stock_moves")
    kind = models.CharField(max_length=10, choices=MoveKind, default=MoveKind.CORRECTION)
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
            models.CheckConstraint(condition=Q(kind__in=MoveKind.values), name="stockmove_kind"),
            models.CheckConstraint(condition=Q(actor_kind__in=tuple(ActorKind)), name="stockmove_actor"),
        )
        indexes = (
            models.Index(fields=("product", "id"), name="stockmove_by_product"),
            models.Index(fields=("warehouse", "id"), name="stockmove_by_warehouse"),
            models.Index(fields=("kind", "id"), name="stockmove_by_kind"),
            models.Index(fields=("at",), name="stockmove_by_time"),
            models.Index(fields=("actor_kind", "actor_id", "id"), name="stockmove_by_actor"),
        )

    def __str__(self) -> str:
        return f"{self.product_id} in {self.warehouse_id}: {self.change:+d}"


class LocationMove(models.Model):
    """One change of what lies on a location. Of a move from one location to another there are two.

    The names stay when a location is removed; the sum of a location's moves is what lies there.
    """

    product = models.ForeignKey(Product, models.PROTECT, related_name="location_moves")
    warehouse = models.ForeignKey(Warehouse, models.PROTECT, related_name="location_moves")
    location = models.ForeignKey(Location, models.SET_NULL, null=True, related_name="moves")
    location_name = models.CharField(max_length=60)
    contra_location = models.ForeignKey(Location, models.SET_NULL, null=True, related_name="contra_moves")
    change = models.IntegerField()
    on_hand_after = models.PositiveIntegerField()
    reason = models.CharField(max_length=200)
    is_movement = models.BooleanField(help_text="from place to place: the warehouse has as much as before")
    is_other_half = models.BooleanField(
        default=False, help_text="where goods of a movement came, when where they left has a row too"
    )
    actor_label = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=~Q(change=0), name="locationmove_changes"),
            models.CheckConstraint(
                condition=Q(is_other_half=False) | Q(is_movement=True, change__gt=0),
                name="locationmove_other_half",
            ),
        )
        indexes = (
            models.Index(fields=("product", "id"), name="locationmove_by_product"),
            models.Index(fields=("location", "id"), name="locationmove_by_location"),
            models.Index(fields=("at",), name="locationmove_by_time"),
            models.Index(
                fields=("id",), condition=Q(is_movement=True, is_other_half=False), name="movement_by_id"
            ),
            models.Index(
                fields=("warehouse", "id"),
                condition=Q(is_movement=True, is_other_half=False),
                name="movement_in_warehouse",
            ),
        )

    def __str__(self) -> str:
        return f"{self.product_id} on {self.location_name}: {self.change:+d}"
