"""Closing a picklist: the goods leave, stock goes down, the order is done when nothing is left."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime

from django.db import transaction

from pakhuis.accounts.models import User
from pakhuis.fulfilment.actions.completing import complete_batch_when_done
from pakhuis.fulfilment.actions.moving import locked_with_order, moved
from pakhuis.fulfilment.actions.put_back import put_rest_back
from pakhuis.fulfilment.actions.ship import create_shipment
from pakhuis.fulfilment.actions.split import lines_of, split_off
from pakhuis.fulfilment.events import PicklistClosed
from pakhuis.fulfilment.intake import Rest
from pakhuis.fulfilment.models import Picklist, PicklistLine
from pakhuis.fulfilment.problems import not_picked_yet, nothing_picked
from pakhuis.fulfilment.shipping_intake import NewShipment
from pakhuis.fulfilment.states import PicklistMove
from pakhuis.fulfilment.taken_from import reason_of
from pakhuis.fulfilment.walk import asked_by, taken_by_line
from pakhuis.journal.actions import record, together
from pakhuis.kernel.actor import Actor, ActorKind
from pakhuis.kernel.problem import Refused
from pakhuis.orders.actions import deliver_allocations
from pakhuis.stock.actions import LevelChange, Levels, lock_levels, move_stock
from pakhuis.stock.models import MoveKind
from pakhuis.stock.rules import Place, Taken


@transaction.atomic
def close_picklist(picklist_id: int, *, by: Actor, now: datetime, rest: Rest | None = None) -> Picklist:
    """Close a picklist; twice at the same moment closes it once.

    With less than everything picked it is refused, unless `rest` says what becomes of the rest; with
    nothing picked it is refused always. Locks the order, the picklist, then the stock levels by id.
    """
    with together():
        return _closed(picklist_id, rest, by=by, now=now)


def _closed(picklist_id: int, rest: Rest | None, *, by: Actor, now: datetime) -> Picklist:
    picklist = locked_with_order(picklist_id, move=PicklistMove.CLOSE)
    lines = _all_picked(picklist, rest, by=by, now=now)
    _goods_leave(picklist, lines, by=by, now=now)
    deliver_allocations(picklist.order_id, [line.allocation for line in lines], by=by, now=now)
    picklist.closed_at = now
    picklist.closed_by = User(pk=by.id) if by.kind is ActorKind.PERSON else None
    moved(picklist, PicklistMove.CLOSE, now=now, fields=["closed_at", "closed_by"])
    fact = PicklistClosed(
        id=picklist.pk,
        number=picklist.number,
        order_id=picklist.order_id,
        pieces=sum(line.amount for line in lines),
    )
    record([fact], by=by, now=now)
    if picklist.batch_id is not None:
        complete_batch_when_done(picklist.batch_id, by=by, now=now)
    return picklist


@transaction.atomic
def close_and_ship(
    picklist_id: int, shipment: NewShipment | None, *, by: Actor, now: datetime, rest: Rest | None = None
) -> Picklist:
    """Close a picklist and note how it goes, both or neither; without a shipment it is only closed."""
    picklist = close_picklist(picklist_id, rest=rest, by=by, now=now)
    if shipment is not None:
        create_shipment(picklist_id, shipment, by=by, now=now)
    return picklist


def _all_picked(picklist: Picklist, rest: Rest | None, *, by: Actor, now: datetime) -> list[PicklistLine]:
    """The lines, all of them picked whole once what is missing has gone where `rest` says."""
    lines = lines_of(picklist)
    missing = [(line, line.amount - line.picked) for line in lines if line.picked < line.amount]
    if not missing:
        return lines
    if rest is None:
        raise Refused([not_picked_yet(sum(pieces for _, pieces in missing))])
    if not any(line.picked for line in lines):
        raise Refused([nothing_picked()])
    # All levels at once and before the number of a second picklist, as everyone does.
    _locked_levels(picklist, lines)
    if rest is Rest.STAYS:
        split_off(picklist, missing, by=by, now=now)
    else:
        put_rest_back(picklist, missing, by=by, now=now)
    return lines_of(picklist)


def _goods_leave(picklist: Picklist, lines: list[PicklistLine], *, by: Actor, now: datetime) -> None:
    levels = _locked_levels(picklist, lines)
    pieces: dict[int, int] = {}
    for line in lines:
        pieces[line.product_id] = pieces.get(line.product_id, 0) + line.amount
    taken = _taken(picklist, lines)
    changes = [
        LevelChange(
            product_id=product_id,
            warehouse_id=picklist.warehouse_id,
            on_hand=-amount,
            picking=-amount,
            taken=taken.get(product_id, ()),
        )
        for product_id, amount in pieces.items()
    ]
    told = reason_of(picklist.number)
    move_stock(levels, changes, kind=MoveKind.DELIVERY, reason=told, by=by, now=now)


def _taken(picklist: Picklist, lines: list[PicklistLine]) -> dict[int, tuple[Taken, ...]]:
    """By product the places to which the walk of its batch sent for this box; alone, the rule says it."""
    if picklist.batch_id is None:
        return {}
    found: dict[int, dict[Place, int]] = defaultdict(lambda: defaultdict(int))
    by_line = taken_by_line(asked_by(lines, warehouse_id=picklist.warehouse_id))
    for line in lines:
        for one in by_line[line.pk]:
            found[line.product_id][one.place] += one.pieces
    return {
        product: tuple(Taken(place=place, pieces=pieces) for place, pieces in places.items())
        for product, places in found.items()
    }


def _locked_levels(picklist: Picklist, lines: list[PicklistLine]) -> Levels:
    return lock_levels([line.product_id for line in lines], warehouse_ids=[picklist.warehouse_id])
