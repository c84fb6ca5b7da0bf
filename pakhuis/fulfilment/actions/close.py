"""Closing a picklist: the goods leave, stock goes down, the order is done when nothing is left."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from pakhuis.accounts.models import User
from pakhuis.fulfilment.actions.pick import locked_picklist
from pakhuis.fulfilment.events import PicklistClosed
from pakhuis.fulfilment.models import Picklist, PicklistLine
from pakhuis.fulfilment.problems import not_picked_yet
from pakhuis.fulfilment.states import ALLOWED, PicklistMove, PicklistStatus
from pakhuis.journal.actions import record
from pakhuis.kernel.actor import Actor, ActorKind
from pakhuis.kernel.checking import not_found
from pakhuis.kernel.problem import Refused
from pakhuis.orders.actions import deliver_allocations
from pakhuis.orders.models import Order
from pakhuis.stock.actions import LevelChange, lock_levels, move_stock
from pakhuis.stock.models import MoveKind


@transaction.atomic
def close_picklist(picklist_id: int, *, by: Actor, now: datetime) -> Picklist:
    """Close a picklist of which everything is picked; twice at the same moment closes it once.

    Locks the order, the picklist, then the stock levels by id.
    """
    order_id = Picklist.objects.filter(pk=picklist_id).values_list("order_id", flat=True).first()
    if order_id is None:
        raise Refused([not_found("picklist")])
    Order.objects.select_for_update().only("pk").get(pk=order_id)
    picklist = locked_picklist(picklist_id, move=PicklistMove.CLOSE)
    lines = list(picklist.lines.select_related("allocation"))
    missing = sum(line.amount - line.picked for line in lines)
    if missing:
        raise Refused([not_picked_yet(missing)])
    _goods_leave(picklist, lines, by=by, now=now)
    deliver_allocations(order_id, [line.allocation for line in lines], by=by, now=now)
    picklist.status = ALLOWED[PicklistMove.CLOSE][PicklistStatus(picklist.status)]
    picklist.closed_at = picklist.updated_at = now
    picklist.closed_by = User(pk=by.id) if by.kind is ActorKind.PERSON else None
    picklist.save(update_fields=["status", "closed_at", "updated_at", "closed_by"])
    fact = PicklistClosed(
        id=picklist.pk,
        number=picklist.number,
        order_id=order_id,
        pieces=sum(line.amount for line in lines),
    )
    record([fact], by=by, now=now)
    return picklist


def _goods_leave(picklist: Picklist, lines: list[PicklistLine], *, by: Actor, now: datetime) -> None:
    levels = lock_levels([line.product_id for line in lines], warehouse_ids=[picklist.warehouse_id])
    pieces: dict[int, int] = {}
    for line in lines:
        pieces[line.product_id] = pieces.get(line.product_id, 0) + line.amount
    changes = [
        LevelChange(
            product_id=product_id, warehouse_id=picklist.warehouse_id, on_hand=-amount, picking=-amount
        )
        for product_id, amount in pieces.items()
    ]
    move_stock(levels, changes, kind=MoveKind.DELIVERY, reason=f"Picklist {picklist.number}", by=by, now=now)
