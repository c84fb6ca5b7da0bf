"""Purchase orders over the API: made, changed, ordered, closed, called off."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from ninja import Router

from pakhuis.api.answers import answer
from pakhuis.api.body import (
    EMPTY,
    NO_ID,
    Body,
    fields_of,
    first,
    identifier,
    number,
    raw_day,
    text,
    text_or_not,
)
from pakhuis.api.keys import actor_of
from pakhuis.api.lists import between_dates, by_ids, given, page_of
from pakhuis.api.purchase_shape import purchase_shapes
from pakhuis.kernel.clock import now
from pakhuis.kernel.given import NOT_GIVEN
from pakhuis.kernel.numbers import HIGHEST_ID
from pakhuis.purchasing.actions import (
    cancel_purchase,
    change_purchase,
    close_purchase,
    create_purchase,
    mark_purchased,
)
from pakhuis.purchasing.intake import NewPurchaseLine, PurchaseChange, PurchaseFields
from pakhuis.purchasing.models import PurchaseOrder
from pakhuis.purchasing.states import PurchaseStatus

router = Router(tags=["purchase orders"])


@router.get("/purchaseorders")
def list_purchases(request: HttpRequest) -> HttpResponse:
    """Filters: status, search, updated_after, idsupplier, idwarehouse."""
    rows = by_ids(
        PurchaseOrder.objects.all(), request, {"idsupplier": "supplier_id", "idwarehouse": "warehouse_id"}
    )
    status, words = given(request, "status"), given(request, "search")
    if status:
        rows = rows.filter(status=status) if status in tuple(PurchaseStatus) else rows.none()
    if words:
        rows = rows.filter(
            Q(number__icontains=words)
            | Q(supplier_name__icontains=words)
            | Q(supplier_order_number__icontains=words)
        )
    rows = between_dates(rows, request, {"updated_after": "updated_at__gt"})
    return answer(purchase_shapes(page_of(rows, request)))


@router.get("/purchaseorders/{int:purchase_id}")
def get_purchase(request: HttpRequest, purchase_id: int) -> HttpResponse:
    return answer(one_purchase(purchase_id))


@router.post("/purchaseorders")
def post_purchase(request: HttpRequest, body: Body = EMPTY) -> HttpResponse:
    """A concept. Needs idsupplier or supplier_name; without a warehouse that which takes orders first."""
    fields = fields_of(body)
    made = create_purchase(_head(fields), new_lines(fields), by=actor_of(request), now=now())
    return answer(one_purchase(made.pk), status=201)


@router.put("/purchaseorders/{int:purchase_id}")
def put_purchase(request: HttpRequest, purchase_id: int, body: Body = EMPTY) -> HttpResponse:
    """Changes what is given, lines apart."""
    exists(purchase_id)
    change = PurchaseChange(fields=_head(fields_of(body)))
    change_purchase(purchase_id, change, by=actor_of(request), now=now())
    return answer(one_purchase(purchase_id))


@router.post("/purchaseorders/{int:purchase_id}/mark-as-purchased")
def post_purchased(request: HttpRequest, purchase_id: int) -> HttpResponse:
    """Its pieces are announced from now on."""
    mark_purchased(purchase_id, by=actor_of(request), now=now())
    return answer(one_purchase(purchase_id))


@router.post("/purchaseorders/{int:purchase_id}/close")
def post_close(request: HttpRequest, purchase_id: int) -> HttpResponse:
    """Nothing more of it is expected."""
    close_purchase(purchase_id, by=actor_of(request), now=now())
    return answer(one_purchase(purchase_id))


@router.post("/purchaseorders/{int:purchase_id}/cancel")
def post_cancel(request: HttpRequest, purchase_id: int) -> HttpResponse:
    """Only while nothing has come in."""
    cancel_purchase(purchase_id, by=actor_of(request), now=now())
    return answer(one_purchase(purchase_id))


def _head(fields: Mapping[str, Any]) -> PurchaseFields:
    language = first(fields, "language")
    return PurchaseFields(
        supplier_id=identifier(fields["idsupplier"]) if "idsupplier" in fields else NOT_GIVEN,
        supplier_name=text_or_not(first(fields, "supplier_name")),
        supplier_order_number=text_or_not(first(fields, "supplier_orderid")),
        warehouse_id=identifier(fields["idwarehouse"]) if "idwarehouse" in fields else NOT_GIVEN,
        template_id=identifier(fields["idtemplate"]) if "idtemplate" in fields else NOT_GIVEN,
        remarks=text_or_not(first(fields, "remarks")),
        language=NOT_GIVEN if language in (None, "") else text_or_not(language),
        expected_on=raw_day(fields["delivery_date"]) if "delivery_date" in fields else NOT_GIVEN,
    )


def new_lines(fields: Mapping[str, Any]) -> tuple[NewPurchaseLine, ...]:
    """The lines of a body; what is no line asks for nothing, and is refused at its place."""
    asked = fields.get("products") or ()
    rows = list(asked.values()) if isinstance(asked, Mapping) else asked
    if not isinstance(rows, list | tuple):
        rows = [{}]
    return tuple(new_line(one if isinstance(one, Mapping) else {}) for one in rows)


def new_line(fields: Mapping[str, Any]) -> NewPurchaseLine:
    code = text(fields.get("productcode"))
    product_id = identifier(first(fields, "idproduct"))
    return NewPurchaseLine(
        product_id=product_id if product_id is not None or code else NO_ID,
        product_code=code,
        amount=number(fields.get("amount")),
        price=number(fields["price"]) if fields.get("price") is not None else NOT_GIVEN,
        expected_on=raw_day(fields.get("delivery_date")),
    )


def exists(purchase_id: int) -> None:
    """404 where there is no such purchase order."""
    if purchase_id > HIGHEST_ID or not PurchaseOrder.objects.filter(pk=purchase_id).exists():
        raise Http404


def one_purchase(purchase_id: int) -> dict[str, Any]:
    """Its shape, or 404."""
    found = purchase_shapes([purchase_id] if purchase_id <= HIGHEST_ID else [])
    if not found:
        raise Http404
    return found[0]
