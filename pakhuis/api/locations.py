"""Locations over the API."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Router

from pakhuis.api.answers import answer, nothing, or_null
from pakhuis.api.body import EMPTY, NO_ID, Body, fields_of, first, flag, identifier, number, text
from pakhuis.api.keys import actor_of
from pakhuis.api.lists import by_ids, given, page_of
from pakhuis.api.location_types import kind_of, type_of
from pakhuis.kernel.clock import now
from pakhuis.kernel.given import NOT_GIVEN
from pakhuis.kernel.numbers import HIGHEST_ID
from pakhuis.stock.actions import create_location, delete_location, update_location
from pakhuis.stock.intake import LocationFields
from pakhuis.stock.models import Location, LocationKind, LocationStock

router = Router(tags=["locations"])


def _shape(one: Location) -> dict[str, Any]:
    return {
        "idlocation": one.pk,
        "idwarehouse": one.warehouse_id,
        "type": "location",
        "location_type": type_of(one.kind),
        "parent_idlocation": None,
        "name": one.name,
        "remarks": or_null(one.remarks),
        "unlink_on_empty": False,
        "is_bulk_location": one.kind == LocationKind.BULK,
        "is_exclusive_location": False,
        "pick_order": one.pick_order,
    }


def _one(location_id: int) -> Location:
    found = Location.objects.filter(pk=min(location_id, HIGHEST_ID)).first()
    if found is None:
        raise Http404
    return found


def _fields(body: Body) -> LocationFields:
    fields = fields_of(body)
    bulk = flag(first(fields, "is_bulk_location"))
    kind = kind_of(first(fields, "idlocation_type"))
    if bulk is None and kind is not None:
        bulk = kind == LocationKind.BULK
    return LocationFields(
        name=text(fields["name"]) if "name" in fields else NOT_GIVEN,
        is_bulk=NOT_GIVEN if bulk is None else bulk,
        remarks=text(fields["remarks"]) if "remarks" in fields else NOT_GIVEN,
        pick_order=(number(fields["pick_order"]) or 0) if "pick_order" in fields else NOT_GIVEN,
    )


@router.get("/locations")
def list_locations(request: HttpRequest) -> HttpResponse:
    """Filters: idwarehouse, idlocation_type, type (`location`), name (a fragment)."""
    rows = by_ids(Location.objects.all(), request, {"idwarehouse": "warehouse_id"})
    if given(request, "idlocation_type"):
        kind = kind_of(given(request, "idlocation_type"))
        rows = rows.filter(kind=kind) if kind else rows.none()
    if given(request, "type") not in ("", "location"):
        rows = rows.none()
    if given(request, "name"):
        rows = rows.filter(name__icontains=given(request, "name"))
    ids = page_of(rows, request)
    return answer([_shape(one) for one in Location.objects.filter(pk__in=ids).order_by("pk")])


@router.post("/locations")
def post_location(request: HttpRequest, body: Body = EMPTY) -> HttpResponse:
    """Needs idwarehouse and name."""
    warehouse_id = identifier(first(fields_of(body), "idwarehouse")) or NO_ID
    made = create_location(warehouse_id, _fields(body), by=actor_of(request), now=now())
    return answer(_shape(made), status=201)


@router.get("/locations/{int:location_id}")
def get_location(request: HttpRequest, location_id: int) -> HttpResponse:
    return answer(_shape(_one(location_id)))


@router.put("/locations/{int:location_id}")
def put_location(request: HttpRequest, location_id: int, body: Body = EMPTY) -> HttpResponse:
    """Changes what is given; a location stays in its warehouse."""
    _one(location_id)
    return answer(_shape(update_location(location_id, _fields(body), by=actor_of(request), now=now())))


@router.delete("/locations/{int:location_id}")
def remove_location(request: HttpRequest, location_id: int) -> HttpResponse:
    """Only an empty one."""
    _one(location_id)
    delete_location(location_id, by=actor_of(request), now=now())
    return nothing()


@router.get("/locations/{int:location_id}/products")
def list_products(request: HttpRequest, location_id: int) -> HttpResponse:
    """What lies and belongs there."""
    _one(location_id)
    ids = page_of(LocationStock.objects.filter(location=location_id), request)
    rows = LocationStock.objects.filter(pk__in=ids).select_related("product").order_by("pk")
    return answer(
        [
            {
                "idproduct": one.product_id,
                "productcode": one.product.code,
                "name": one.product.name,
                "stock": one.on_hand,
                "is_preferred": one.preferred,
                "note": or_null(one.note),
            }
            for one in rows
        ]
    )
