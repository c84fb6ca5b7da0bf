"""Goods of a purchase order go on the shelf, or are taken back where they were counted wrong."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F

from pakhuis.bulk.writing import AT_ONCE
from pakhuis.fulfilment.actions import in_rounds, process_what_was_filled, put_on_shelf, take_off_shelf
from pakhuis.journal.actions import record
from pakhuis.kernel.actor import Actor
from pakhuis.kernel.checking import Checks
from pakhuis.kernel.numbers import RawNumber, possible_ids
from pakhuis.kernel.problem import Place
from pakhuis.kernel.quantities import Quantities
from pakhuis.purchasing.actions.counting import Counted, counted_of, everything
from pakhuis.purchasing.actions.lines import MOST_PIECES
from pakhuis.purchasing.actions.receipts import locked_receipt, receipt_in_hand
from pakhuis.purchasing.events import GoodsArrived, GoodsReverted, PurchaseReopened
from pakhuis.purchasing.intake import Arrived
from pakhuis.purchasing.models import PurchaseLine, PurchaseOrder, Receipt, ReceivedGoods
from pakhuis.purchasing.problems import nothing_to_revert
from pakhuis.purchasing.states import PurchaseMove, PurchaseStatus, ReceiptMove, purchase_after
from pakhuis.stock.actions import hold_warehouses, lock_levels
from pakhuis.stock.models import MoveKind


def receive_arrived(
    receipt_id: int, arrived: Sequence[Arrived], *, by: Actor, now: datetime
) -> list[ReceivedGoods]:
    """Put what was counted on the shelf, fewer or more than expected; who waits longest gets it first.

    All or nothing, in one transaction; problems stand at ``("goods", i)``. Picklists are made after it,
    where the account's setting says so.
    """
    goods, filled = _received(receipt_id, arrived, by=by, now=now)
    process_what_was_filled([one.line.product_id for one in goods], filled=filled, by=by, now=now)
    return goods


def receive_all(receipt_id: int, *, by: Actor, now: datetime) -> list[ReceivedGoods]:
    """Everything that is still to come is here. What is missing is worked out under the lock."""
    goods, filled = _received(receipt_id, None, by=by, now=now)
    process_what_was_filled([one.line.product_id for one in goods], filled=filled, by=by, now=now)
    return goods


def receive_on_purchase(
    purchase_id: int, arrived: Sequence[Arrived] | None, *, by: Actor, now: datetime
) -> list[ReceivedGoods]:
    """`receive_arrived`, or with None `receive_all`, on the receipt that is in hand, else on a new one.

    In one transaction, so that nobody completes that receipt in between, and a refusal leaves no empty one.
    """
    with transaction.atomic():
        receipt = receipt_in_hand(purchase_id, by=by, now=now)
        goods, filled = _received(receipt.pk, arrived, by=by, now=now)
    process_what_was_filled([one.line.product_id for one in goods], filled=filled, by=by, now=now)
    return goods


@transaction.atomic
def _received(
    receipt_id: int, arrived: Sequence[Arrived] | None, *, by: Actor, now: datetime
) -> tuple[list[ReceivedGoods], int]:
    receipt, order = locked_receipt(receipt_id, ReceiptMove.RECEIVE)
    lines = list(order.lines.select_related("product").order_by("pk"))
    warehouse_id = receipt.warehouse_id
    counted = everything(lines) if arrived is None else counted_of(arrived, lines, warehouse_id=warehouse_id)
    houses = [one.pk for one in hold_warehouses()]
    lock_levels({one.line.product_id for one in counted}, warehouse_ids=houses)
    filled = sum(
        _on_shelf(some, receipt, order, by=by, now=now)
        for some in in_rounds(_by_place(counted).items(), product=lambda one: one[0][0])
    )
    _count_in(counted)
    goods = ReceivedGoods.objects.bulk_create(
        ReceivedGoods(
            receipt=receipt,
            line=one.line,
            location_id=one.location_id,
            amount=one.amount,
            actor_label=by.label[:200],
            at=now,
        )
        for one in counted
    )
    Receipt.objects.filter(pk=receipt.pk).update(updated_at=now)
    PurchaseOrder.objects.filter(pk=order.pk).update(updated_at=now)
    facts = [
        GoodsArrived(
            id=receipt.pk,
            number=receipt.number,
            product_id=one.line.product_id,
            label=one.line.code,
            pieces=one.amount,
        )
        for one in counted
    ]
    record(facts, by=by, now=now)
    return goods, filled


def _by_place(counted: Sequence[Counted]) -> dict[tuple[int, int | None], int]:
    """Pieces by product and location, whatever lines they are of: those lie together."""
    pieces: dict[tuple[int, int | None], int] = defaultdict(int)
    for one in counted:
        pieces[one.line.product_id, one.location_id] += one.amount
    return pieces


def _on_shelf(
    goods: Sequence[tuple[tuple[int, int | None], int]],
    receipt: Receipt,
    order: PurchaseOrder,
    *,
    by: Actor,
    now: datetime,
) -> int:
    """Put away pieces by product and location, no product twice."""
    return put_on_shelf(
        receipt.warehouse_id,
        goods=Quantities({product: pieces for (product, _), pieces in goods}),
        at={product: location for (product, location), _ in goods if location is not None},
        reason=f"{order.number} {order.supplier_name}, {receipt.number}"[:200],
        by=by,
        now=now,
    )


def _count_in(counted: Sequence[Counted]) -> None:
    """On the lines, whose order is locked."""
    lines = {one.line.pk: one.line for one in counted}
    for one in counted:
        one.line.received += one.amount
    PurchaseLine.objects.bulk_update(lines.values(), ["received"], batch_size=AT_ONCE)


@transaction.atomic
def revert_goods(goods_id: int, *, by: Actor, now: datetime, amount: RawNumber = None) -> ReceivedGoods:
    """Take pieces that were counted wrong back off the shelf (all of them, or `amount`).

    What was reserved of them for backorders waits again, the last of the queue first; what is on picklists
    or gone cannot be taken back. A purchase order that was received with them expects them again.
    """
    found = ReceivedGoods.objects.filter(pk__in=possible_ids([goods_id]))
    receipt_id = found.values_list("receipt_id", flat=True).first() or 0
    receipt, order = locked_receipt(receipt_id, ReceiptMove.REVERT)
    goods = found.select_related("line").get()
    pieces = _to_revert(goods, amount)
    was_all_in = not any(one.outstanding for one in order.lines.all())
    take_off_shelf(
        receipt.warehouse_id,
        product_id=goods.line.product_id,
        pieces=pieces,
        location_id=goods.location_id,
        kind=MoveKind.RECEIPT,
        reason=f"{order.number} {order.supplier_name}, {receipt.number}"[:200],
        by=by,
        now=now,
    )
    PurchaseLine.objects.filter(pk=goods.line_id).update(received=F("received") - pieces)
    found.update(reverted=F("reverted") + pieces)
    Receipt.objects.filter(pk=receipt.pk).update(updated_at=now)
    fact = GoodsReverted(
        id=receipt.pk,
        number=receipt.number,
        product_id=goods.line.product_id,
        label=goods.line.code,
        pieces=pieces,
    )
    record([fact], by=by, now=now)
    if was_all_in:
        _reopen(order, by=by, now=now)
    goods.refresh_from_db()
    return goods


def _to_revert(goods: ReceivedGoods, amount: RawNumber) -> int:
    checks = Checks()
    place: Place = ("amount",)
    pieces = goods.kept if amount is None else checks.whole(place, amount, low=1, high=MOST_PIECES)
    if not 1 <= pieces <= goods.kept:
        checks.add(nothing_to_revert(goods.kept, place))
    checks.refuse_if_any()
    return pieces


def _reopen(order: PurchaseOrder, *, by: Actor, now: datetime) -> None:
    """An order that was received with what is gone again expects it once more."""
    after = purchase_after(PurchaseMove.REOPEN, PurchaseStatus(order.status))
    if after is None or not any(one.outstanding for one in order.lines.all()):
        return
    order.status, order.completed_at, order.completed_by, order.updated_at = after, None, None, now
    order.save(update_fields=["status", "completed_at", "completed_by", "updated_at"])
    record([PurchaseReopened(id=order.pk, number=order.number)], by=by, now=now)
