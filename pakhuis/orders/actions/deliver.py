"""What becomes of order lines when goods leave the warehouse."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from datetime import datetime

from django.db.models import Case, F, IntegerField, Value, When

from pakhuis.journal.actions import record
from pakhuis.kernel.actor import Actor
from pakhuis.orders.actions.parts import count_compositions
from pakhuis.orders.events import OrderCompleted
from pakhuis.orders.models import Allocation, AllocationState, Order, OrderLine
from pakhuis.orders.states import ALLOWED, OrderMove, OrderStatus


def deliver_allocations(
    order_id: int, allocations: Collection[Allocation], *, by: Actor, now: datetime
) -> bool:
    """Count these pieces as delivered; complete the order when nothing of it is left; tells whether.

    Belongs in the caller's transaction, which holds the order's row.
    """
    pieces = Counter[int]()
    for one in allocations:
        pieces[one.line_id] += one.amount
    Allocation.objects.filter(pk__in=[one.pk for one in allocations]).update(state=AllocationState.DELIVERED)
    OrderLine.objects.filter(pk__in=pieces).update(
        amount_delivered=F("amount_delivered")
        + Case(
            *(When(pk=pk, then=Value(amount)) for pk, amount in pieces.items()),
            output_field=IntegerField(),
        )
    )
    count_compositions(pieces)
    return complete_when_done(order_id, by=by, now=now)


def complete_when_done(order_id: int, *, by: Actor, now: datetime) -> bool:
    """Complete a processed order of which nothing is left to deliver; own lines count as delivered then.

    Belongs in the caller's transaction, which holds the order's row.
    """
    lines = OrderLine.objects.filter(
        order_id=order_id, amount__gt=F("amount_cancelled") + F("amount_delivered")
    )
    if lines.filter(product__isnull=False).exists():
        return False
    done = Order.objects.filter(pk=order_id, status__in=list(ALLOWED[OrderMove.COMPLETE])).update(
        status=OrderStatus.COMPLETED, completed_at=now, updated_at=now
    )
    if done:
        lines.update(amount_delivered=F("amount") - F("amount_cancelled"))
        number = Order.objects.values_list("number", flat=True).get(pk=order_id)
        record([OrderCompleted(id=order_id, number=number)], by=by, now=now)
    return bool(done)
