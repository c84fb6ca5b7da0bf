"""Receipts: begun, written on, completed, thrown away while nothing is on them."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import F, Sum

from pakhuis.accounts.actions import yearly_number
from pakhuis.comments.actions import forget_comments
from pakhuis.journal.actions import record
from pakhuis.journal.changes import put
from pakhuis.kernel.actor import Actor, ActorKind
from pakhuis.kernel.checking import Checks, not_allowed_now, not_found
from pakhuis.kernel.numbers import possible_ids
from pakhuis.kernel.problem import Refused
from pakhuis.purchasing.actions.completing import complete_when_all_is_in
from pakhuis.purchasing.actions.locking import locked_purchase
from pakhuis.purchasing.events import ReceiptChanged, ReceiptCompleted, ReceiptCreated, ReceiptRemoved
from pakhuis.purchasing.models import PurchaseOrder, Receipt
from pakhuis.purchasing.problems import receipt_not_empty
from pakhuis.purchasing.states import PurchaseMove, ReceiptMove, ReceiptStatus, receipt_after


def locked_receipt(receipt_id: int, move: ReceiptMove) -> tuple[Receipt, PurchaseOrder]:
    """The receipt with its purchase order, locked in this order until the commit; refused as `move` says."""
    receipts = Receipt.objects.filter(pk__in=possible_ids([receipt_id]))
    order_id = receipts.values_list("order_id", flat=True).first()
    if order_id is None:
        raise Refused([not_found("receipt")])
    order = PurchaseOrder.objects.select_for_update(no_key=True).get(pk=order_id)
    receipt = receipts.select_for_update(no_key=True).first()
    if receipt is None:
        raise Refused([not_found("receipt")])
    if receipt_after(move, ReceiptStatus(receipt.status)) is None:
        raise Refused([not_allowed_now(receipt.status)])
    return receipt, order


@transaction.atomic
def create_receipt(purchase_id: int, *, by: Actor, now: datetime, remarks: str = "") -> Receipt:
    """Begin to take in a delivery of a purchased order."""
    checks = Checks()
    remarks = checks.text(("remarks",), remarks, limit=10_000)
    checks.refuse_if_any()
    order, _ = locked_purchase(purchase_id, PurchaseMove.RECEIVE)
    receipt = Receipt.objects.create(
        number=yearly_number("GR", series="receipt", now=now),
        order=order,
        warehouse_id=order.warehouse_id,
        remarks=remarks,
        created_at=now,
        updated_at=now,
    )
    fact = ReceiptCreated(id=receipt.pk, number=receipt.number, purchase_id=order.pk)
    record([fact], by=by, now=now)
    return receipt


@transaction.atomic
def receipt_in_hand(purchase_id: int, *, by: Actor, now: datetime) -> Receipt:
    """The receipt of this order that is being worked on, else a new one: two who begin at once share it."""
    locked_purchase(purchase_id, PurchaseMove.RECEIVE)
    standing = Receipt.objects.filter(order=purchase_id, status=ReceiptStatus.PROCESSING).order_by("pk")
    return standing.first() or create_receipt(purchase_id, by=by, now=now)


@transaction.atomic
def change_receipt(receipt_id: int, *, remarks: str, by: Actor, now: datetime) -> Receipt:
    """Write down anything about it."""
    checks = Checks()
    remarks = checks.text(("remarks",), remarks, limit=10_000)
    checks.refuse_if_any()
    receipt, _ = locked_receipt(receipt_id, ReceiptMove.CHANGE)
    changes = put(receipt, {"remarks": remarks})
    if changes:
        receipt.updated_at = now
        receipt.save(update_fields=["remarks", "updated_at"])
        record([ReceiptChanged(id=receipt.pk, number=receipt.number, changes=changes)], by=by, now=now)
    return receipt


@transaction.atomic
def complete_receipt(receipt_id: int, *, by: Actor, now: datetime) -> Receipt:
    """This delivery is put away; with the last one of its purchase order that is received."""
    receipt, order = locked_receipt(receipt_id, ReceiptMove.COMPLETE)
    receipt.status = ReceiptStatus.COMPLETED
    receipt.completed_at, receipt.updated_at = now, now
    receipt.completed_by_id = by.id if by.kind is ActorKind.PERSON else None
    receipt.save(update_fields=["status", "completed_at", "completed_by", "updated_at"])
    record([ReceiptCompleted(id=receipt.pk, number=receipt.number, pieces=kept(receipt))], by=by, now=now)
    complete_when_all_is_in(order, by=by, now=now)
    return receipt


@transaction.atomic
def remove_receipt(receipt_id: int, *, by: Actor, now: datetime) -> None:
    """Throw away a receipt on which nothing is, or nothing any more."""
    receipt, _ = locked_receipt(receipt_id, ReceiptMove.REMOVE)
    pieces = kept(receipt)
    if pieces:
        raise Refused([receipt_not_empty(pieces)])
    fact = ReceiptRemoved(id=receipt.pk, number=receipt.number)
    forget_comments("receipt", [receipt.pk])
    receipt.goods.all().delete()
    receipt.delete()
    record([fact], by=by, now=now)


def kept(receipt: Receipt) -> int:
    """Pieces on it that were not taken back."""
    return receipt.goods.aggregate(sum=Sum(F("amount") - F("reverted")))["sum"] or 0
