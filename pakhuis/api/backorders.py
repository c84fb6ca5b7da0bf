"""Backorders over the API."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import register_converter
from django.urls.converters import IntConverter
from ninja import Router

from pakhuis.api.answers import answer, nothing
from pakhuis.api.backorder_shape import backorder_shapes, waiting_page
from pakhuis.api.keys import actor_of
from pakhuis.api.lists import PAGE, between_dates, between_ids, by_ids, given
from pakhuis.api.picklist_shape import picklist_shapes
from pakhuis.fulfilment.actions import cancel_and_hand_on, process_backorders
from pakhuis.kernel.clock import now
from pakhuis.kernel.numbers import HIGHEST_ID
from pakhuis.orders.models import Backorder, BackorderState
from pakhuis.orders.waiting_search import waiting_for
from pakhuis.purchasing.queries import expected_days


class AnyWhole(IntConverter):
    """A whole number in an address that may stand below zero, as ids of compositions do."""

    regex = "-?[0-9]+"


register_converter(AnyWhole, "any_whole")
router = Router(tags=["backorders"])


@router.get("/backorders")
def list_backorders(request: HttpRequest) -> HttpResponse:
    """What waits. Filters: idorder, idproduct, idcustomer, sinceid, sincedate, search."""
    ids = {"idorder": "order_id", "idproduct": "product_id", "idcustomer": "customer_id"}
    rows = by_ids(Backorder.objects.filter(state=BackorderState.OPEN), request, ids)
    rows = between_dates(between_ids(rows, request), request, {"sincedate": "created_at__gte"})
    words = given(request, "search")
    if words:
        rows = waiting_for(words, rows)
    return answer(backorder_shapes(waiting_page(rows, request)))


@router.get("/backorders/{any_whole:backorder_id}")
def get_backorder(request: HttpRequest, backorder_id: int) -> HttpResponse:
    """One that waits, or by its id below zero a composition."""
    found = _named(backorder_id)
    return answer({**found, "date_available": _day(found)})


@router.delete("/backorders/{any_whole:backorder_id}")
def delete_backorder(request: HttpRequest, backorder_id: int) -> HttpResponse:
    """What waits is not delivered any more: that part of the order line is cancelled too."""
    cancel_and_hand_on(abs(_named(backorder_id)["idbackorder"]), by=actor_of(request), now=now())
    return nothing()


def _named(backorder_id: int) -> dict[str, Any]:
    """What waits under this id, a composition under that of its first part; 404 when nothing does."""
    row_id = abs(backorder_id)
    is_open = row_id <= HIGHEST_ID and Backorder.objects.filter(pk=row_id, state=BackorderState.OPEN).exists()
    for shape in backorder_shapes([backorder_id] if is_open else []):
        return shape
    raise Http404


def _day(found: Mapping[str, Any]) -> str | None:
    """When all of it is expected: of a composition when its last part is; None when nobody knows."""
    waiting = Backorder.objects.filter(pk=found["idbackorder"])
    if found["has_parts"]:
        waiting = Backorder.objects.filter(
            line__part_of=found["idorder_product"], warehouse=found["idwarehouse"], state=BackorderState.OPEN
        )
    parts = list(waiting)
    days = expected_days(parts)
    lacking = [one.pk for one in parts if one.pk not in days and one.available < one.amount]
    return f"{max(days.values()).isoformat()} 00:00:00" if days and not lacking else None


@router.post("/backorders/process")
def post_process(request: HttpRequest) -> HttpResponse:
    """Picklists for everything that waits and is there now; the first hundred are given back."""
    made = process_backorders(by=actor_of(request), now=now())
    return answer(picklist_shapes([one.pk for one in made[:PAGE]]))
