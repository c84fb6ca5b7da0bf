"""Taking back what was promised: a whole order withdrawn, cancelled by force or reopened, or a backorder.

Each is one door. What comes free goes to who waits for it, and picklists are made of that where the account's
setting says so. Locks the order, then its picklists by id, then the stock levels by id, then backorders, and
their batches last.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from django.db import transaction
from django.db.models import Sum

from pakhuis.fulfilment.actions.moving import out_of_batches
from pakhuis.fulfilment.actions.order_moves import picklists_of
from pakhuis.fulfilment.actions.receive import process_what_was_filled
from pakhuis.fulfilment.events import PicklistCancelled
from pakhuis.fulfilment.models import Picklist, PicklistLine
from pakhuis.fulfilment.states import ALLOWED, PicklistMove, PicklistStatus
from pakhuis.journal.actions import record
from pakhuis.kernel.actor import Actor
from pakhuis.kernel.problem import Refused
from pakhuis.orders.actions import HandedOn, cancel_backorder, locked_order, take_apart
from pakhuis.orders.models import Order, OrderLine
from pakhuis.orders.problems import already_picked, still_picked
from pakhuis.orders.states import OrderMove


def withdraw_order(order_id: int, *, by: Actor, now: datetime) -> Order:
    """Cancel a processed order of which nothing is picked or delivered; its stock is free again."""
    return _taken_back(order_id, OrderMove.WITHDRAW, by=by, now=now)


def force_cancel_order(order_id: int, *, by: Actor, now: datetime) -> Order:
    """Cancel any order that is not completed; what is picked must be put back, what has left stays gone."""
    return _taken_back(order_id, OrderMove.FORCE_CANCEL, by=by, now=now)


def reopen_order(order_id: int, *, by: Actor, now: datetime) -> Order:
    """Make a processed or completed order a concept again, to be changed and processed anew.

    Open picklists are cancelled, of which nothing may be picked; what was delivered stays delivered.
    """
    return _taken_back(order_id, OrderMove.REOPEN, by=by, now=now)


def cancel_and_hand_on(backorder_id: int, *, by: Actor, now: datetime) -> None:
    """`cancel_backorder`, with what follows for who waits next."""
    _sent_on(cancel_backorder(backorder_id, by=by, now=now), by=by, now=now)


def _taken_back(order_id: int, move: OrderMove, *, by: Actor, now: datetime) -> Order:
    with transaction.atomic():
        order = locked_order(order_id, move)
        picklists = picklists_of(order, list(ALLOWED[PicklistMove.CANCEL]))
        _refuse_picked(order, move, picklists)
        _cancel(order, picklists, by=by, now=now)
        handed_on = take_apart(order, move, by=by, now=now)
        out_of_batches(picklists, by=by, now=now)
    _sent_on(handed_on, by=by, now=now)
    return order


def _sent_on(handed_on: HandedOn, *, by: Actor, now: datetime) -> None:
    """Once it is committed, also where the caller (a webshop's cancellation) has more to write."""
    process = partial(process_what_was_filled, handed_on.product_ids, filled=handed_on.pieces, by=by, now=now)
    transaction.on_commit(process)


def _refuse_picked(order: Order, move: OrderMove, picklists: Sequence[Picklist]) -> None:
    """Nothing may be picked, and to be withdrawn nothing delivered; by force both may."""
    if move is OrderMove.FORCE_CANCEL:
        return
    picked = _picked(picklists)
    if move is OrderMove.REOPEN and picked:
        raise Refused([still_picked(picked)])
    if move is OrderMove.WITHDRAW and (gone := picked + _delivered(order)):
        raise Refused([already_picked(gone)])


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
