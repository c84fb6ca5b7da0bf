"""Own fields of orders over the API: which there are, and values in and out."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Router

from pakhuis.api.answers import answer, nothing
from pakhuis.api.body import EMPTY, Body, fields_of
from pakhuis.api.keys import actor_of
from pakhuis.api.lists import listed, page_of
from pakhuis.api.order_shape import one_order, order_exists
from pakhuis.api.own_values import value_given
from pakhuis.kernel.clock import now
from pakhuis.kernel.numbers import HIGHEST_ID
from pakhuis.orders.actions import change_order
from pakhuis.orders.intake import OrderChange
from pakhuis.orders.models import OrderField
from pakhuis.ownfields.intake import GivenOwnValue

router = Router(tags=["order fields"])


@router.get("/orderfields")
def list_order_fields(request: HttpRequest) -> HttpResponse:
    """The fields that are in use; made and changed on the screen only."""
    fields = OrderField.objects.filter(retired_at=None)
    ids = page_of(fields, request)
    return answer([_shape(one) for one in fields.filter(pk__in=ids)])


@router.get("/orderfields/{int:field_id}")
def get_order_field(request: HttpRequest, field_id: int) -> HttpResponse:
    field = OrderField.objects.filter(pk=min(field_id, HIGHEST_ID), retired_at=None).first()
    if field is None:
        raise Http404
    return answer(_shape(field))


@router.get("/orders/{int:order_id}/orderfields")
def get_values(request: HttpRequest, order_id: int) -> HttpResponse:
    return listed(one_order(order_id)["orderfields"], request)


@router.put("/orders/{int:order_id}/orderfields/{int:field_id}")
def put_value(request: HttpRequest, order_id: int, field_id: int, body: Body = EMPTY) -> HttpResponse:
    """Fills a field in; several choices with `;` between them, an empty `value` clears it."""
    order_exists(order_id)
    _field_exists(field_id)
    given = GivenOwnValue(field_id=field_id, value=value_given(fields_of(body).get("value")))
    change_order(order_id, OrderChange(own_values=(given,)), by=actor_of(request), now=now())
    return answer(one_order(order_id)["orderfields"])


@router.delete("/orders/{int:order_id}/orderfields/{int:field_id}")
def delete_value(request: HttpRequest, order_id: int, field_id: int) -> HttpResponse:
    order_exists(order_id)
    _field_exists(field_id)
    change = OrderChange(own_values=(GivenOwnValue(field_id=field_id),))
    change_order(order_id, change, by=actor_of(request), now=now())
    return nothing()


def _field_exists(field_id: int) -> None:
    if not OrderField.objects.filter(pk=min(field_id, HIGHEST_ID)).exists():
        raise Http404


def _shape(field: OrderField) -> dict[str, Any]:
    return {
        "idorderfield": field.pk,
        "title": field.title,
        "type": field.kind,
        "values": field.choices,
        "required": field.required,
        "visible_picklist": field.on_picklist,
        "visible_portal": field.on_portal,
        "only_accessible_via_api": False,
    }
