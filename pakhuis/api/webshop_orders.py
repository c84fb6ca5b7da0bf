"""Which order of a webshop became which order here."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Router

from pakhuis.api.answers import answer, or_null
from pakhuis.api.lists import between_ids, by_ids, page_of
from pakhuis.kernel.numbers import HIGHEST_ID
from pakhuis.orders.models import Order

router = Router(tags=["orders"])


@router.get("/webshop_orders")
def list_webshop_orders(request: HttpRequest) -> HttpResponse:
    """Orders that a linked webshop sent. Filters: idorder, sinceid, beforeid (ids of orders)."""
    rows = by_ids(Order.objects.exclude(webshop=None), request, {"idorder": "pk"})
    return answer(webshop_order_shapes(page_of(between_ids(rows, request), request)))


@router.get("/webshop_orders/{int:order_id}")
def get_webshop_order(request: HttpRequest, order_id: int) -> HttpResponse:
    found = webshop_order_shapes([min(order_id, HIGHEST_ID)])
    if not found:
        raise Http404
    return answer(found[0])


def webshop_order_shapes(ids: Collection[int]) -> list[dict[str, Any]]:
    """Of those of these orders that came from a webshop, by the ids of the orders."""
    rows = Order.objects.filter(pk__in=ids).exclude(webshop=None).order_by("pk")
    return [
        {"foreign_id": foreign, "foreign_number": or_null(number), "idorder": pk}
        for pk, foreign, number in rows.values_list("pk", "external_id", "reference")
    ]
