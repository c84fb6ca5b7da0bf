"""Locations: the overview per warehouse, one with what lies on it, made, changed, removed."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from pakhuis.accounts.rights import Right
from pakhuis.kernel.clock import now
from pakhuis.kernel.text import clean
from pakhuis.stock.actions import create_location, delete_location, update_location
from pakhuis.stock.intake import LocationFields
from pakhuis.stock.models import Location, LocationKind, LocationMove, LocationStock, Warehouse
from pakhuis.ui.access import actor_of, page
from pakhuis.ui.doing import do, edited
from pakhuis.ui.entered import flag, number, text, whole
from pakhuis.ui.keyset import Sort, page_of
from pakhuis.ui.words import LOCATION_KIND

SHOWN = 200
"""So many products and moves of one location are shown."""


@page(Right.PRODUCTS_SEE)
def overview(request: HttpRequest) -> HttpResponse:
    """By name, with how many products and pieces lie there; by warehouse, by the beginning of the name."""
    words = clean(request.GET.get("q", ""))[:60]
    warehouse, kind = whole(request.GET, "warehouse"), request.GET.get("kind", "")
    rows = Location.objects.select_related("warehouse")
    if warehouse:
        rows = rows.filter(warehouse=warehouse)
    if kind in LocationKind.values:
        rows = rows.filter(kind=kind)
    if words:
        rows = rows.filter(name__istartswith=words)
    lies = Q(stock__on_hand__gt=0)
    rows = rows.annotate(products=Count("stock", filter=lies), pieces=Sum("stock__on_hand"))
    context = {
        "page": page_of(rows, request, sort=Sort("name")),
        "q": words,
        "warehouse": str(warehouse or ""),
        "kind": kind,
        "kinds": LOCATION_KIND.items(),
        "warehouses": Warehouse.objects.filter(active=True),
    }
    return render(request, "ui/locations.html", context)


@page(Right.PRODUCTS_SEE)
def one(request: HttpRequest, location_id: int) -> HttpResponse:
    """What lies here and belongs here, and what came and went."""
    location = get_object_or_404(Location.objects.select_related("warehouse"), pk=location_id)
    stock = LocationStock.objects.filter(location=location).select_related("product")
    moves = LocationMove.objects.filter(location=location)
    context = {
        "location": location,
        "stock": stock.order_by("product__code")[:SHOWN],
        "moves": moves.select_related("product", "contra_location").order_by("-pk")[:50],
        "kind": LOCATION_KIND[location.kind],
    }
    return render(request, "ui/location.html", context)


@page(Right.STOCK_CHANGE)
def new(request: HttpRequest) -> HttpResponse:
    """Several names at once, one on each line of the field, make as many locations."""
    houses = [(str(one.pk), one.name) for one in Warehouse.objects.filter(active=True)]
    return edited(
        request,
        "ui/location_form.html",
        initial={"warehouse": request.GET.get("warehouse", ""), "pick_order": "0"},
        save=lambda values: create_location(
            whole(values, "warehouse") or 0,
            LocationFields(
                name=text(values, "name"),
                is_bulk=flag(values, "is_bulk"),
                pick_order=number(values, "pick_order") or 0,
                remarks=text(values, "remarks"),
            ),
            by=actor_of(request),
            now=now(),
        ),
        then=lambda made: reverse("location", args=(made.pk,)),
        context={"warehouses": houses},
    )


@page(Right.STOCK_CHANGE)
def edit(request: HttpRequest, location_id: int) -> HttpResponse:
    location = get_object_or_404(Location.objects.select_related("warehouse"), pk=location_id)

    def standing() -> dict[str, Any]:
        one = get_object_or_404(Location, pk=location_id)
        return {
            "name": one.name,
            "is_bulk": one.kind == LocationKind.BULK,
            "pick_order": str(one.pick_order),
            "remarks": one.remarks,
        }

    return edited(
        request,
        "ui/location_form.html",
        initial=standing,
        save=lambda values: update_location(
            location_id,
            LocationFields(
                name=text(values, "name"),
                is_bulk=flag(values, "is_bulk"),
                pick_order=number(values, "pick_order") or 0,
                remarks=text(values, "remarks"),
            ),
            by=actor_of(request),
            now=now(),
        ),
        then=reverse("location", args=(location_id,)),
        context={"location": location},
    )


@require_POST
@page(Right.STOCK_CHANGE)
def delete(request: HttpRequest, location_id: int) -> HttpResponse:
    """Remove a location when it is empty."""
    is_gone = not LocationStock.objects.filter(location=location_id, on_hand__gt=0).exists()
    back = reverse("locations") if is_gone else reverse("location", args=(location_id,))
    return do(
        request,
        lambda: delete_location(location_id, by=actor_of(request), now=now()),
        done=_("The location is removed."),
        then=back,
    )
