"""What becomes of pieces that were to be picked and are not: they wait again, or are picked apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from pakhuis.bulk.writing import AT_ONCE
from pakhuis.kernel.actor import Actor
from pakhuis.orders.models import Allocation, AllocationState, Backorder, BackorderState, Order
from pakhuis.stock.actions import LevelChange, Levels, change_levels


@dataclass(frozen=True, slots=True)
class Cut:
    """So many pieces of an allocation."""

    allocation: Allocation
    pieces: int


def part_allocations(cuts: Sequence[Cut]) -> list[Allocation]:
    """Take so many pieces off each allocation, as allocations of their own, in the order of `cuts`.

    Less than the whole of each. Belongs in the caller's transaction, which holds the order's row.
    """
    _shrink(cuts)
    return Allocation.objects.bulk_create(
        Allocation(
            order_id=one.allocation.order_id,
            line_id=one.allocation.line_id,
            product_id=one.allocation.product_id,
            warehouse_id=one.allocation.warehouse_id,
            amount=one.pieces,
            state=AllocationState.PICKING,
        )
        for one in cuts
    )


def back_to_backorders(
    order: Order,
    cuts: Sequence[Cut],
    *,
    levels: Levels,
    by: Actor,
    now: datetime,
    are_there: bool = True,
) -> None:
    """Let these pieces wait as backorders again; they stay reserved for the order, as they lie on the shelf.
    Those that are not there wait for goods to come.

    Belongs in the caller's transaction, which holds the order's row and the levels. They join what of their
    line waits in the same warehouse already. An allocation of which nothing is left is released.
    """
    whole = [one for one in cuts if one.pieces == one.allocation.amount]
    gone = [one.allocation.pk for one in whole]
    Allocation.objects.filter(pk__in=gone).update(state=AllocationState.RELEASED)
    _shrink([one for one in cuts if one not in whole])
    _waiting_again(order, cuts, now=now, are_there=are_there)
    changes = [
        LevelChange(
            product_id=one.allocation.product_id,
            warehouse_id=one.allocation.warehouse_id,
            picking=-one.pieces,
            held=one.pieces if are_there else 0,
            waiting=0 if are_there else one.pieces,
        )
        for one in cuts
    ]
    change_levels(levels, changes, by=by, now=now)


def _shrink(cuts: Sequence[Cut]) -> None:
    for one in cuts:
        one.allocation.amount -= one.pieces
    Allocation.objects.bulk_update([one.allocation for one in cuts], ("amount",), batch_size=AT_ONCE)


def _waiting_again(order: Order, cuts: Sequence[Cut], *, now: datetime, are_there: bool) -> None:
    """Raise what waits of each line in its warehouse; new backorders get the priority of their line.

    What waits in other warehouses is left alone: their levels are not ours, and others may be serving it.
    """
    lines = [one.allocation.line_id for one in cuts]
    earlier = list(Backorder.objects.filter(line__in=lines).order_by("pk"))
    priority = {one.line_id: one.priority for one in earlier}
    waiting = {(one.line_id, one.warehouse_id): one for one in earlier if one.state == BackorderState.OPEN}
    raised: dict[tuple[int, int], Backorder] = {}
    for cut in cuts:
        line_id = cut.allocation.line_id
        place = (line_id, cut.allocation.warehouse_id)
        if place not in waiting:
            waiting[place] = Backorder(
                order=order,
                line_id=line_id,
                product_id=cut.allocation.product_id,
                warehouse_id=cut.allocation.warehouse_id,
                customer_id=order.customer_id,
                amount=0,
                priority=priority.get(line_id, 0),
                ordered_at=order.created_at,
                created_at=now,
            )
        waiting[place].amount += cut.pieces
        waiting[place].available += cut.pieces if are_there else 0
        raised[place] = waiting[place]
    there = [one for one in raised.values() if one.pk]
    Backorder.objects.bulk_update(there, ("amount", "available"), batch_size=AT_ONCE)
    Backorder.objects.bulk_create(one for one in raised.values() if not one.pk)
