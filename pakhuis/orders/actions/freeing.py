"""Taking a division back: pieces on picklists and backorders of an order come free, and go to who waits."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from pakhuis.journal.actions import record
from pakhuis.kernel.actor import Actor
from pakhuis.orders.actions.backorders import fill_backorders
from pakhuis.orders.actions.moving import moved
from pakhuis.orders.events import OrderCancelled, OrderReopened
from pakhuis.orders.models import Allocation, AllocationState, Backorder, BackorderState, Order
from pakhuis.orders.states import OrderMove
from pakhuis.stock.actions import LevelChange, Levels, change_levels, hold_warehouses, lock_levels
from pakhuis.stock.models import Warehouse


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedOn:
    """So many pieces of what came free, of these products, went to the backorders of others."""

    product_ids: tuple[int, ...]
    pieces: int


def take_apart(order: Order, move: OrderMove, *, by: Actor, now: datetime) -> HandedOn:
    """Cancel or reopen a locked order: nothing of it is picked or waits any more.

    Belongs in the caller's transaction, which has cancelled its picklists already. What comes free is given
    to the backorders of others by priority, as if it had just come in; what they got is given.
    """
    freed, handed_on = _freed(order, by=by, now=now)
    if move is OrderMove.REOPEN:
        before = moved(order, move, now=now, processed_at=None, completed_at=None)
        record(
            [OrderReopened(id=order.pk, number=order.number, from_status=before, freed=freed)], by=by, now=now
        )
        return handed_on
    before = moved(order, move, now=now, pause_reason="")
    fact = OrderCancelled(
        id=order.pk,
        number=order.number,
        from_status=before,
        forced=move is OrderMove.FORCE_CANCEL,
        freed=freed,
    )
    record([fact], by=by, now=now)
    return handed_on


def _freed(order: Order, *, by: Actor, now: datetime) -> tuple[int, HandedOn]:
    """Let go of every piece; the number of those that were tied, on a picklist or as a backorder, and what
    others got of them.
    """
    products = set(Allocation.objects.filter(order=order).values_list("product_id", flat=True))
    products |= set(Backorder.objects.filter(order=order).values_list("product_id", flat=True))
    if not products:
        return 0, HandedOn(product_ids=(), pieces=0)
    warehouses = hold_warehouses()
    levels = lock_levels(products, warehouse_ids=[one.pk for one in warehouses])
    changes, tied = _let_go(order)
    change_levels(levels, changes, by=by, now=now)
    pieces = _hand_on(levels, changes, warehouses, by=by, now=now)
    return tied, HandedOn(product_ids=tuple(sorted(products)), pieces=pieces)


def _let_go(order: Order) -> tuple[list[LevelChange], int]:
    """End its allocations and backorders, which are read under the locks; what that changes, and how much."""
    changes: list[LevelChange] = []
    tied = 0
    open_ones = Allocation.objects.filter(order=order).exclude(
        state__in=(AllocationState.DELIVERED, AllocationState.RELEASED)
    )
    for one in open_ones:
        aside = one.amount if one.state == AllocationState.SET_ASIDE else 0
        picking = one.amount - aside
        tied += picking
        changes.append(
            LevelChange(
                product_id=one.product_id, warehouse_id=one.warehouse_id, allocated=-aside, picking=-picking
            )
        )
    open_ones.filter(state=AllocationState.SET_ASIDE).delete()
    open_ones.update(state=AllocationState.RELEASED)
    waiting = Backorder.objects.filter(order=order, state=BackorderState.OPEN)
    for wait in waiting:
        tied += wait.amount
        changes.append(
            LevelChange(
                product_id=wait.product_id,
                warehouse_id=wait.warehouse_id,
                held=-wait.available,
                waiting=wait.available - wait.amount,
            )
        )
    waiting.update(state=BackorderState.CANCELLED, amount=0, available=0)
    return changes, tied


def _hand_on(
    levels: Levels,
    changes: Collection[LevelChange],
    warehouses: Collection[Warehouse],
    *,
    by: Actor,
    now: datetime,
) -> int:
    """What lies on the shelf now goes to who waits for it; how many pieces."""
    freed: dict[int, set[int]] = defaultdict(set)
    for one in changes:
        if one.picking or one.held:
            freed[one.warehouse_id].add(one.product_id)
    return sum(
        fill_backorders(levels, warehouse=house, product_ids=sorted(freed[house.pk]), by=by, now=now)
        for house in warehouses
        if freed[house.pk]
    )
