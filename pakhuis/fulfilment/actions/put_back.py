"""Pieces that are not picked go back: they wait as backorders, reserved for their order."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from pakhuis.bulk.writing import AT_ONCE
from pakhuis.fulfilment.actions.moving import locked_with_order, moved, out_of_batches
from pakhuis.fulfilment.actions.split import Taken, lines_of
from pakhuis.fulfilment.actions.whole import refuse_halves
from pakhuis.fulfilment.events import PicklistCancelled, RestPutBack
from pakhuis.fulfilment.models import Picklist, PicklistLine
from pakhuis.fulfilment.states import PicklistMove
from pakhuis.journal.actions import record
from pakhuis.kernel.actor import Actor
from pakhuis.orders.actions.undelivered import Cut, back_to_backorders
from pakhuis.stock.actions import lock_levels


@transaction.atomic
def cancel_picklist(picklist_id: int, *, by: Actor, now: datetime) -> Picklist:
    """Cancel a picklist, whatever of it is picked already: its lines become backorders again.

    Locks the order, the picklist, the levels by id. The lines stay on it, to show what it asked for.
    """
    picklist = locked_with_order(picklist_id, move=PicklistMove.CANCEL)
    lines = lines_of(picklist)
    _wait_again(picklist, [(line, line.amount) for line in lines], by=by, now=now)
    picklist.assigned_to = None
    moved(picklist, PicklistMove.CANCEL, now=now, fields=["assigned_to"])
    fact = PicklistCancelled(
        id=picklist.pk,
        number=picklist.number,
        order_id=picklist.order_id,
        picked=sum(line.picked for line in lines),
    )
    record([fact], by=by, now=now)
    out_of_batches([picklist], by=by, now=now)
    return picklist


def put_rest_back(picklist: Picklist, rest: Taken, *, by: Actor, now: datetime) -> None:
    """Take what is not picked off a picklist, in the caller's transaction, which holds the order's row."""
    refuse_halves(rest)
    _wait_again(picklist, rest, by=by, now=now)
    gone = [line.pk for line, _ in rest if not line.picked]
    PicklistLine.objects.filter(pk__in=gone).delete()
    kept = [line for line, _ in rest if line.picked]
    for line in kept:
        line.amount = line.picked
    PicklistLine.objects.bulk_update(kept, ("amount",), batch_size=AT_ONCE)
    record([RestPutBack(id=picklist.pk, pieces=sum(pieces for _, pieces in rest))], by=by, now=now)


def _wait_again(
    picklist: Picklist, taken: Sequence[tuple[PicklistLine, int]], *, by: Actor, now: datetime
) -> None:
    levels = lock_levels([line.product_id for line, _ in taken], warehouse_ids=[picklist.warehouse_id])
    cuts = [Cut(line.allocation, pieces) for line, pieces in taken]
    back_to_backorders(picklist.order, cuts, levels=levels, by=by, now=now)
