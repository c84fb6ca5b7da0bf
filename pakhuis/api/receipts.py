"""Receipts over the API: what came in on a purchase order, put on the shelf and taken back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from ninja import Router

from pakhuis.accounts.actions import account_settings
from pakhuis.api.answers import LocalTime, answer, nothing, or_null
from pakhuis.api.body import EMPTY, NO_ID, Body, fields_of, first, identifier, number, text
from pakhuis.api.keys import actor_of
from pakhuis.api.lists import between_dates, by_ids, given, listed, page_of
from pakhuis.api.purchases import exists
from pakhuis.comments.queries import comment_counts
from pakhuis.kernel.clock import now
from pakhuis.kernel.numbers import HIGHEST_ID
from pakhuis.kernel.problem import Refused
from pakhuis.purchasing.actions import (
    change_receipt,
    complete_receipt,
    create_receipt,
    receive_all,
    receive_arrived,
    remove_receipt,
    revert_goods,
)
from pakhuis.purchasing.intake import Arrived
from pakhuis.purchasing.models import PurchaseLine, Receipt, ReceivedGoods
from pakhuis.purchasing.problems import no_status_of_receipt
from pakhuis.purchasing.states import ReceiptStatus

router = Router(tags=["receipts"])
_ONE = "/receipts/{int:receipt_id}"


@router.get("/receipts")
def list_receipts(request: HttpRequest) -> HttpResponse:
    """Filters: receiptid, status, idpurchaseorder, idsupplier, updated_after, completed_after."""
    ids = {"idpurchaseorder": "order_id", "idsupplier": "order__supplier_id"}
    rows = by_ids(Receipt.objects.all(), request, ids)
    if given(request, "receiptid"):
        rows = rows.filter(number=given(request, "receiptid"))
    status = given(request, "status")
    if status:
        rows = rows.filter(status=status) if status in tuple(ReceiptStatus) else rows.none()
    dates = {"updated_after": "updated_at__gt", "completed_after": "completed_at__gt"}
    return answer(receipt_shapes(page_of(between_dates(rows, request, dates), request)))


@router.get(_ONE)
def get_receipt(request: HttpRequest, receipt_id: int) -> HttpResponse:
    return answer(_one(receipt_id))


@router.post("/receipts")
def post_receipt(request: HttpRequest, body: Body = EMPTY) -> HttpResponse:
    """Needs the `idpurchaseorder` of an order that is purchased."""
    fields = fields_of(body)
    purchase = identifier(first(fields, "idpurchaseorder")) or NO_ID
    return _made(request, purchase, fields)


@router.get("/purchaseorders/{int:purchase_id}/receipts")
def list_of_purchase(request: HttpRequest, purchase_id: int) -> HttpResponse:
    exists(purchase_id)
    return answer(receipt_shapes(page_of(Receipt.objects.filter(order=purchase_id), request)))


@router.get("/purchaseorders/{int:purchase_id}/receipts/{int:receipt_id}")
def get_of_purchase(request: HttpRequest, purchase_id: int, receipt_id: int) -> HttpResponse:
    """A receipt of this order; one of another order is not here."""
    found = _one(receipt_id)
    if found["purchaseorder"]["idpurchaseorder"] != purchase_id:
        raise Http404
    return answer(found)


@router.post("/purchaseorders/{int:purchase_id}/receipts")
def post_of_purchase(request: HttpRequest, purchase_id: int, body: Body = EMPTY) -> HttpResponse:
    """Begin to take in a delivery."""
    exists(purchase_id)
    return _made(request, purchase_id, fields_of(body))


def _made(request: HttpRequest, purchase_id: int, fields: Mapping[str, Any]) -> HttpResponse:
    remarks = text(fields.get("remarks"))
    made = create_receipt(purchase_id, remarks=remarks, by=actor_of(request), now=now())
    return answer(_one(made.pk), status=201)


@router.put(_ONE)
def put_receipt(request: HttpRequest, receipt_id: int, body: Body = EMPTY) -> HttpResponse:
    """`remarks`; `status` `completed` ends it."""
    standing = _one(receipt_id)
    fields = fields_of(body)
    status = fields.get("status")
    if status not in (None, standing["status"], ReceiptStatus.COMPLETED):
        raise Refused([no_status_of_receipt(text(status))])
    by, moment = actor_of(request), now()
    with transaction.atomic():
        if "remarks" in fields:
            change_receipt(receipt_id, remarks=text(fields["remarks"]), by=by, now=moment)
        if status == ReceiptStatus.COMPLETED:
            complete_receipt(receipt_id, by=by, now=moment)
    return answer(_one(receipt_id))


@router.delete(_ONE)
def delete_receipt(request: HttpRequest, receipt_id: int) -> HttpResponse:
    """Only while nothing is on it, or nothing any more."""
    _one(receipt_id)
    remove_receipt(receipt_id, by=actor_of(request), now=now())
    return nothing()


@router.get(f"{_ONE}/expected-products")
def list_expected(request: HttpRequest, receipt_id: int) -> HttpResponse:
    """What of its purchase order is still to come."""
    order = _one(receipt_id)["purchaseorder"]["idpurchaseorder"]
    lines = PurchaseLine.objects.filter(order=order).order_by("pk")
    return listed([_expected(line) for line in lines if line.outstanding], request)


@router.post(f"{_ONE}/products")
def post_goods(request: HttpRequest, receipt_id: int, body: Body = EMPTY) -> HttpResponse:
    """Put pieces on the shelf: `idpurchaseorder_product` or `idproduct`, `amount`, `idlocation`.

    Of a product they are spread over its lines; the answer is then the first of these with the sum of all,
    and the receipt has each by itself.
    """
    _one(receipt_id)
    fields = fields_of(body)
    arrived = Arrived(
        line_id=identifier(first(fields, "idpurchaseorder_product")),
        product_id=identifier(first(fields, "idproduct")),
        amount=number(first(fields, "amount", "amount_received")),
        location_id=identifier(first(fields, "idlocation")),
    )
    goods = receive_arrived(receipt_id, [arrived], by=actor_of(request), now=now())
    pieces = sum(one.amount for one in goods)
    return answer({**_goods(_with_line(goods[0].pk)), "amount": pieces}, status=201)


@router.post(f"{_ONE}/products/{{int:goods_id}}/revert")
def post_revert(request: HttpRequest, receipt_id: int, goods_id: int, body: Body = EMPTY) -> HttpResponse:
    """Take it back off the shelf, or `amount` of it."""
    if not ReceivedGoods.objects.filter(
        pk=min(goods_id, HIGHEST_ID), receipt=min(receipt_id, HIGHEST_ID)
    ).exists():
        raise Http404
    amount = number(first(fields_of(body), "amount"))
    revert_goods(goods_id, amount=amount, by=actor_of(request), now=now())
    return answer(_goods(_with_line(goods_id)))


@router.post(f"{_ONE}/mark-all-received")
def post_all(request: HttpRequest, receipt_id: int) -> HttpResponse:
    """Everything that is still to come is here."""
    _one(receipt_id)
    receive_all(receipt_id, by=actor_of(request), now=now())
    return answer(_one(receipt_id))


def receipt_shapes(ids: Sequence[int]) -> list[dict[str, Any]]:
    """The receipts with these ids, in the order of the ids; three queries."""
    if not ids:
        return []
    local = LocalTime(account_settings().time_zone)
    goods: dict[int, list[ReceivedGoods]] = defaultdict(list)
    for one in ReceivedGoods.objects.filter(receipt__in=ids).select_related("line").order_by("pk"):
        goods[one.receipt_id].append(one)
    said = comment_counts("receipt", ids)
    related = Receipt.objects.select_related("order", "completed_by")
    rows = related.filter(pk__in=ids).order_by("pk")
    return [{**_shape(one, goods[one.pk], local), "comment_count": said.get(one.pk, 0)} for one in rows]


def _shape(one: Receipt, goods: Sequence[ReceivedGoods], local: LocalTime) -> dict[str, Any]:
    kept: dict[int, int] = defaultdict(int)
    lines = {row.line_id: row.line for row in goods}
    for row in goods:
        kept[row.line_id] += row.kept
    surplus = {pk: max(0, line.received - line.amount) for pk, line in lines.items()}
    by = one.completed_by
    return {
        "idreceipt": one.pk,
        "idwarehouse": one.warehouse_id,
        "version": 2,
        "supplier": {"idsupplier": one.order.supplier_id, "name": one.order.supplier_name},
        "purchaseorder": {"idpurchaseorder": one.order_id, "purchaseorderid": one.order.number},
        "receiptid": one.number,
        "status": one.status,
        "remarks": or_null(one.remarks),
        "completed_by": {"iduser": by.pk, "name": by.full_name} if by else None,
        "amount_received": sum(kept.values()),
        "amount_received_excessive": sum(min(kept[pk], surplus[pk]) for pk in kept),
        "completed_at": local(one.completed_at),
        "created": local(one.created_at),
        "updated": local(one.updated_at),
        "products": [_goods(row) for row in goods],
    }


def _goods(one: ReceivedGoods) -> dict[str, Any]:
    return {
        "idreceipt_product": one.pk,
        "idpurchaseorder_product": one.line_id,
        "idproduct": one.line.product_id,
        "idlocation": one.location_id,
        "productcode": one.line.code,
        "productcode_supplier": or_null(one.line.supplier_code),
        "name": one.line.name,
        "amount": one.amount,
        "amount_reverted": one.reverted,
    }


def _expected(line: PurchaseLine) -> dict[str, Any]:
    return {
        "idpurchaseorder_product": line.pk,
        "idproduct": line.product_id,
        "productcode": line.code,
        "productcode_supplier": or_null(line.supplier_code),
        "name": line.name,
        "amount": line.amount,
        "amount_received": line.received,
        "amount_expected": line.outstanding,
    }


def _with_line(goods_id: int) -> ReceivedGoods:
    return ReceivedGoods.objects.select_related("line").get(pk=goods_id)


def _one(receipt_id: int) -> dict[str, Any]:
    found = receipt_shapes([receipt_id] if receipt_id <= HIGHEST_ID else [])
    if not found:
        raise Http404
    return found[0]
