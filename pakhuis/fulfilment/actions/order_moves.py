"""Moves of a whole order that its picklists go along with: pause and resume.

Each is one door. Locks the order, then its picklists by id, then the stock levels by id, then backorders,
and their batches last.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F

from pakhuis.fulfilment.actions.moving import out_of_batches
from pakhuis.fulfilment.events import PicklistPaused, PicklistResumed
from pakhuis.fulfilment.models import Picklist
from pakhuis.fulfilment.states import ALLOWED, PicklistMove, PicklistStatus
from pakhuis.journal.actions import record
from pakhuis.kernel.actor import Actor
from pakhuis.orders.actions import set_paused, set_resumed
from pakhuis.orders.models import Order


@transaction.atomic
def pause_order(order_id: int, *, reason: str, by: Actor, now: datetime) -> Order:
    """Put a processed order aside for this reason; its open picklists are paused and nobody's."""
    order = set_paused(order_id, reason=reason, by=by, now=now)
    paused = picklists_of(order, list(ALLOWED[PicklistMove.PAUSE]))
    Picklist.objects.filter(pk__in=[one.pk for one in paused]).update(
        paused_from=F("status"), status=PicklistStatus.PAUSED, assigned_to=None, updated_at=now
    )
    facts = [
        PicklistPaused(id=one.pk, number=one.number, order_id=order.pk, reason=order.pause_reason)
        for one in paused
    ]
    record(facts, by=by, now=now)
    out_of_batches(paused, by=by, now=now)
    return order


@transaction.atomic
def resume_order(order_id: int, *, by: Actor, now: datetime) -> Order:
    """Let a paused order go on; its picklists stand where they stood, those paused by themselves stay so."""
    order = set_resumed(order_id, by=by, now=now)
    back = [one for one in picklists_of(order, [PicklistStatus.PAUSED]) if one.paused_from]
    Picklist.objects.filter(pk__in=[one.pk for one in back]).update(
        status=F("paused_from"), paused_from="", updated_at=now
    )
    record([PicklistResumed(id=one.pk, number=one.number, order_id=order.pk) for one in back], by=by, now=now)
    return order


def picklists_of(order: Order, statuses: Sequence[PicklistStatus]) -> list[Picklist]:
    """Its picklists in these states, locked by id until the commit."""
    found = Picklist.objects.select_for_update(no_key=True).filter(order=order, status__in=statuses)
    return list(found.order_by("pk"))
