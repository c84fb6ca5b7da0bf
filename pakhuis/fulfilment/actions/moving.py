"""How every verb gets hold of a picklist: the order first, then the picklist, the batch last of all."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from pakhuis.accounts.rows import Lock, rows
from pakhuis.fulfilment.actions.completing import complete_batch_when_done
from pakhuis.fulfilment.models import Picklist
from pakhuis.fulfilment.states import ALLOWED, PicklistMove, PicklistStatus
from pakhuis.kernel.actor import Actor
from pakhuis.kernel.checking import not_allowed_now, not_found
from pakhuis.kernel.numbers import possible_ids
from pakhuis.kernel.problem import Refused
from pakhuis.orders.models import Order


def locked_picklist(picklist_id: int, *, move: PicklistMove) -> Picklist:
    """The picklist, locked until the commit; refused when this move is not allowed from where it stands."""
    (picklist,) = locked_picklists([picklist_id], move=move)
    return picklist


def locked_picklists(picklist_ids: Collection[int], *, move: PicklistMove) -> list[Picklist]:
    """The same for several, locked by id. One query."""
    wanted = possible_ids(picklist_ids)
    picklists = rows(Picklist, lock=Lock.CHANGE, id=wanted)
    if len(picklists) < len(set(picklist_ids)):
        raise Refused([not_found("picklist")])
    refused = [one.status for one in picklists if one.status not in ALLOWED[move]]
    if refused:
        raise Refused([not_allowed_now(refused[0])])
    return picklists


def locked_with_order(picklist_id: int, *, move: PicklistMove) -> Picklist:
    """The same after locking its order, for verbs that touch order lines, backorders or stock.

    The locks let others point to both (a foreign key), as in `orders.actions.moving`.
    """
    found = rows(Picklist, id=possible_ids([picklist_id]))
    if not found:
        raise Refused([not_found("picklist")])
    (order,) = rows(Order, lock=Lock.CHANGE, id=found[0].order_id)
    picklist = locked_picklist(picklist_id, move=move)
    picklist.order = order
    return picklist


def moved(picklist: Picklist, move: PicklistMove, *, now: datetime, fields: Iterable[str] = ()) -> None:
    """Write the status after the move, with the named fields, which the caller has set.

    One that stays as it is keeps what it was before its order was paused, and until when it was snoozed.
    """
    before = picklist.status
    picklist.status = ALLOWED[move][PicklistStatus(before)]
    if picklist.status != before:
        picklist.paused_from = ""
        if picklist.status != PicklistStatus.SNOOZED:
            picklist.snoozed_until = None
    picklist.updated_at = now
    picklist.save(update_fields=["status", "snoozed_until", "paused_from", "updated_at", *fields])


def out_of_batches(picklists: Sequence[Picklist], *, by: Actor, now: datetime) -> None:
    """Take picklists out of their batches; the last thing a verb does, as it locks the batches."""
    in_batches = [one for one in picklists if one.batch_id is not None]
    if not in_batches:
        return
    Picklist.objects.filter(pk__in=[one.pk for one in in_batches]).update(batch=None, box=None)
    for batch_id in sorted({one.batch_id for one in in_batches if one.batch_id is not None}):
        complete_batch_when_done(batch_id, by=by, now=now)
    for one in in_batches:
        one.batch = one.box = None
