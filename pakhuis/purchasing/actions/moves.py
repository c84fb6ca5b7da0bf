"""What becomes of a purchase order: ordered, closed with what came, called off."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from pakhuis.journal.actions import record
from pakhuis.kernel.actor import Actor, ActorKind
from pakhuis.kernel.problem import Refused
from pakhuis.purchasing.actions.completing import end_purchase
from pakhuis.purchasing.actions.locking import locked_purchase
from pakhuis.purchasing.events import PurchaseCancelled, PurchasePurchased
from pakhuis.purchasing.models import PurchaseOrder
from pakhuis.purchasing.problems import goods_came, no_purchase_lines
from pakhuis.purchasing.states import PurchaseMove


@transaction.atomic
def mark_purchased(order_id: int, *, by: Actor, now: datetime) -> PurchaseOrder:
    """It is ordered at the supplier's: its pieces are announced from now on."""
    order, after = locked_purchase(order_id, PurchaseMove.PURCHASE)
    pieces = sum(order.lines.values_list("amount", flat=True))
    if not pieces:
        raise Refused([no_purchase_lines()])
    order.status, order.purchased_at, order.updated_at = after, now, now
    order.purchased_by_id = by.id if by.kind is ActorKind.PERSON else None
    order.save(update_fields=["status", "purchased_at", "purchased_by", "updated_at"])
    record([PurchasePurchased(id=order.pk, number=order.number, pieces=pieces)], by=by, now=now)
    return order


@transaction.atomic
def close_purchase(order_id: int, *, by: Actor, now: datetime) -> PurchaseOrder:
    """Nothing more of it is expected: what did not come is announced no more."""
    order, _ = locked_purchase(order_id, PurchaseMove.CLOSE)
    missing = sum(one.outstanding for one in order.lines.all())
    end_purchase(order, missing=missing, by=by, now=now)
    return order


@transaction.atomic
def cancel_purchase(order_id: int, *, by: Actor, now: datetime) -> PurchaseOrder:
    """Call it off; refused once goods have come in."""
    order, after = locked_purchase(order_id, PurchaseMove.CANCEL)
    if order.lines.filter(received__gte=1).exists():
        raise Refused([goods_came()])
    order.status, order.updated_at = after, now
    order.save(update_fields=["status", "updated_at"])
    record([PurchaseCancelled(id=order.pk, number=order.number)], by=by, now=now)
    return order
