"""Where a product lies and belongs over the API."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Router

from pakhuis.api.answers import answer, nothing, or_null
from pakhuis.api.body import EMPTY, NO_ID, Body, fields_of, first, flag, identifier, text
from pakhuis.api.keys import actor_of
from pakhuis.api.lists import listed
from pakhuis.api.products import exists
from pakhuis.fulfilment.shares import taken_for
from pakhuis.kernel.clock import now
from pakhuis.kernel.numbers import HIGHEST_ID
from pakhuis.stock.actions import place_product, places_of, unplace_product
from pakhuis.stock.models import LocationStock, StockLevel

router = Router(tags=["products"])


@router.get("/products/{int:product_id}/locations")
def list_locations(request: HttpRequest, product_id: int) -> HttpResponse:
    exists(product_id)
    return listed(_places(product_id), request)


def _places(product_id: int) -> list[dict[str, Any]]:
    rows = LocationStock.objects.filter(product=product_id).select_related("location")
    found = list(rows.order_by("warehouse_id", "location__name"))
    reserved = _reserved(product_id) if found else {}
    return [
        {
            "idlocation": one.location_id,
            "idwarehouse": one.warehouse_id,
            "name": one.location.name,
            "note": or_null(one.note),
            "is_preferred": one.preferred,
            "is_bulk_location": one.location.kind == "bulk",
            "stock_for_product": {
                "stock": one.on_hand,
                "stock_reserved_picklists": reserved.get(one.location_id, 0),
            },
        }
        for one in found
    ]


def _reserved(product_id: int) -> dict[int | None, int]:
    """By location how many pieces open picklists will take there, by the rule that pickers go by."""
    picking = dict(StockLevel.objects.filter(product=product_id).values_list("warehouse_id", "picking"))
    return {
        one.place.location: one.pieces
        for (_, house), places in places_of([product_id], warehouse_ids=picking).items()
        for one in taken_for(places, picking[house])
    }


@router.post("/products/{int:product_id}/locations")
def post_location(request: HttpRequest, product_id: int, body: Body = EMPTY) -> HttpResponse:
    """`idlocation`, and `is_preferred` and `note` where they matter."""
    exists(product_id)
    fields = fields_of(body)
    _placed(request, product_id, identifier(first(fields, "idlocation")) or NO_ID, body)
    return answer(_places(product_id), status=201)


@router.put("/products/{int:product_id}/locations/{int:location_id}")
def put_location(request: HttpRequest, product_id: int, location_id: int, body: Body = EMPTY) -> HttpResponse:
    """Changes `is_preferred` and `note`."""
    exists(product_id)
    _has_place(product_id, location_id)
    _placed(request, product_id, location_id, body)
    return answer(_places(product_id))


def _has_place(product_id: int, location_id: int) -> LocationStock:
    found = LocationStock.objects.filter(product=product_id, location=min(location_id, HIGHEST_ID)).first()
    if found is None:
        raise Http404
    return found


def _placed(request: HttpRequest, product_id: int, location_id: int, body: Body) -> None:
    fields = fields_of(body)
    present = LocationStock.objects.filter(product=product_id, location=location_id).first()
    preferred = flag(first(fields, "is_preferred"))
    place_product(
        product_id,
        location_id=location_id,
        preferred=bool(present and present.preferred) if preferred is None else preferred,
        note=text(fields["note"]) if "note" in fields else present.note if present else "",
        by=actor_of(request),
        now=now(),
    )


@router.delete("/products/{int:product_id}/locations/{int:location_id}")
def delete_location(request: HttpRequest, product_id: int, location_id: int) -> HttpResponse:
    return _unplaced(request, product_id, location_id)


@router.post("/products/{int:product_id}/locations/{int:location_id}")
def post_unlink(request: HttpRequest, product_id: int, location_id: int) -> HttpResponse:
    """Takes the product off the location: what the Python client sends for it."""
    return _unplaced(request, product_id, location_id)


def _unplaced(request: HttpRequest, product_id: int, location_id: int) -> HttpResponse:
    exists(product_id)
    _has_place(product_id, location_id)
    unplace_product(product_id, location_id=location_id, by=actor_of(request), now=now())
    return nothing()
