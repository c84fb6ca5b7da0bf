"""One backorder: cancelled, or told when its goods are thought to come."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import F, Q, QuerySet

from pakhuis.journal.actions import record
from pakhuis.kernel.actor import Actor
from pakhuis.kernel.checking import not_found
from pakhuis.kernel.numbers import possible_ids
from pakhuis.kernel.problem import Refused
from pakhuis.orders.actions.backorders import fill_backorders
from pakhuis.orders.actions.deliver import complete_when_done
from pakhuis.orders.actions.freeing import HandedOn
from pakhuis.orders.actions.moving import locked_order
from pakhuis.orders.actions.parts import cancel_compositions
from pakhuis.orders.events import BackorderCancelled, BackordersExpected
from pakhuis.orders.models import Backorder, BackorderState, OrderLine
from pakhuis.orders.states import OrderMove
from pakhuis.stock.actions import LevelChange, change_levels, hold_warehouses, lock_levels


@transaction.atomic
def cancel_backorder(backorder_id: int, *, by: Actor, now: datetime) -> HandedOn:
    """What waits here will not be delivered: that part of the line is cancelled.

    Of a composition its other parts that wait in the same warehouse go along. What was held for it goes to
    who waits next, and is given; the order is complete when nothing of it is left. Locks order, levels,
    backorders.
    """
    order_id = _open(backorder_id).values_list("order_id", flat=True).first()
    if order_id is None:
        raise Refused([not_found("backorder")])
    order = locked_order(order_id, OrderMove.CANCEL_BACKORDER)
    warehouses = hold_warehouses()
    waiting = _together(backorder_id)
    products = {one.product_id for one in waiting}
    levels = lock_levels(products, warehouse_ids=[one.pk for one in warehouses])
    waiting = _together(backorder_id)
    if not waiting:
        raise Refused([not_found("backorder")])
    pieces = _cancelled(waiting)
    changes = [
        LevelChange(
            product_id=one.product_id,
            warehouse_id=one.warehouse_id,
            held=-one.available,
            waiting=one.available - one.amount,
        )
        for one in waiting
    ]
    change_levels(levels, changes, by=by, now=now)
    Backorder.objects.filter(pk__in=[one.pk for one in waiting]).update(
        state=BackorderState.CANCELLED, amount=0, available=0
    )
    record([BackorderCancelled(id=order.pk, number=order.number, pieces=pieces)], by=by, now=now)
    filled = sum(
        fill_backorders(levels, warehouse=house, product_ids=products, by=by, now=now) for house in warehouses
    )
    complete_when_done(order.pk, by=by, now=now)
    return HandedOn(product_ids=tuple(sorted(products)), pieces=filled)


def _open(backorder_id: int) -> QuerySet[Backorder]:
    return Backorder.objects.filter(pk__in=possible_ids([backorder_id]), state=BackorderState.OPEN)


def _together(backorder_id: int) -> list[Backorder]:
    """The backorder, with the other parts of its composition that wait in the same warehouse."""
    found = list(_open(backorder_id).select_related("line"))
    if not found or found[0].line.part_of_id is None:
        return found
    return list(
        Backorder.objects.filter(
            line__part_of=found[0].line.part_of_id,
            warehouse=found[0].warehouse_id,
            state=BackorderState.OPEN,
        )
        .select_related("line")
        .order_by("pk")
    )


def _cancelled(waiting: Sequence[Backorder]) -> int:
    pieces = Counter[int]()
    lines: dict[int, OrderLine] = {}
    for one in waiting:
        pieces[one.line_id] += one.amount
        lines[one.line_id] = one.line
    for line_id, amount in sorted(pieces.items()):
        OrderLine.objects.filter(pk=line_id).update(amount_cancelled=F("amount_cancelled") + amount)
    cancel_compositions(lines.values(), pieces)
    return pieces.total()


@transaction.atomic
def expect_backorders(backorder_ids: Collection[int], *, on: date | None, by: Actor, now: datetime) -> int:
    """Say when the goods these wait for are thought to come (None: not known); how many were told."""
    told = Backorder.objects.filter(pk__in=possible_ids(backorder_ids), state=BackorderState.OPEN)
    houses = hold_warehouses()
    lock_levels(told.values_list("product_id", flat=True), warehouse_ids=[one.pk for one in houses])
    news = told.filter(expected_on__isnull=False)
    if on is not None:
        news = told.filter(Q(expected_on=None) | ~Q(expected_on=on))
    orders = sorted(set(news.values_list("order_id", flat=True)))
    count = told.update(expected_on=on)
    day = on.isoformat() if on else ""
    record([BackordersExpected(id=pk, day=day) for pk in orders], by=by, now=now)
    return count
