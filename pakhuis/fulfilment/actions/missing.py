"""A picker finds fewer pieces than the books say: the shelf is put right, and what is missing waits again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial

from django.db import transaction
from django.db.models import F, Sum

from pakhuis.fulfilment.actions.moving import locked_with_order, moved, out_of_batches
from pakhuis.fulfilment.actions.receive import process_what_was_filled
from pakhuis.fulfilment.actions.whole import refuse_halves
from pakhuis.fulfilment.events import PicklistCancelled, PiecesMissing
from pakhuis.fulfilment.models import Picklist, PicklistLine
from pakhuis.fulfilment.problems import all_are_there
from pakhuis.fulfilment.states import OPEN_STATUSES, PicklistMove
from pakhuis.fulfilment.walk import Stop, walk_of
from pakhuis.journal.actions import record
from pakhuis.kernel.actor import Actor
from pakhuis.kernel.checking import Checks, not_found
from pakhuis.kernel.numbers import RawNumber, possible_ids
from pakhuis.kernel.problem import Refused
from pakhuis.orders.actions import fill_backorders
from pakhuis.orders.actions.undelivered import Cut, back_to_backorders
from pakhuis.stock.actions import LevelChange, hold_warehouses, lock_levels, move_stock, places_of
from pakhuis.stock.models import MoveKind, StockLevel
from pakhuis.stock.rules import Taken

MOST_PIECES = 1_000_000


@transaction.atomic
def report_missing(
    picklist_line_id: int, *, present: RawNumber, reason: str, by: Actor, now: datetime
) -> Picklist:
    """Only `present` pieces lie on the shelf of what is left to pick of a line; gives its picklist.

    What is missing goes off the picklist and waits as a backorder. Stock goes down by it, at the places to
    which the walk sends for this line; and, where the product lies at one place, by what else the books have
    there and nobody was promised. What lies free elsewhere, first in the same warehouse, is handed out at
    once, by priority as always. A picklist of which nothing is left is cancelled. Locks the order, the
    picklist, the levels by id; picklists of what was handed out are made once that is committed, where the
    account's setting says so.
    """
    line = PicklistLine.objects.filter(pk__in=possible_ids([picklist_line_id])).first()
    if line is None:
        raise Refused([not_found("picklist line")])
    picklist = locked_with_order(line.picklist_id, move=PicklistMove.PICK)
    # A split may have moved it, and a cancellation taken it away, until the picklist was ours.
    line = picklist.lines.select_related("allocation").filter(pk=line.pk).first()
    if line is None:
        raise Refused([not_found("picklist line")])
    left = line.amount - line.picked
    checks = Checks()
    reason = checks.text(("reason",), reason, limit=150, required=True)
    here = checks.whole(("present",), present, low=0, high=MOST_PIECES)
    if here >= left and not checks.problems:
        checks.add(all_are_there(left))
    checks.refuse_if_any()
    missing = left - here
    refuse_halves([(line, missing)])
    houses = sorted(hold_warehouses(), key=lambda one: one.pk != picklist.warehouse_id)
    levels = lock_levels([line.product_id], warehouse_ids=[one.pk for one in houses])
    level = levels[line.product_id, picklist.warehouse_id]
    more = min(_more_in_the_books(level, left=left), level.on_shelf)
    gone = _last_of(walk_of([picklist.pk], warehouse_id=picklist.warehouse_id), line, missing)
    cut = Cut(line.allocation, missing)
    back_to_backorders(picklist.order, [cut], levels=levels, are_there=False, by=by, now=now)
    change = LevelChange(
        product_id=line.product_id,
        warehouse_id=picklist.warehouse_id,
        on_hand=-missing - more,
        taken=() if more else gone,
    )
    told = f"Picklist {picklist.number}: {reason}"
    move_stock(levels, [change], kind=MoveKind.CORRECTION, reason=told, by=by, now=now)
    record([PiecesMissing(id=picklist.pk, line_id=line.pk, pieces=missing, reason=reason)], by=by, now=now)
    products = [line.product_id]
    filled = sum(
        fill_backorders(levels, warehouse=house, product_ids=products, by=by, now=now) for house in houses
    )
    _shorter(picklist, line, missing, by=by, now=now)
    transaction.on_commit(partial(process_what_was_filled, products, filled=filled, by=by, now=now))
    return picklist


def _more_in_the_books(level: StockLevel, *, left: int) -> int:
    """Pieces the books have on the shelf beyond what this line asks for. Where a product lies at several
    places nobody has looked at the others: then none.
    """
    named = places_of([level.product_id], warehouse_ids=[level.warehouse_id])
    places = [one for one in named[level.product_id, level.warehouse_id] if one.pieces]
    if len(places) + bool(level.unplaced) > 1:
        return 0
    open_lines = PicklistLine.objects.filter(
        product=level.product_id, picklist__warehouse=level.warehouse_id, picklist__status__in=OPEN_STATUSES
    )
    in_boxes: int = open_lines.aggregate(pieces=Sum("picked"))["pieces"] or 0
    return max(0, level.on_hand - in_boxes - left)


def _last_of(walk: Sequence[Stop], line: PicklistLine, missing: int) -> tuple[Taken, ...]:
    """From which places pieces of this line are missing: the last of its walk first, those it names.

    Pieces of which nobody has said where they lie come after all places.
    """
    (taken,) = (stop.taken for stop in walk if stop.line.pk == line.pk)
    wanted = missing - (line.amount - sum(one.pieces for one in taken))
    found = []
    for one in reversed(taken):
        pieces = min(one.pieces, wanted)
        if pieces > 0:
            found.append(replace(one, pieces=pieces))
            wanted -= pieces
    return tuple(found)


def _shorter(picklist: Picklist, line: PicklistLine, missing: int, *, by: Actor, now: datetime) -> None:
    """Take the missing pieces off the line, the line off its picklist, the picklist out of the queue."""
    if line.amount > missing:
        PicklistLine.objects.filter(pk=line.pk).update(amount=F("amount") - missing)
        return
    if picklist.lines.exclude(pk=line.pk).exists():
        PicklistLine.objects.filter(pk=line.pk).delete()
        return
    picklist.assigned_to = None
    moved(picklist, PicklistMove.CANCEL, now=now, fields=["assigned_to"])
    fact = PicklistCancelled(id=picklist.pk, number=picklist.number, order_id=picklist.order_id, picked=0)
    record([fact], by=by, now=now)
    out_of_batches([picklist], by=by, now=now)
