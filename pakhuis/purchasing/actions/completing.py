"""A purchase order of which nothing is to come any more is received."""

from __future__ import annotations

from datetime import datetime

from django.db.models import F

from pakhuis.journal.actions import record
from pakhuis.kernel.actor import Actor, ActorKind
from pakhuis.purchasing.events import PurchaseClosed
from pakhuis.purchasing.models import PurchaseLine, PurchaseOrder, Receipt
from pakhuis.purchasing.states import PurchaseMove, PurchaseStatus, ReceiptStatus


def complete_when_all_is_in(order: PurchaseOrder, *, by: Actor, now: datetime) -> None:
    """Mark a purchased order, whose row the caller has locked, as received when all its pieces are in.

    Not while a delivery is still being put away: more may be in the box than was ordered.
    """
    if not order.can(PurchaseMove.COMPLETE):
        return
    lines = PurchaseLine.objects.filter(order=order)
    is_being_received = Receipt.objects.filter(order=order, status=ReceiptStatus.PROCESSING).exists()
    is_all_in = lines.exists() and not lines.filter(received__lt=F("amount")).exists()
    if is_all_in and not is_being_received:
        end_purchase(order, missing=0, by=by, now=now)


def end_purchase(order: PurchaseOrder, *, missing: int, by: Actor, now: datetime) -> None:
    """Nothing more of it is expected; `missing` pieces never came."""
    order.status = PurchaseStatus.RECEIVED
    order.completed_at, order.updated_at = now, now
    order.completed_by_id = by.id if by.kind is ActorKind.PERSON else None
    order.save(update_fields=["status", "completed_at", "completed_by", "updated_at"])
    record([PurchaseClosed(id=order.pk, number=order.number, pieces=missing)], by=by, now=now)
