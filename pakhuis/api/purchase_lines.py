"""Lines of purchase orders over the API."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Router

from pakhuis.api.answers import answer, nothing
from pakhuis.api.body import EMPTY, Body, fields_of, first, number, raw_day, text_or_not
from pakhuis.api.keys import actor_of
from pakhuis.api.lists import listed
from pakhuis.api.purchase_shape import line_shape
from pakhuis.api.purchases import exists, new_line
from pakhuis.kernel.clock import now
from pakhuis.kernel.given import NOT_GIVEN
from pakhuis.kernel.numbers import HIGHEST_ID
from pakhuis.purchasing.actions import change_purchase
from pakhuis.purchasing.intake import PurchaseChange, PurchaseLineFields
from pakhuis.purchasing.models import PurchaseLine

router = Router(tags=["purchase orders"])
_LINES = "/purchaseorders/{int:purchase_id}/products"
_LINE = f"{_LINES}/{{int:purchase_line_id}}"


@router.get(_LINES)
def list_lines(request: HttpRequest, purchase_id: int) -> HttpResponse:
    exists(purchase_id)
    rows = PurchaseLine.objects.filter(order=purchase_id).order_by("pk")
    return listed([line_shape(one) for one in rows], request)


@router.post(_LINES)
def post_line(request: HttpRequest, purchase_id: int, body: Body = EMPTY) -> HttpResponse:
    """Needs idproduct or productcode, and amount; without a price the supplier's."""
    exists(purchase_id)
    change = PurchaseChange(new_lines=(new_line(fields_of(body)),))
    change_purchase(purchase_id, change, by=actor_of(request), now=now())
    made = PurchaseLine.objects.filter(order=purchase_id).order_by("-pk")[0]
    return answer(line_shape(made), status=201)


@router.get(_LINE)
def get_line(request: HttpRequest, purchase_id: int, purchase_line_id: int) -> HttpResponse:
    return answer(_one(purchase_id, purchase_line_id))


@router.put(_LINE)
def put_line(
    request: HttpRequest, purchase_id: int, purchase_line_id: int, body: Body = EMPTY
) -> HttpResponse:
    """`amount` (not below what has come in), `price`, `name`, `delivery_date`."""
    _one(purchase_id, purchase_line_id)
    fields = fields_of(body)
    line = PurchaseLineFields(
        id=purchase_line_id,
        amount=number(fields["amount"]) if "amount" in fields else NOT_GIVEN,
        price=number(fields["price"]) if "price" in fields else NOT_GIVEN,
        name=text_or_not(first(fields, "name")),
        expected_on=raw_day(fields["delivery_date"]) if "delivery_date" in fields else NOT_GIVEN,
    )
    change_purchase(purchase_id, PurchaseChange(lines=(line,)), by=actor_of(request), now=now())
    return answer(_one(purchase_id, purchase_line_id))


@router.delete(_LINE)
def delete_line(request: HttpRequest, purchase_id: int, purchase_line_id: int) -> HttpResponse:
    """Only while nothing of it has come in."""
    _one(purchase_id, purchase_line_id)
    line = PurchaseLineFields(id=purchase_line_id, removed=True)
    change_purchase(purchase_id, PurchaseChange(lines=(line,)), by=actor_of(request), now=now())
    return nothing()


def _one(purchase_id: int, line_id: int) -> dict[str, Any]:
    found = PurchaseLine.objects.filter(
        order=min(purchase_id, HIGHEST_ID), pk=min(line_id, HIGHEST_ID)
    ).first()
    if found is None:
        raise Http404
    return line_shape(found)
