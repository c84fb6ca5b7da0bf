"""Goods that went from one location to another, the warehouse having as much as before."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Router

from pakhuis.accounts.actions import account_settings
from pakhuis.api.answers import LocalTime, answer, or_null
from pakhuis.api.lists import between_dates, between_ids, by_ids, page_of
from pakhuis.kernel.numbers import HIGHEST_ID
from pakhuis.stock.models import LocationMove

router = Router(tags=["stock"])
MOVEMENTS = LocationMove.objects.filter(is_movement=True, is_other_half=False)
"""A movement has the id of the row by which goods left a place; from no place, of that where they came."""


@router.get("/movements")
def list_movements(request: HttpRequest) -> HttpResponse:
    """Filters: idproduct, idwarehouse, sinceid, sincedate, untildate."""
    rows = by_ids(MOVEMENTS.all(), request, {"idproduct": "product_id", "idwarehouse": "warehouse_id"})
    dates = {"sincedate": "at__gte", "untildate": "at__lte"}
    rows = between_dates(between_ids(rows, request), request, dates)
    return answer(movement_shapes(page_of(rows, request)))


@router.get("/movements/{int:movement_id}")
def get_movement(request: HttpRequest, movement_id: int) -> HttpResponse:
    found = movement_shapes([min(movement_id, HIGHEST_ID)])
    if not found:
        raise Http404
    return answer(found[0])


def movement_shapes(ids: Collection[int]) -> list[dict[str, Any]]:
    """The movements with these ids, in their order; a place that is gone, or none, is null."""
    local = LocalTime(account_settings().time_zone)
    return [
        {
            "idmovement": one.pk,
            "idproduct": one.product_id,
            "idwarehouse": one.warehouse_id,
            "from_idlocation": one.location_id if one.change < 0 else one.contra_location_id,
            "to_idlocation": one.contra_location_id if one.change < 0 else one.location_id,
            "amount": abs(one.change),
            "reason": or_null(one.reason),
            "moved_by": or_null(one.actor_label),
            "moved_at": local(one.at),
        }
        for one in MOVEMENTS.filter(pk__in=ids).order_by("pk")
    ]
