"""Putting a processed order aside and letting it go on: the part of it that concerns the order itself."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from pakhuis.journal.actions import record
from pakhuis.kernel.actor import Actor
from pakhuis.kernel.checking import Checks
from pakhuis.orders.actions.deliver import complete_when_done
from pakhuis.orders.actions.moving import locked_order, moved
from pakhuis.orders.events import OrderPaused, OrderResumed
from pakhuis.orders.models import Order
from pakhuis.orders.states import OrderMove


@transaction.atomic
def set_paused(order_id: int, *, reason: str, by: Actor, now: datetime) -> Order:
    """Put a processed order aside. Belongs to the door that pauses its picklists."""
    checks = Checks()
    reason = checks.text(("reason",), reason, limit=500, required=True)
    checks.refuse_if_any()
    order = locked_order(order_id, OrderMove.PAUSE)
    moved(order, OrderMove.PAUSE, now=now, pause_reason=reason)
    record([OrderPaused(id=order.pk, number=order.number, reason=reason)], by=by, now=now)
    return order


@transaction.atomic
def set_resumed(order_id: int, *, by: Actor, now: datetime) -> Order:
    """A paused order goes on, and is complete when nothing of it is left by now."""
    order = locked_order(order_id, OrderMove.RESUME)
    moved(order, OrderMove.RESUME, now=now, pause_reason="")
    record([OrderResumed(id=order.pk, number=order.number)], by=by, now=now)
    if complete_when_done(order.pk, by=by, now=now):
        order.refresh_from_db()
    return order
