"""What becomes of order lines when goods leave the warehouse."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from datetime import datetime

from django.db import connection
from django.db.models import F

from pakhuis.accounts.rows import rows
from pakhuis.journal.actions import record
from pakhuis.kernel.actor import Actor
from pakhuis.orders.actions.parts import count_compositions
from pakhuis.orders.events import OrderCompleted
from pakhuis.orders.models import Allocation, AllocationState, Order, OrderLine
from pakhuis.orders.states import ALLOWED, OrderMove, OrderStatus

_LEAVES = f"UPDATE {Allocation._meta.db_table} SET state = %s WHERE id = %s"  # noqa: S608 - our own names
_DELIVER = (
    f"UPDATE {OrderLine._meta.db_table}"  # noqa: S608 - our own names
    " SET amount_delivered = amount_delivered + %s WHERE id = %s"
)


def deliver_allocations(
    order_id: int, allocations: Collection[Allocation], *, by: Actor, now: datetime
) -> bool:
    """Count these pieces as delivered; complete the order when nothing of it is left; tells whether.

    Belongs in the caller's transaction, which holds the order's row.
    """
    pieces = Counter[int]()
    for one in allocations:
        pieces[one.line_id] += one.amount
    delivered = str(AllocationState.DELIVERED)
    with connection.cursor() as cursor:
        cursor.executemany(_LEAVES, [(delivered, one.pk) for one in allocations])
        cursor.executemany(_DELIVER, [(amount, pk) for pk, amount in pieces.items()])
    count_compositions(pieces)
    return complete_when_done(order_id, by=by, now=now)


def complete_when_done(order_id: int, *, by: Actor, now: datetime) -> bool:
    """Complete a processed order of which nothing is left to deliver; own lines count as delivered then.

    Belongs in the caller's transaction, which holds the order's row.
    """
    left = [one for one in rows(OrderLine, order_id=order_id) if one.outstanding]
    if any(one.product_id is not None for one in left):
        return False
    (order,) = rows(Order, id=order_id)
    if order.status not in ALLOWED[OrderMove.COMPLETE]:
        return False
    order.status, order.completed_at, order.updated_at = OrderStatus.COMPLETED, now, now
    order.save(update_fields=["status", "completed_at", "updated_at"])
    if left:
        of_order = OrderLine.objects.filter(pk__in=[one.pk for one in left])
        of_order.update(amount_delivered=F("amount") - F("amount_cancelled"))
    record([OrderCompleted(id=order_id, number=order.number)], by=by, now=now)
    return True
