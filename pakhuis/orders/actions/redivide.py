"""Dividing anew what waits: when autosplit is switched, or somebody asks for it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import datetime

from django.db import transaction
from django.db.models import F

from pakhuis.bulk.writing import AT_ONCE
from pakhuis.journal.actions import record
from pakhuis.kernel.actor import Actor
from pakhuis.kernel.problem import Refused
from pakhuis.kernel.quantities import Quantities
from pakhuis.orders.actions.backorders import fill_backorders
from pakhuis.orders.actions.moving import locked_order, moved
from pakhuis.orders.actions.shelves import deliverers
from pakhuis.orders.allocation import Division, Part, Shelf, Wanted, divide
from pakhuis.orders.events import AutosplitSwitched, OrderRedivided
from pakhuis.orders.models import Backorder, BackorderState, Order
from pakhuis.orders.states import OrderMove, OrderStatus
from pakhuis.stock.actions import LevelChange, Levels, change_levels, hold_warehouses, lock_levels
from pakhuis.stock.models import Warehouse


@transaction.atomic
def switch_autosplit(order_id: int, *, autosplit: bool, by: Actor, now: datetime) -> Order:
    """Let an order be delivered in parts, or not; what waits of a processed one is divided anew then."""
    order = locked_order(order_id, OrderMove.CHANGE)
    if order.autosplit == autosplit:
        return order
    order.sources = {**order.sources, "autosplit": ["changed", by.label[:100]]}
    moved(order, OrderMove.CHANGE, now=now, autosplit=autosplit, sources=order.sources)
    record([AutosplitSwitched(id=order.pk, number=order.number, autosplit=autosplit)], by=by, now=now)
    if order.status in (OrderStatus.PROCESSING, OrderStatus.PAUSED):
        _redivided(order, by=by, now=now)
    return order


@transaction.atomic
def run_autosplit_again(order_id: int, *, by: Actor, now: datetime) -> int:
    """Choose the warehouses of what waits of a processed order anew; how many pieces lie ready then.

    Picklists stay as they are, and none is made: what lies ready is reserved, to be sent on.
    """
    order = locked_order(order_id, OrderMove.DIVIDE)
    return _redivided(order, by=by, now=now)


def _redivided(order: Order, *, by: Actor, now: datetime) -> int:
    """Those in front are served first from what lies free; then the order's own share is divided anew.

    Locks the levels by id, then reads the backorders. What the order holds counts as lying on the shelf
    for it, so that it never ends with less than it had.
    """
    of_order = Backorder.objects.filter(order=order, state=BackorderState.OPEN)
    products = set(of_order.values_list("product_id", flat=True))
    if not products:
        return 0
    may_deliver = deliverers(order)
    everywhere = hold_warehouses()
    levels = lock_levels(products, warehouse_ids=[one.pk for one in everywhere])
    for house in everywhere:
        fill_backorders(levels, warehouse=house, product_ids=products, by=by, now=now)
    waiting = list(of_order.select_related("line").order_by("line__position", "pk"))
    held_before = sum(one.available for one in waiting)
    homes = may_deliver or [one for one in everywhere if one.pk == waiting[0].warehouse_id]
    division = divide(_wishes(waiting), _shelves(waiting, homes, levels), autosplit=order.autosplit)
    ready = sum(one.amount for one in division.picks) + sum(one.available for one in division.waits)
    if ready < held_before:
        return held_before
    change_levels(levels, [*_let_go(waiting), *_reserved(division)], by=by, now=now)
    _written(waiting, division, now=now)
    record([OrderRedivided(id=order.pk, number=order.number, ready=ready)], by=by, now=now)
    return ready


def _wishes(waiting: Iterable[Backorder]) -> list[Wanted]:
    """What waits as wishes: pieces of a line together, and compositions with all their parts."""
    pieces = Counter[int]()
    lines = {one.line_id: one.line for one in waiting}
    for one in waiting:
        pieces[one.line_id] += one.amount
    parts: dict[int, list[int]] = defaultdict(list)
    wanted = []
    for line_id, line in lines.items():
        if line.part_of_id is not None:
            parts[line.part_of_id].append(line_id)
        else:
            wanted.append(Wanted(line=line_id, product=line.product_id or 0, amount=pieces[line_id]))
    for main, line_ids in parts.items():
        of_main = tuple(
            Part(line=one, product=lines[one].product_id or 0, each=lines[one].part_amount)
            for one in line_ids
        )
        units = pieces[line_ids[0]] // lines[line_ids[0]].part_amount
        wanted.append(Wanted(line=main, product=0, amount=units, parts=of_main))
    return wanted


def _shelves(waiting: Sequence[Backorder], homes: Sequence[Warehouse], levels: Levels) -> list[Shelf]:
    held = Counter[tuple[int, int]]()
    for one in waiting:
        held[one.product_id, one.warehouse_id] += one.available
    products = {one.product_id for one in waiting}
    return [
        Shelf(
            warehouse=house.pk,
            priority=house.priority,
            available=Quantities(
                {one: levels[one, house.pk].on_shelf + held[one, house.pk] for one in products}
            ),
        )
        for house in homes
    ]


def _let_go(waiting: Iterable[Backorder]) -> list[LevelChange]:
    return [
        LevelChange(
            product_id=one.product_id,
            warehouse_id=one.warehouse_id,
            held=-one.available,
            waiting=one.available - one.amount,
        )
        for one in waiting
    ]


def _reserved(division: Division) -> list[LevelChange]:
    held = [
        LevelChange(product_id=one.product, warehouse_id=one.warehouse, held=one.amount)
        for one in division.picks
    ]
    waits = [
        LevelChange(
            product_id=one.product,
            warehouse_id=one.warehouse,
            held=one.available,
            waiting=one.amount - one.available,
        )
        for one in division.waits
    ]
    return held + waits


def _written(waiting: Sequence[Backorder], division: Division, *, now: datetime) -> None:
    """Make the rows say what was decided: rows stay with their line as far as there are enough of them."""
    places: dict[int, Counter[int]] = defaultdict(Counter)
    ready: dict[int, Counter[int]] = defaultdict(Counter)
    for pick in division.picks:
        places[pick.line][pick.warehouse] += pick.amount
        ready[pick.line][pick.warehouse] += pick.amount
    for wait in division.waits:
        places[wait.line][wait.warehouse] += wait.amount
        ready[wait.line][wait.warehouse] += wait.available
    rows: dict[int, list[Backorder]] = defaultdict(list)
    for one in waiting:
        rows[one.line_id].append(one)
    changed, new, left = [], list[Backorder](), list[int]()
    for line_id, houses in places.items():
        have = rows[line_id]
        for house, amount in sorted(houses.items()):
            available = ready[line_id][house]
            if have:
                one = have.pop(0)
                one.warehouse_id, one.amount, one.available = house, amount, available
                changed.append(one)
            else:
                new.append(_like(changed[-1], house, amount, available, now=now))
        left += [one.pk for one in have]
    Backorder.objects.filter(pk__in=left).delete()
    Backorder.objects.bulk_update(changed, ("warehouse", "amount", "available"), batch_size=AT_ONCE)
    Backorder.objects.bulk_create(new)


def _like(one: Backorder, house: int, amount: int, available: int, *, now: datetime) -> Backorder:
    """Another part of the same line, with the same place in the queue."""
    return Backorder(
        order_id=one.order_id,
        line_id=one.line_id,
        product_id=one.product_id,
        warehouse_id=house,
        customer_id=one.customer_id,
        amount=amount,
        available=available,
        priority=one.priority,
        ordered_at=one.ordered_at,
        expected_on=one.expected_on,
        created_at=now,
    )


def run_autosplit_for_all(*, by: Actor, now: datetime) -> int:
    """Divide anew everything that waits and is not there, the oldest order first; how many orders it was.

    Each order is its own transaction: stopped half-way it has done what it has done.
    """
    missing = Backorder.objects.filter(
        state=BackorderState.OPEN, amount__gt=F("available"), order__status=OrderStatus.PROCESSING
    )
    done = 0
    for order_id in missing.order_by("order_id").values_list("order_id", flat=True).distinct():
        # Who was picked or cancelled meanwhile has nothing to be divided any more.
        with suppress(Refused):
            run_autosplit_again(order_id, by=by, now=now)
            done += 1
    return done
