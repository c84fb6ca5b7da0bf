"""Putting an order in front: its backorders are served first, also with what others wait for already."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Min, Q

from pakhuis.bulk.among import Among
from pakhuis.bulk.writing import update_each
from pakhuis.journal.actions import record
from pakhuis.kernel.actor import Actor
from pakhuis.kernel.problem import Refused
from pakhuis.orders.actions.moving import locked_order, moved
from pakhuis.orders.allocation import Queued, hand_out
from pakhuis.orders.events import OrderPrioritised
from pakhuis.orders.models import Backorder, BackorderState, Order
from pakhuis.orders.problems import nothing_waits
from pakhuis.orders.states import OrderMove
from pakhuis.stock.actions import LevelChange, Levels, change_levels, hold_warehouses, lock_levels

MOST_URGENT = -1_000_000_000


@transaction.atomic
def prioritise_order(order_id: int, *, by: Actor, now: datetime) -> Order:
    """Put an order's backorders before all others of the same products, and serve them at once.

    What is missing is taken from the shelf, then from the backorders that are now last in line for it in
    the same warehouse. Locks the order, then the levels by id, then reads the backorders.
    """
    order = locked_order(order_id, OrderMove.PRIORITISE)
    own = Backorder.objects.filter(order=order, state=BackorderState.OPEN)
    hold_warehouses()
    places = sorted(set(own.values_list("product_id", "warehouse_id")))
    if not places:
        raise Refused([nothing_waits()])
    levels = lock_levels([one[0] for one in places], warehouse_ids=[one[1] for one in places])
    own.update(priority=_in_front(places))
    got = _handed_anew(order, places, levels, by=by, now=now)
    moved(order, OrderMove.PRIORITISE, now=now)
    record([OrderPrioritised(id=order.pk, number=order.number, pieces=got)], by=by, now=now)
    return order


def _in_front(places: Collection[tuple[int, int]]) -> int:
    """One less than the lowest number of all who wait for these products."""
    queue = Backorder.objects.filter(product_id__in={one[0] for one in places}, state=BackorderState.OPEN)
    lowest = queue.aggregate(lowest=Min("priority"))["lowest"] or 0
    return max(lowest - 1, MOST_URGENT)


def _handed_anew(
    order: Order, places: Sequence[tuple[int, int]], levels: Levels, *, by: Actor, now: datetime
) -> int:
    """Hand out again, in the new order of the queue, what lies at these places; what the order gains."""
    wanted = set(places)
    near = Q(
        Among("product_id", {product_id for product_id, _ in wanted}),
        Among("warehouse_id", {warehouse_id for _, warehouse_id in wanted}),
    )
    # Who has nothing and is not of this order gains nothing: it can be left in peace.
    concerned = Q(available__gt=0) | Q(order=order)
    queues: dict[tuple[int, int], list[Backorder]] = defaultdict(list)
    for one in (
        Backorder.objects.filter(near & concerned, state=BackorderState.OPEN)
        .only("pk", "product_id", "warehouse_id", "order_id", "amount", "available")
        .order_by("priority", "ordered_at", "pk")
    ):
        if (one.product_id, one.warehouse_id) in wanted:
            queues[one.product_id, one.warehouse_id].append(one)
    changed: list[Backorder] = []
    gained = 0
    for place, queue in queues.items():
        was = {one.pk: one.available for one in queue}
        pool = levels[place].on_shelf + sum(was.values())
        asked = [Queued(backorder=one.pk, missing=one.amount) for one in queue]
        handed = {one.backorder: one.amount for one in hand_out(pool, asked)}
        for one in queue:
            one.available = handed.get(one.pk, 0)
            if one.available != was[one.pk]:
                changed.append(one)
                gained += one.available - was[one.pk] if one.order_id == order.pk else 0
        more = sum(one.available for one in queue) - sum(was.values())
        change = LevelChange(product_id=place[0], warehouse_id=place[1], held=more, waiting=-more)
        change_levels(levels, [change], by=by, now=now)
    update_each(changed, ("available",))
    return gained
