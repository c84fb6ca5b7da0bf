"""Orders over the API."""

from __future__ import annotations

from dataclasses import replace

from django.db import transaction
from django.db.models import QuerySet
from django.db.models.functions import Upper
from django.http import HttpRequest, HttpResponse
from ninja import Router

from pakhuis.api.answers import answer, nothing
from pakhuis.api.body import EMPTY, Body, changed_fields, fields_of, first, flag, identifier
from pakhuis.api.keys import actor_of
from pakhuis.api.lists import between_dates, between_ids, by_ids, given, page_of
from pakhuis.api.order_intake import change_of, new_order
from pakhuis.api.order_shape import one_order, order_exists, order_shapes
from pakhuis.fragments.asking import is_exactly
from pakhuis.fulfilment.actions import change_order_and_queue, force_cancel_order, wish_profile
from pakhuis.kernel.clock import now
from pakhuis.kernel.given import NOT_GIVEN
from pakhuis.orders.actions import cancel_order, change_customer, place_order, switch_autosplit
from pakhuis.orders.models import Order
from pakhuis.orders.search import found_by
from pakhuis.orders.states import OrderStatus

router = Router(tags=["orders"])
PROFILE = "idshippingprovider_profile"


@router.get("/orders")
def list_orders(request: HttpRequest) -> HttpResponse:
    """Filters: search, sinceid, beforeid, sincedate, untildate, status, reference, emailaddress, idcustomer,
    idwarehouse, orderid, tag."""
    rows = by_ids(Order.objects.all(), request, {"idcustomer": "customer_id"})
    rows = between_ids(rows, request)
    rows = between_dates(rows, request, {"sincedate": "created_at__gte", "untildate": "created_at__lte"})
    return answer(order_shapes(page_of(_filtered(rows, request), request)))


def _filtered(rows: QuerySet[Order], request: HttpRequest) -> QuerySet[Order]:
    if given(request, "orderid"):
        rows = rows.filter(number=given(request, "orderid"))
    # As the indexes are made: of what is not empty, e-mail without regard to case.
    if given(request, "reference"):
        rows = rows.filter(is_exactly("reference", given(request, "reference")))
    if given(request, "emailaddress"):
        wanted = given(request, "emailaddress").upper()
        rows = rows.annotate(mail=Upper("email")).filter(mail=wanted).exclude(email="")
    if given(request, "status"):
        status = given(request, "status")
        rows = rows.filter(status=status) if status in tuple(OrderStatus) else rows.none()
    if given(request, "tag"):
        rows = rows.filter(order_tags__tag__title=given(request, "tag"))
    if given(request, "idwarehouse"):
        rows = by_ids(rows, request, {"idwarehouse": "picklists__warehouse_id"}).distinct()
    return found_by(given(request, "search")[:100], rows)


@router.get("/orders/{int:order_id}")
def get_order(request: HttpRequest, order_id: int) -> HttpResponse:
    return answer(one_order(order_id))


@router.post("/orders")
def post_order(request: HttpRequest, body: Body = EMPTY) -> HttpResponse:
    """A concept. What is not given is taken from the customer; without one it is a guest order."""
    fields, by, at = fields_of(body), actor_of(request), now()
    with transaction.atomic():
        placed = place_order(new_order(fields), by=by, now=at)
        profile = identifier(first(fields, PROFILE))
        if profile is not None:
            wish_profile(placed.order.pk, profile_id=profile, by=by, now=at)
    return answer(one_order(placed.order.pk), status=201)


@router.put("/orders/{int:order_id}")
def put_order(request: HttpRequest, order_id: int, body: Body = EMPTY) -> HttpResponse:
    """Changes what is given, lines apart. Another `idcustomer` decides anew what was agreed, prices too;
    another `auto_split` of a processed order divides anew what waits of it."""
    before = one_order(order_id)
    fields = changed_fields(body, before)
    by, at = actor_of(request), now()
    with transaction.atomic():
        if "idcustomer" in fields:
            change_customer(order_id, customer_id=identifier(fields["idcustomer"]), by=by, now=at)
        change = change_of(fields, before)
        if change.autosplit not in (NOT_GIVEN, None) and before["status"] in ("processing", "paused"):
            switch_autosplit(order_id, autosplit=bool(change.autosplit), by=by, now=at)
            change = replace(change, autosplit=NOT_GIVEN)
        change_order_and_queue(order_id, change, by=by, now=at)
        if PROFILE in fields:
            wish_profile(order_id, profile_id=identifier(fields[PROFILE]), by=by, now=at)
    return answer(one_order(order_id))


@router.delete("/orders/{int:order_id}")
def delete_order(request: HttpRequest, order_id: int, body: Body = EMPTY) -> HttpResponse:
    """Cancels a concept or expected order; `force` also one that is processed, even when picked."""
    order_exists(order_id)
    is_forced = flag(request.GET.get("force")) or flag(fields_of(body).get("force"))
    cancel = force_cancel_order if is_forced else cancel_order
    cancel(order_id, by=actor_of(request), now=now())
    return nothing()
