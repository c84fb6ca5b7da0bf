"""Moves of a whole order that reach its picklists: pause, resume, withdraw, force cancel, reopen.

Each is one door. Locks the order, then its picklists by id, then the stock levels by id, then backorders,
and their batches last.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F, Sum

from pakhuis.fulfilment.actions.moving import out_of_batches
from pakhuis.fulfilment.events import PicklistCancelled, PicklistPaused, PicklistResumed
from pakhuis.fulfilment.models import Picklist, PicklistLine
from pakhuis.fulfilment.states import ALLOWED, PicklistMove, PicklistStatus
from pakhuis.journal.actions import record
from pakhuis.kernel.actor import Actor
from pakhuis.kernel.problem import Refused
from pakhuis.orders.actions import locked_order, set_paused, set_resumed, take_apart
from pakhuis.orders.models import Order, OrderLine
from pakhuis.orders.problems import already_picked, still_picked
from pakhuis.orders.states import OrderMove


@transaction.atomic
def pause_order(order_id: int, *, reason: str, by: Actor, now: datetime) -> Order:
    """Put a processed order aside for this reason; its open picklists are paused and nobody's."""
    order = set_paused(order_id, reason=reason, by=by, now=now)
    paused = _picklists(order, list(ALLOWED[PicklistMove.PAUSE]))
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
    back = [one for one in _picklists(order, [PicklistStatus.PAUSED]) if one.paused_from]
    Picklist.objects.filter(pk__in=[one.pk for one in back]).update(
        status=F("paused_from"), paused_from="", updated_at=now
    )
    record([PicklistResumed(id=one.pk, number=one.number, order_id=order.pk) for one in back], by=by, now=now)
    return order


@transaction.atomic
def withdraw_order(order_id: int, *, by: Actor, now: datetime) -> Order:
    """Cancel a processed order of which nothing is picked or delivered; its stock is free again."""
    order = locked_order(order_id, OrderMove.WITHDRAW)
    picklists = _picklists(order, list(ALLOWED[PicklistMove.CANCEL]))
    picked = _picked(picklists) + _delivered(order)
    if picked:
        raise Refused([already_picked(picked)])
    _cancel(order, picklists, by=by, now=now)
    take_apart(order, OrderMove.WITHDRAW, by=by, now=now)
    out_of_batches(picklists, by=by, now=now)
    return order


@transaction.atomic
def force_cancel_order(order_id: int, *, by: Actor, now: datetime) -> Order:
    """Cancel any order that is not completed; what is picked must be put back, what has left stays gone."""
    order = locked_order(order_id, OrderMove.FORCE_CANCEL)
    picklists = _picklists(order, list(ALLOWED[PicklistMove.CANCEL]))
    _cancel(order, picklists, by=by, now=now)
    take_apart(order, OrderMove.FORCE_CANCEL, by=by, now=now)
    out_of_batches(picklists, by=by, now=now)
    return order


@transaction.atomic
def reopen_order(order_id: int, *, by: Actor, now: datetime) -> Order:
    """Make a processed or completed order a concept again, to be changed and processed anew.

    Open picklists are cancelled, of which nothing may be picked; what was delivered stays delivered.
    """
    order = locked_order(order_id, OrderMove.REOPEN)
    picklists = _picklists(order, list(ALLOWED[PicklistMove.CANCEL]))
    picked = _picked(picklists)
    if picked:
        raise Refused([still_picked(picked)])
    _cancel(order, picklists, by=by, now=now)
    take_apart(order, OrderMove.REOPEN, by=by, now=now)
    out_of_batches(picklists, by=by, now=now)
    return order


def _picklists(order: Order, statuses: Sequence[PicklistStatus]) -> list[Picklist]:
    """Its picklists in these states, locked by id until the commit."""
    found = Picklist.objects.select_for_update(no_key=True).filter(order=order, status__in=statuses)
    return list(found.order_by("pk"))


def _picked(picklists: Sequence[Picklist]) -> int:
    lines = PicklistLine.objects.filter(picklist__in=picklists)
    return int(lines.aggregate(pieces=Sum("picked"))["pieces"] or 0)


def _delivered(order: Order) -> int:
    lines = OrderLine.objects.filter(order=order)
    return int(lines.aggregate(pieces=Sum("amount_delivered"))["pieces"] or 0)


def _cancel(order: Order, picklists: Sequence[Picklist], *, by: Actor, now: datetime) -> None:
    """Cancel these picklists; the pieces themselves are let go by the order."""
    lines = PicklistLine.objects.filter(picklist__in=picklists).order_by()
    picked = dict(lines.values_list("picklist_id").annotate(pieces=Sum("picked")))
    Picklist.objects.filter(pk__in=[one.pk for one in picklists]).update(
        status=PicklistStatus.CANCELLED, paused_from="", assigned_to=None, updated_at=now
    )
    facts = [
        PicklistCancelled(
            id=one.pk, number=one.number, order_id=order.pk, picked=int(picked.get(one.pk) or 0)
        )
        for one in picklists
    ]
    record(facts, by=by, now=now)
