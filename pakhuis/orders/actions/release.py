"""Releasing backorders to be picked: parts with autosplit, everything together or nothing without it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from pakhuis.bulk.writing import AT_ONCE
from pakhuis.kernel.actor import Actor
from pakhuis.orders.actions.shelves import deliverers
from pakhuis.orders.going import home_of_all
from pakhuis.orders.models import Allocation, AllocationState, Backorder, BackorderState, Order
from pakhuis.orders.states import OrderStatus
from pakhuis.stock.actions import LevelChange, Levels, change_levels, lock_levels
from pakhuis.stock.models import Warehouse


@dataclass(frozen=True, slots=True, kw_only=True)
class Released:
    """What of one order's backorders may be picked now."""

    order: Order
    allocations: tuple[Allocation, ...]


def orders_with_backorders(
    *, order_ids: Collection[int] | None = None, customer_id: int | None = None
) -> list[int]:
    """The orders of which something may go, the oldest first."""
    may_go = Q(available__gte=1) | Q(order__autosplit=False)
    waiting = Backorder.objects.filter(
        may_go, state=BackorderState.OPEN, order__status=OrderStatus.PROCESSING
    )
    if order_ids is not None:
        waiting = waiting.filter(order_id__in=order_ids)
    if customer_id is not None:
        waiting = waiting.filter(customer_id=customer_id)
    return list(waiting.order_by("order_id").values_list("order_id", flat=True).distinct())


def release_backorders(order_id: int, *, by: Actor, now: datetime) -> Released | None:
    """Turn what there is for an order's backorders into pieces to pick; None when nothing can go.

    Belongs in the caller's transaction. Locks the order, then the levels by id; the backorders are read
    after that, so that two who release at once never release the same pieces. The lock lets others point
    to the order, as in `orders.actions.moving`.
    """
    locked = Order.objects.select_for_update(no_key=True)
    order = locked.filter(pk=order_id, status=OrderStatus.PROCESSING).first()
    if order is None:
        return None
    of_order = Backorder.objects.filter(order=order, state=BackorderState.OPEN)
    places = list(of_order.values_list("product_id", "warehouse_id"))
    if not places:
        return None
    waits_in = {one[1] for one in places}
    warehouses = deliverers(order, waits_in=waits_in)
    warehouse_ids = waits_in | {one.pk for one in warehouses}
    levels = lock_levels([one[0] for one in places], warehouse_ids=warehouse_ids)
    waiting = list(of_order.select_related("line").order_by("line__position", "pk"))
    going = _partly(waiting) if order.autosplit else _whole(waiting, warehouses, levels)
    if not going:
        return None
    return Released(order=order, allocations=_taken(order, going, levels, by=by, now=now))


@dataclass(frozen=True, slots=True)
class _Going:
    """So many pieces of a backorder, to be picked in this warehouse."""

    backorder: Backorder
    warehouse_id: int
    pieces: int


def _partly(waiting: Sequence[Backorder]) -> list[_Going]:
    """Whatever is there; of a composition only as many as all its parts allow, in the same warehouse."""
    going = []
    compositions: dict[tuple[int, int], list[Backorder]] = defaultdict(list)
    for one in waiting:
        if one.line.part_of_id is not None:
            compositions[one.line.part_of_id, one.warehouse_id].append(one)
        elif one.available:
            going.append(_Going(one, one.warehouse_id, one.available))
    for parts in compositions.values():
        going += _made_up(parts)
    return going


def _made_up(parts: Sequence[Backorder]) -> list[_Going]:
    there: dict[int, int] = Counter()
    for one in parts:
        there[one.line_id] += one.available
    each = {one.line_id: one.line.part_amount for one in parts}
    units = min(pieces // each[line] for line, pieces in there.items())
    left = {line: units * each[line] for line in there}
    going = []
    for one in parts:
        pieces = min(left[one.line_id], one.available)
        left[one.line_id] -= pieces
        if pieces:
            going.append(_Going(one, one.warehouse_id, pieces))
    return going


def _whole(waiting: Sequence[Backorder], warehouses: Sequence[Warehouse], levels: Levels) -> list[_Going]:
    """Everything from one warehouse, counting what lies there reserved for this very order; else nothing."""
    on_shelf = {place: level.on_shelf for place, level in levels.items()}
    chosen = home_of_all(waiting, warehouses, on_shelf)
    return [_Going(one, chosen, one.amount) for one in waiting] if chosen is not None else []


def _taken(
    order: Order, going: Sequence[_Going], levels: Levels, *, by: Actor, now: datetime
) -> tuple[Allocation, ...]:
    """Write it down: backorders shrink or end, reserved and waiting pieces become pieces to pick."""
    changes: list[LevelChange] = []
    drafts = []
    for one in going:
        backorder = one.backorder
        held = min(one.pieces, backorder.available)
        changes.append(
            LevelChange(
                product_id=backorder.product_id,
                warehouse_id=backorder.warehouse_id,
                held=-held,
                waiting=held - one.pieces,
            )
        )
        changes.append(
            LevelChange(product_id=backorder.product_id, warehouse_id=one.warehouse_id, picking=one.pieces)
        )
        backorder.amount -= one.pieces
        backorder.available -= held
        backorder.state = BackorderState.OPEN if backorder.amount else BackorderState.RELEASED
        drafts.append(
            Allocation(
                order=order,
                line=backorder.line,
                product_id=backorder.product_id,
                warehouse_id=one.warehouse_id,
                amount=one.pieces,
                state=AllocationState.PICKING,
            )
        )
    touched = [one.backorder for one in going]
    Backorder.objects.bulk_update(touched, ("amount", "available", "state"), batch_size=AT_ONCE)
    change_levels(levels, changes, by=by, now=now)
    return tuple(Allocation.objects.bulk_create(drafts))
