"""How an order's lines are divided over warehouses: what is taken from where, and what waits."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from pakhuis.customers.merging import MergeRules, Moves
from pakhuis.customers.models import Customer
from pakhuis.orders.models.orders import Order, OrderLine
from pakhuis.stock.models import StockLevel, Warehouse


class AllocationState(models.TextChoices):
    """`set_aside` for a concept or expected order (not tied); `picking` tied, to be or on a picklist."""

    SET_ASIDE = "set_aside"
    PICKING = "picking"
    DELIVERED = "delivered"
    RELEASED = "released"


class Allocation(models.Model):
    """So many pieces of an order line from this warehouse.

    The product is the line's own, but where something is set aside for a composition: then it is the part.
    """

    order = models.ForeignKey(Order, models.CASCADE, related_name="allocations")
    line = models.ForeignKey(OrderLine, models.CASCADE, related_name="allocations")
    product = models.ForeignKey("catalogue.Product", models.PROTECT, related_name="allocations")
    warehouse = models.ForeignKey(Warehouse, models.PROTECT, related_name="allocations")
    amount = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=AllocationState)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(amount__gte=1), name="allocation_amount"),
            models.CheckConstraint(condition=Q(state__in=AllocationState.values), name="allocation_state"),
        )
        indexes = (
            models.Index(fields=("order", "state"), name="allocation_of_order"),
            models.Index(fields=("product", "warehouse", "state"), name="allocation_of_product"),
        )

    def __str__(self) -> str:
        return f"{self.line_id}: {self.amount} from {self.warehouse_id}"


class BackorderState(models.TextChoices):
    """`open` waits; `released` has gone to a picklist whole; `cancelled` is not delivered any more."""

    OPEN = "open"
    RELEASED = "released"
    CANCELLED = "cancelled"


def _hold_levels(customer_id: int) -> None:
    """Lock the levels of what a customer waits for, as whoever serves a backorder has done."""
    waited_for = Backorder.objects.filter(customer=customer_id, state=BackorderState.OPEN)
    levels = StockLevel.objects.select_for_update(no_key=True)
    held = levels.filter(product__in=waited_for.values("product")).order_by("pk")
    list(held.values_list("pk", flat=True))


class Backorder(models.Model):
    """The part of an order line that waits at a warehouse.

    `amount` still waits, `available` of it lies there reserved. Goods that come in elsewhere move it
    there, where the order may be delivered in parts. Served by `priority` (lower first),
    then by age of the order, then by id. Of one that is not open nothing waits any more.
    """

    order = models.ForeignKey(Order, models.CASCADE, related_name="backorders")
    line = models.ForeignKey(OrderLine, models.CASCADE, related_name="backorders")
    product = models.ForeignKey("catalogue.Product", models.PROTECT, related_name="backorders")
    warehouse = models.ForeignKey(Warehouse, models.PROTECT, related_name="backorders")
    customer = models.ForeignKey(Customer, models.PROTECT, null=True, related_name="backorders")
    amount = models.PositiveIntegerField()
    available = models.PositiveIntegerField(default=0)
    priority = models.IntegerField(default=0)
    state = models.CharField(max_length=10, choices=BackorderState, default=BackorderState.OPEN)
    ordered_at = models.DateTimeField(help_text="when the order was made: the older is served first")
    expected_on = models.DateField(null=True, help_text="when the goods are thought to come")
    created_at = models.DateTimeField()

    on_merge: ClassVar[MergeRules] = {"customer": Moves(turn=3, under=_hold_levels, follows="order")}

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(amount__gte=F("available")), name="backorder_available"),
            models.CheckConstraint(condition=Q(state__in=BackorderState.values), name="backorder_state"),
            models.CheckConstraint(
                condition=Q(priority__range=(-1_000_000_000, 1_000_000_000)), name="backorder_priority"
            ),
            models.CheckConstraint(
                condition=Q(state=BackorderState.OPEN, amount__gte=1)
                | (~Q(state=BackorderState.OPEN) & Q(amount=0)),
                name="backorder_open_waits",
            ),
        )
        indexes = (
            models.Index(
                fields=("product", "priority", "ordered_at", "id"),
                condition=Q(state=BackorderState.OPEN),
                name="backorder_queue",
            ),
            models.Index(
                fields=("customer", "id"),
                condition=Q(state=BackorderState.OPEN),
                name="backorder_of_customer",
            ),
            models.Index(fields=("id",), condition=Q(state=BackorderState.OPEN), name="backorder_open"),
            models.Index(
                fields=("ordered_at", "id"),
                condition=Q(state=BackorderState.OPEN),
                name="backorder_by_age",
            ),
            models.Index(
                fields=("warehouse", "ordered_at", "id"),
                condition=Q(state=BackorderState.OPEN),
                name="backorder_by_warehouse",
            ),
            models.Index(
                fields=("expected_on", "id"),
                condition=Q(state=BackorderState.OPEN),
                name="backorder_by_expected",
            ),
        )

    def __str__(self) -> str:
        return f"{self.line_id}: {self.amount} wait at {self.warehouse_id}"
