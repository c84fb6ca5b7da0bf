"""Giving stock to backorders: by priority, then age of the order. Safe to do twice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet

from pakhuis.journal.actions import record
from pakhuis.kernel.actor import Actor
from pakhuis.orders.allocation import Queued, hand_out
from pakhuis.orders.events import BackordersFilled
from pakhuis.orders.models import Backorder, BackorderState, OrderWarehouse
from pakhuis.stock.actions import LevelChange, Levels, change_levels
from pakhuis.stock.models import Warehouse

_GIVE = (
    f"UPDATE {Backorder._meta.db_table}"  # noqa: S608 - our own names
    " SET amount = %s, available = %s, warehouse_id = %s WHERE id = %s"
)


def fill_backorders(
    levels: Levels, *, warehouse: Warehouse, product_ids: Collection[int], by: Actor, now: datetime
) -> int:
    """Reserve what lies on the shelf of one warehouse for the backorders of these products.

    `levels` are locked by the caller and hold these products in every warehouse. A backorder that waits
    elsewhere is served too where its order may be delivered in parts and from here: what it gets moves
    here; parts of a composition stay together where they wait. Gives the number of pieces reserved; a
    second call right after reserves nothing.
    """
    queue: dict[int, list[Backorder]] = defaultdict(list)
    for one in _waiting(warehouse, product_ids).iterator():
        queue[one.product_id].append(one)
    given: list[tuple[Backorder, int]] = []
    for product_id, line in queue.items():
        asked = [Queued(backorder=one.pk, missing=one.amount - one.available) for one in line]
        by_id = {one.pk: one for one in line}
        handed = hand_out(levels[product_id, warehouse.pk].on_shelf, asked)
        given += [(by_id[one.backorder], one.amount) for one in handed]
    if given:
        change_levels(levels, _changes(given, warehouse.pk), by=by, now=now)
        _write(given, warehouse.pk, now=now)
        _record(given, by=by, now=now)
    return sum(pieces for _, pieces in given)


def _waiting(warehouse: Warehouse, product_ids: Collection[int]) -> QuerySet[Backorder]:
    # Joined, an order with several warehouses to come from would stand in the queue once for each of them.
    chosen = OrderWarehouse.objects.filter(order=OuterRef("order"))
    may_come_here = Q(Exists(chosen.filter(warehouse=warehouse)))
    if warehouse.accepts_orders and warehouse.active:
        may_come_here |= Q(~Exists(chosen))
    here = Q(warehouse=warehouse)
    return (
        Backorder.objects.filter(product_id__in=product_ids, state=BackorderState.OPEN)
        .filter(here | (Q(order__autosplit=True, line__part_of=None) & may_come_here))
        .order_by("product_id", "priority", "ordered_at", "pk")
    )


def _changes(given: Sequence[tuple[Backorder, int]], here: int) -> list[LevelChange]:
    changes = []
    for one, pieces in given:
        changes.append(LevelChange(product_id=one.product_id, warehouse_id=one.warehouse_id, waiting=-pieces))
        changes.append(LevelChange(product_id=one.product_id, warehouse_id=here, held=pieces))
    return changes


def _write(given: Sequence[tuple[Backorder, int]], here: int, *, now: datetime) -> None:
    """Raise what is available; what waited elsewhere moves here, as a part of its own when some stays."""
    rows = []
    parts = []
    for one, pieces in given:
        if one.warehouse_id == here:
            rows.append((one.amount, one.available + pieces, here, one.pk))
        elif pieces == one.amount:
            rows.append((pieces, pieces, here, one.pk))
        else:
            rows.append((one.amount - pieces, one.available, one.warehouse_id, one.pk))
            parts.append(_part(one, pieces, here, now=now))
    with connection.cursor() as cursor:
        cursor.executemany(_GIVE, rows)
    Backorder.objects.bulk_create(parts)


def _part(one: Backorder, pieces: int, here: int, *, now: datetime) -> Backorder:
    return Backorder(
        order_id=one.order_id,
        line_id=one.line_id,
        product_id=one.product_id,
        warehouse_id=here,
        customer_id=one.customer_id,
        amount=pieces,
        available=pieces,
        priority=one.priority,
        ordered_at=one.ordered_at,
        expected_on=one.expected_on,
        created_at=now,
    )


def _record(given: Iterable[tuple[Backorder, int]], *, by: Actor, now: datetime) -> None:
    per_order: dict[int, int] = defaultdict(int)
    for one, pieces in given:
        per_order[one.order_id] += pieces
    events = [BackordersFilled(id=order, pieces=pieces) for order, pieces in sorted(per_order.items())]
    record(events, by=by, now=now)
