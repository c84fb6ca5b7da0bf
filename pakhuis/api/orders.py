"""Orders over the API."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from ninja import Router

from pakhuis.api.answers import answer, nothing
from pakhuis.api.backorder_shape import backorder_shapes
from pakhuis.api.body import EMPTY, Body, day, fields_of, first, flag, identifier, identifiers, number, text
from pakhuis.api.keys import actor_of
from pakhuis.api.lists import between_dates, between_ids, by_ids, given, page_of
from pakhuis.api.order_shape import order_shapes
from pakhuis.customers.intake import NewAddress
from pakhuis.fulfilment.actions import process_backorders, process_order
from pakhuis.kernel.clock import now
from pakhuis.kernel.given import NOT_GIVEN
from pakhuis.kernel.numbers import HIGHEST_ID
from pakhuis.orders.actions import cancel_order, place_order
from pakhuis.orders.intake import NewLine, NewOrder
from pakhuis.orders.models import Backorder, BackorderState, Order
from pakhuis.orders.states import OrderStatus

router = Router(tags=["orders"])
ADDRESS_FIELDS = {
    "name": "name",
    "contactname": "contact_name",
    "address": "line1",
    "address2": "line2",
    "zipcode": "zipcode",
    "city": "city",
    "region": "region",
    "country": "country",
}


@router.get("/orders")
def list_orders(request: HttpRequest) -> HttpResponse:
    """Filters: search, sinceid, beforeid, sincedate, untildate, status, reference, emailaddress, idcustomer,
    idwarehouse, orderid, tag."""
    rows = by_ids(Order.objects.all(), request, {"idcustomer": "customer_id"})
    rows = between_ids(rows, request)
    rows = between_dates(rows, request, {"sincedate": "created_at__gte", "untildate": "created_at__lte"})
    return answer(order_shapes(page_of(_filtered(rows, request), request)))


def _filtered(rows: QuerySet[Order], request: HttpRequest) -> QuerySet[Order]:
    exact = {"reference": "reference", "emailaddress": "email__iexact", "orderid": "number"}
    for name, field in exact.items():
        if given(request, name):
            rows = rows.filter(**{field: given(request, name)})
    if given(request, "status"):
        status = given(request, "status")
        rows = rows.filter(status=status) if status in tuple(OrderStatus) else rows.none()
    if given(request, "tag"):
        rows = rows.filter(order_tags__tag__title=given(request, "tag"))
    if given(request, "idwarehouse"):
        rows = by_ids(rows, request, {"idwarehouse": "picklists__warehouse_id"}).distinct()
    words = given(request, "search")
    if words:
        rows = rows.filter(
            Q(number__iexact=words)
            | Q(reference__icontains=words)
            | Q(delivery_name__icontains=words)
            | Q(invoice_name__icontains=words)
            | Q(delivery_contact_name__icontains=words)
            | Q(email__iexact=words)
        )
    return rows


@router.get("/orders/{int:order_id}")
def get_order(request: HttpRequest, order_id: int) -> HttpResponse:
    return answer(_one(order_id))


@router.post("/orders")
def post_order(request: HttpRequest, body: Body = EMPTY) -> HttpResponse:
    """A concept. What is not given is taken from the customer; without one it is a guest order."""
    placed = place_order(new_order(fields_of(body)), by=actor_of(request), now=now())
    return answer(_one(placed.order.pk), status=201)


@router.delete("/orders/{int:order_id}")
def delete_order(request: HttpRequest, order_id: int) -> HttpResponse:
    """Cancels a concept or expected order; any other is refused (code 21)."""
    _exists(order_id)
    cancel_order(order_id, by=actor_of(request), now=now())
    return nothing()


@router.post("/orders/{int:order_id}/process")
def post_process(request: HttpRequest, order_id: int) -> HttpResponse:
    """Picklists and backorders; refused (code 32) when it was done before."""
    _exists(order_id)
    process_order(order_id, by=actor_of(request), now=now())
    return answer(_one(order_id))


@router.post("/orders/{int:order_id}/process-backorders")
def post_process_backorders(request: HttpRequest, order_id: int) -> HttpResponse:
    """Picklists for what is available now."""
    _exists(order_id)
    process_backorders(order_ids=[order_id], by=actor_of(request), now=now())
    return answer(_one(order_id)["picklists"])


@router.get("/orders/{int:order_id}/products")
def get_lines(request: HttpRequest, order_id: int) -> HttpResponse:
    return answer(_one(order_id)["products"])


@router.get("/orders/{int:order_id}/tags")
def get_tags(request: HttpRequest, order_id: int) -> HttpResponse:
    return answer(list(dict(_one(order_id)["tags"]).values()))


@router.get("/orders/{int:order_id}/backorders")
def get_backorders(request: HttpRequest, order_id: int) -> HttpResponse:
    _exists(order_id)
    waiting = Backorder.objects.filter(order_id=order_id, state=BackorderState.OPEN)
    return answer(backorder_shapes(page_of(waiting, request)))


def new_order(fields: Mapping[str, Any]) -> NewOrder:
    """An order of the API in our words."""
    lists = first(fields, "pricelists")
    discount = first(fields, "discount")
    return NewOrder(
        customer_id=identifier(first(fields, "idcustomer")),
        lines=_lines(first(fields, "products")),
        delivery=_address("delivery", fields),
        invoice=_address("invoice", fields),
        email=text(fields.get("emailaddress")),
        phone=text(fields.get("telephone")),
        reference=text(fields.get("reference")),
        remarks=text(fields.get("customer_remarks")),
        discount=number(discount),
        template_id=identifier(first(fields, "idtemplate")),
        autosplit=flag(first(fields, "auto_split", "partialdelivery")),
        calculate_vat=flag(first(fields, "calculatevat")),
        language=text(fields.get("language")),
        price_list_ids=None if lists in (NOT_GIVEN, None) else identifiers(lists, "idpricelist"),
        warehouse_ids=identifiers(first(fields, "warehouses"), "idwarehouse"),
        preferred_delivery_date=day(fields.get("preferred_delivery_date")),
    )


def _lines(value: Any) -> tuple[NewLine, ...]:
    if isinstance(value, Mapping):
        value = list(value.values())
    if not isinstance(value, Sequence) or isinstance(value, str):
        return ()
    return tuple(_line(one if isinstance(one, Mapping) else {}) for one in value)


def _line(fields: Mapping[str, Any]) -> NewLine:
    return NewLine(
        product_id=identifier(first(fields, "idproduct")),
        product_code=text(fields.get("productcode")),
        amount=number(first(fields, "amount")),
        price=number(first(fields, "price")),
        name=text(fields.get("name")),
        remarks=text(fields.get("remarks")),
        vat_group_id=identifier(first(fields, "idvatgroup")),
    )


def _address(prefix: str, fields: Mapping[str, Any]) -> NewAddress | None:
    """The address whose keys begin with `prefix`; None when none of them says anything."""
    values = {ours: text(fields.get(f"{prefix}{theirs}")) for theirs, ours in ADDRESS_FIELDS.items()}
    return NewAddress(**values) if any(value.strip() for value in values.values()) else None


def _exists(order_id: int) -> None:
    if order_id > HIGHEST_ID or not Order.objects.filter(pk=order_id).exists():
        raise Http404


def _one(order_id: int) -> dict[str, Any]:
    found = order_shapes([order_id] if order_id <= HIGHEST_ID else [])
    if not found:
        raise Http404
    return found[0]
