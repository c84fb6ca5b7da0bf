"""Processing orders and backorders: the division becomes picklists in the same transaction."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from pakhuis.bulk.whole import part
from pakhuis.fulfilment.actions.fill import fill_from_shelves
from pakhuis.fulfilment.actions.order_moves import pause_order
from pakhuis.fulfilment.actions.release import release_to_picking
from pakhuis.fulfilment.models import Picklist
from pakhuis.journal.actions import record, together
from pakhuis.kernel.actor import Actor
from pakhuis.orders.actions import (
    complete_when_done,
    orders_with_backorders,
    release_backorders,
    start_processing,
)
from pakhuis.orders.models import Backorder, BackorderState, Order


@part
@together()
def process_order(order_id: int, *, by: Actor, now: datetime) -> Order:
    """Divide a concept or expected order into picklists and backorders, once and for all.

    The account's own rules are gone through first; one that pauses leaves order and picklists paused. One of
    which nothing has to be picked (own lines only, all delivered before) is completed by that.
    Of two who do it at the same moment one does it, the other is refused (`not_allowed_now`).
    """
    started = start_processing(order_id, by=by, now=now)
    record(started.facts, by=by, now=now)
    release_to_picking(started.order, started.allocations, by=by, now=now)
    if started.ruled.pause_reason:
        return pause_order(order_id, reason=started.ruled.pause_reason, by=by, now=now)
    if not (started.fact.to_pick or started.fact.waiting) and complete_when_done(order_id, by=by, now=now):
        started.order.refresh_from_db()
    return started.order


def process_backorders(
    *,
    by: Actor,
    now: datetime,
    order_ids: Collection[int] | None = None,
    customer_id: int | None = None,
) -> list[Picklist]:
    """Make picklists of everything that waits and is there now: of these orders, this customer, or all.

    What lies free on a shelf is first given out by priority. Each order is its own transaction, so that
    a long run holds nobody up; stopped half-way it has done what it has done, and a second run does the rest.
    """
    waiting = Backorder.objects.filter(state=BackorderState.OPEN)
    if order_ids is not None:
        waiting = waiting.filter(order_id__in=order_ids)
    if customer_id is not None:
        waiting = waiting.filter(customer_id=customer_id)
    product_ids = sorted(set(waiting.values_list("product_id", flat=True)))
    if product_ids:
        fill_from_shelves(product_ids, by=by, now=now)
    picklists: list[Picklist] = []
    for order_id in orders_with_backorders(order_ids=order_ids, customer_id=customer_id):
        picklists += _released(order_id, by=by, now=now)
    return picklists


@transaction.atomic
@together()
def _released(order_id: int, *, by: Actor, now: datetime) -> list[Picklist]:
    released = release_backorders(order_id, by=by, now=now)
    if released is None:
        return []
    return release_to_picking(released.order, released.allocations, by=by, now=now)
