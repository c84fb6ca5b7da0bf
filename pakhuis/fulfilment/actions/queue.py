"""A change of an order that reaches the queue: another day wished for, another place for its picklists."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import transaction

from pakhuis.accounts.actions import account_settings
from pakhuis.accounts.rows import Lock, rows
from pakhuis.bulk.writing import AT_ONCE
from pakhuis.fulfilment.events import PicklistChanged
from pakhuis.fulfilment.models import Picklist
from pakhuis.fulfilment.queue_rules import rank
from pakhuis.fulfilment.states import OPEN_STATUSES
from pakhuis.journal.actions import record
from pakhuis.journal.events import FieldChange
from pakhuis.kernel.actor import Actor
from pakhuis.kernel.given import NOT_GIVEN
from pakhuis.orders.actions import change_order, locked_order
from pakhuis.orders.intake import OrderChange
from pakhuis.orders.models import Order
from pakhuis.orders.states import OrderMove

WISHED = "preferred_delivery_date"


@transaction.atomic
def change_order_and_queue(
    order_id: int, change: OrderChange, *, by: Actor, now: datetime, version: int | None = None
) -> Order:
    """`change_order`, and its open picklists stand in the queue where another day wished for puts them.

    Locks the order, then its picklists by id.
    """
    if change.preferred_delivery_date is NOT_GIVEN:
        return change_order(order_id, change, version=version, by=by, now=now)
    before = locked_order(order_id, OrderMove.CHANGE).preferred_delivery_date
    order = change_order(order_id, change, version=version, by=by, now=now)
    day = order.preferred_delivery_date
    if day != before:
        told = FieldChange(field=WISHED, old=str(before or ""), new=str(day or ""))
        _queue_anew(order, told, by=by, now=now)
    return order


def _queue_anew(order: Order, told: FieldChange, *, by: Actor, now: datetime) -> None:
    """Three statements, however many picklists."""
    zone = ZoneInfo(account_settings().time_zone)
    picklists = rows(Picklist, lock=Lock.CHANGE, order_id=order.pk, status=list(OPEN_STATUSES))
    for one in picklists:
        made_on = one.created_at.astimezone(zone).date()
        one.rank = rank(is_urgent=one.urgent, made_on=made_on, wished_on=order.preferred_delivery_date)
        one.updated_at = now
    Picklist.objects.bulk_update(picklists, ("rank", "updated_at"), batch_size=AT_ONCE)
    record([PicklistChanged(id=one.pk, changes=(told,)) for one in picklists], by=by, now=now)
