"""Processing an order decides once: which warehouses, what is picked, what waits."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from pakhuis.journal.actions import record
from pakhuis.kernel.actor import Actor
from pakhuis.kernel.checking import not_allowed_now, not_found
from pakhuis.kernel.problem import Refused
from pakhuis.orders.actions.shelves import deliverers, shelves, wanted_of
from pakhuis.orders.allocation import Division, divide
from pakhuis.orders.events import OrderProcessed
from pakhuis.orders.models import Allocation, AllocationState, Backorder, Order, OrderLine
from pakhuis.orders.problems import no_warehouse
from pakhuis.orders.states import ALLOWED, OrderMove, OrderStatus
from pakhuis.stock.actions import LevelChange, Levels, change_levels, lock_levels


def start_processing(order_id: int, *, by: Actor, now: datetime) -> tuple[Order, list[Allocation]]:
    """Divide an order over the warehouses; gives the pieces that go to picklists, to be made by the caller.

    Belongs in the caller's transaction. Locks the order, then the stock levels by id. What was set aside
    for this order is given back first, as a processed order takes what lies there. Refused when its status
    does not allow it, or when no warehouse takes orders.
    """
    order = _claimed(order_id, now=now)
    lines = list(order.lines.all())
    warehouses = deliverers(order)
    if not warehouses:
        raise Refused([no_warehouse()])
    levels = lock_levels([line.product_id for line in lines], warehouse_ids=[one.pk for one in warehouses])
    give_back(order, levels)
    division = divide(wanted_of(lines), shelves(levels, warehouses), autosplit=order.autosplit)
    allocations = _written(order, division, lines=lines, now=now)
    change_levels(levels, _changes(division))
    fact = OrderProcessed(
        id=order.pk,
        number=order.number,
        to_pick=sum(pick.amount for pick in division.picks),
        waiting=sum(wait.amount for wait in division.waits),
    )
    record([fact], by=by, now=now)
    return order, allocations


def _claimed(order_id: int, *, now: datetime) -> Order:
    """The order in its new status: one of two who process it at once gets it, the other is refused."""
    allowed = ALLOWED[OrderMove.PROCESS]
    claimed = Order.objects.filter(pk=order_id, status__in=list(allowed)).update(
        status=OrderStatus.PROCESSING, processed_at=now, updated_at=now
    )
    order = Order.objects.filter(pk=order_id).first()
    if order is None:
        raise Refused([not_found("order")])
    if not claimed:
        raise Refused([not_allowed_now(order.status)])
    return order


def give_back(order: Order, levels: Levels | None = None) -> None:
    """Let go of what was set aside for this order; safe to do twice."""
    kept = list(
        Allocation.objects.filter(order=order, state=AllocationState.SET_ASIDE).select_related("line")
    )
    if not kept:
        return
    if levels is None or any((one.line.product_id, one.warehouse_id) not in levels for one in kept):
        levels = lock_levels(
            [one.line.product_id for one in kept], warehouse_ids=[one.warehouse_id for one in kept]
        )
    Allocation.objects.filter(pk__in=[one.pk for one in kept]).delete()
    change_levels(
        levels,
        [
            LevelChange(product_id=one.line.product_id, warehouse_id=one.warehouse_id, allocated=-one.amount)
            for one in kept
        ],
    )


def _written(
    order: Order, division: Division, *, lines: Iterable[OrderLine], now: datetime
) -> list[Allocation]:
    by_id = {line.pk: line for line in lines}
    allocations = Allocation.objects.bulk_create(
        Allocation(
            order=order,
            line=by_id[pick.line],
            warehouse_id=pick.warehouse,
            amount=pick.amount,
            state=AllocationState.PICKING,
        )
        for pick in division.picks
    )
    Backorder.objects.bulk_create(
        Backorder(
            order=order,
            line_id=wait.line,
            product_id=wait.product,
            warehouse_id=wait.warehouse,
            customer_id=order.customer_id,
            amount=wait.amount,
            available=wait.available,
            ordered_at=order.created_at,
            created_at=now,
        )
        for wait in division.waits
    )
    return allocations


def _changes(division: Division) -> list[LevelChange]:
    picks = [
        LevelChange(product_id=pick.product, warehouse_id=pick.warehouse, picking=pick.amount)
        for pick in division.picks
    ]
    waits = [
        LevelChange(
            product_id=wait.product,
            warehouse_id=wait.warehouse,
            held=wait.available,
            waiting=wait.amount - wait.available,
        )
        for wait in division.waits
    ]
    return picks + waits
