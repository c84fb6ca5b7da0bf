"""Cancelling an order that is not processed yet."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from pakhuis.journal.actions import record
from pakhuis.kernel.actor import Actor
from pakhuis.kernel.checking import not_allowed_now, not_found
from pakhuis.kernel.problem import Refused
from pakhuis.orders.actions.processing import give_back
from pakhuis.orders.events import OrderCancelled
from pakhuis.orders.models import Order
from pakhuis.orders.states import ALLOWED, OrderMove, OrderStatus


@transaction.atomic
def cancel_order(order_id: int, *, by: Actor, now: datetime) -> Order:
    """Cancel a concept or expected order; what was set aside for it is free again."""
    cancelled = Order.objects.filter(pk=order_id, status__in=list(ALLOWED[OrderMove.CANCEL])).update(
        status=OrderStatus.CANCELLED, updated_at=now
    )
    order = Order.objects.filter(pk=order_id).first()
    if order is None:
        raise Refused([not_found("order")])
    if not cancelled:
        raise Refused([not_allowed_now(order.status)])
    give_back(order)
    record([OrderCancelled(id=order.pk, number=order.number)], by=by, now=now)
    return order
