"""Backorders over the API."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Router

from pakhuis.api.answers import answer, nothing
from pakhuis.api.backorder_shape import backorder_shapes
from pakhuis.api.keys import actor_of
from pakhuis.api.lists import PAGE, between_dates, between_ids, by_ids, given, page_of
from pakhuis.api.picklist_shape import picklist_shapes
from pakhuis.fulfilment.actions import process_backorders
from pakhuis.kernel.clock import now
from pakhuis.kernel.numbers import HIGHEST_ID
from pakhuis.orders.actions import cancel_backorder
from pakhuis.orders.models import Backorder, BackorderState
from pakhuis.orders.waiting_search import waiting_for
from pakhuis.purchasing.queries import expected_days

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
    return answer(backorder_shapes(page_of(rows, request)))


@router.get("/backorders/{int:backorder_id}")
def get_backorder(request: HttpRequest, backorder_id: int) -> HttpResponse:
    open_ones = Backorder.objects.filter(pk=min(backorder_id, HIGHEST_ID), state=BackorderState.OPEN)
    found = backorder_shapes([backorder_id] if open_ones.exists() else [])
    if not found:
        raise Http404
    expected = expected_days(open_ones).get(backorder_id)
    available = f"{expected.isoformat()} 00:00:00" if expected else None
    return answer({**found[-1], "date_available": available})


@router.delete("/backorders/{int:backorder_id}")
def delete_backorder(request: HttpRequest, backorder_id: int) -> HttpResponse:
    """What waits is not delivered any more: that part of the order line is cancelled too."""
    cancel_backorder(backorder_id, by=actor_of(request), now=now())
    return nothing()


@router.post("/backorders/process")
def post_process(request: HttpRequest) -> HttpResponse:
    """Picklists for everything that waits and is there now; the first hundred are given back."""
    made = process_backorders(by=actor_of(request), now=now())
    return answer(picklist_shapes([one.pk for one in made[:PAGE]]))
