"""Moving an order from state to state, and the moves that touch only the order and what is set aside."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from pakhuis.journal.actions import record
from pakhuis.kernel.actor import Actor
from pakhuis.kernel.checking import not_allowed_now, not_found
from pakhuis.kernel.numbers import possible_ids
from pakhuis.kernel.problem import Refused
from pakhuis.orders.actions.processing import give_back, let_go
from pakhuis.orders.actions.writing import set_aside
from pakhuis.orders.events import (
    OrderAllocated,
    OrderCancellationUndone,
    OrderCancelled,
    OrderDeallocated,
    OrderMadeConcept,
)
from pakhuis.orders.models import Order
from pakhuis.orders.states import OrderMove, OrderStatus, after


def locked_order(order_id: int, move: OrderMove) -> Order:
    """The order, locked until the commit; refused when this move is not allowed from where it stands.

    The lock lets others point to the order (a foreign key), so that whoever holds stock levels and serves
    its backorders never waits for us while we wait for the levels.
    """
    found = Order.objects.select_for_update(no_key=True).filter(pk__in=possible_ids([order_id])).first()
    if found is None:
        raise Refused([not_found("order")])
    if not found.can(move):
        raise Refused([not_allowed_now(found.status)])
    return found


def moved(order: Order, move: OrderMove, *, now: datetime, **fields: Any) -> OrderStatus:
    """Put a locked order where the move leads, with these fields changed; gives the status it had.

    In another status, or with other fields, it is no longer as somebody saw it who has its form open.
    """
    before = OrderStatus(order.status)
    target = after(move, before)
    assert target is not None
    order.status, order.updated_at = target, now
    if fields or target != before:
        order.version += 1
        fields["version"] = order.version
    for name, value in fields.items():
        setattr(order, name, value)
    order.save(update_fields=["status", "updated_at", *fields])
    return before


@transaction.atomic
def cancel_order(order_id: int, *, by: Actor, now: datetime) -> Order:
    """Cancel a concept or expected order; what was set aside for it is free again."""
    order = locked_order(order_id, OrderMove.CANCEL)
    before = moved(order, OrderMove.CANCEL, now=now)
    give_back(order, by=by, now=now)
    record([OrderCancelled(id=order.pk, number=order.number, from_status=before)], by=by, now=now)
    return order


@transaction.atomic
def undo_cancellation(order_id: int, *, by: Actor, now: datetime) -> Order:
    """Make a cancelled order a concept again; what left the warehouse before stays delivered."""
    order = locked_order(order_id, OrderMove.UNDO_CANCELLATION)
    moved(order, OrderMove.UNDO_CANCELLATION, now=now, processed_at=None)
    record([OrderCancellationUndone(id=order.pk, number=order.number)], by=by, now=now)
    return order


@transaction.atomic
def make_concept(order_id: int, *, by: Actor, now: datetime) -> Order:
    """An expected order becomes a concept; what is set aside for it stays so."""
    order = locked_order(order_id, OrderMove.TO_CONCEPT)
    moved(order, OrderMove.TO_CONCEPT, now=now)
    record([OrderMadeConcept(id=order.pk, number=order.number)], by=by, now=now)
    return order


@transaction.atomic
def allocate_order(order_id: int, *, by: Actor, now: datetime) -> Order:
    """Set aside for a concept or expected order what is free of what it asks for; safe to do twice."""
    order = locked_order(order_id, OrderMove.ALLOCATE)
    lines = [line for line in order.lines.order_by("position") if line.product_id is not None]
    pieces = set_aside(order, lines, freed=let_go(order), by=by, now=now)
    moved(order, OrderMove.ALLOCATE, now=now)
    wanted = sum(line.outstanding for line in lines)
    fact = OrderAllocated(id=order.pk, number=order.number, pieces=pieces, wanted=wanted)
    record([fact], by=by, now=now)
    return order


@transaction.atomic
def deallocate_order(order_id: int, *, by: Actor, now: datetime) -> Order:
    """Let go of what is set aside for a concept or expected order; without any nothing happens."""
    order = locked_order(order_id, OrderMove.DEALLOCATE)
    pieces = give_back(order, by=by, now=now)
    if pieces:
        moved(order, OrderMove.DEALLOCATE, now=now)
        record([OrderDeallocated(id=order.pk, number=order.number, pieces=pieces)], by=by, now=now)
    return order
