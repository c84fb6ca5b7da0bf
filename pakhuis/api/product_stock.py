"""The stock of one product over the API: seen, corrected, moved."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Router

from pakhuis.api.answers import answer
from pakhuis.api.body import EMPTY, Body, fields_of, first, identifier, number, text
from pakhuis.api.keys import actor_of
from pakhuis.api.lists import listed
from pakhuis.api.product_shape import stock_shape, stock_shapes
from pakhuis.api.products import exists
from pakhuis.catalogue.queries import parts_of
from pakhuis.fulfilment.actions import correct_and_hand_out
from pakhuis.kernel.clock import now
from pakhuis.kernel.numbers import HIGHEST_ID
from pakhuis.stock.actions import move_between_locations
from pakhuis.stock.models import LocationStock, Warehouse
from pakhuis.stock.queries import stock_of

router = Router(tags=["products"])


@router.get("/products/{int:product_id}/stock")
def get_stock(request: HttpRequest, product_id: int) -> HttpResponse:
    exists(product_id)
    return listed(stock_shapes([product_id])[product_id], request)


@router.get("/products/{int:product_id}/stock/{int:warehouse_id}")
def get_stock_here(request: HttpRequest, product_id: int, warehouse_id: int) -> HttpResponse:
    """With what lies on each location; `changeable` is false of a composition."""
    exists(product_id)
    return answer(_here(product_id, warehouse_id))


def _here(product_id: int, warehouse_id: int) -> dict[str, Any]:
    if warehouse_id > HIGHEST_ID or not Warehouse.objects.filter(pk=warehouse_id).exists():
        raise Http404
    level = stock_of([product_id]).get((product_id, warehouse_id))
    places = LocationStock.objects.filter(product=product_id, warehouse=warehouse_id)
    return {
        **stock_shape(level, warehouse_id),
        "locations": [
            {"idlocation": pk, "name": name, "stock": pieces}
            for pk, name, pieces in places.order_by("location__name").values_list(
                "location_id", "location__name", "on_hand"
            )
        ],
        "changeable": not parts_of([product_id]),
    }


@router.post("/products/{int:product_id}/stock/{int:warehouse_id}")
def post_stock(request: HttpRequest, product_id: int, warehouse_id: int, body: Body = EMPTY) -> HttpResponse:
    """`change` is a difference, `amount` a new level; never below what picklists and backorders hold."""
    exists(product_id)
    before = _here(product_id, warehouse_id)
    fields = fields_of(body)
    location_id = identifier(first(fields, "idlocation"))
    change, amount = number(first(fields, "change")), number(first(fields, "amount"))
    if change in (0, "0") or (location_id is None and change is None and str(amount) == str(before["stock"])):
        return answer(before)
    correct_and_hand_out(
        product_id,
        warehouse_id=warehouse_id,
        location_id=location_id,
        change=change,
        amount=amount if change is None else None,
        reason=text(fields.get("reason")),
        by=actor_of(request),
        now=now(),
    )
    return answer(_here(product_id, warehouse_id))


@router.post("/products/{int:product_id}/stock/{int:warehouse_id}/move")
def post_move(request: HttpRequest, product_id: int, warehouse_id: int, body: Body = EMPTY) -> HttpResponse:
    """From one location to another of the same warehouse; null: no location."""
    exists(product_id)
    _here(product_id, warehouse_id)
    fields = fields_of(body)
    move_between_locations(
        product_id,
        warehouse_id=warehouse_id,
        from_location_id=identifier(first(fields, "from_idlocation")),
        to_location_id=identifier(first(fields, "to_idlocation")),
        amount=number(first(fields, "amount")),
        reason=text(fields.get("reason")),
        by=actor_of(request),
        now=now(),
    )
    return answer(_here(product_id, warehouse_id))


@router.get("/products/{int:product_id}/warehouses")
def get_warehouses(request: HttpRequest, product_id: int) -> HttpResponse:
    """Per warehouse where it is picked first; levels to order at are not kept."""
    exists(product_id)
    places = LocationStock.objects.filter(product=product_id, preferred=True)
    preferred = dict(places.values_list("warehouse_id", "location__name"))
    houses = Warehouse.objects.filter(active=True).order_by("pk").values_list("pk", flat=True)
    shapes = [
        {
            "idwarehouse": house,
            "stock_level_order": None,
            "stock_level_desired": None,
            "stock_level_maximum": None,
            "stock_location": preferred.get(house),
        }
        for house in houses
    ]
    return listed(shapes, request)
