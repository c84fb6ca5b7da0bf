"""What came and went over the API, and all stock of a warehouse."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Router

from pakhuis.accounts.actions import account_settings
from pakhuis.api.answers import LocalTime, answer
from pakhuis.api.lists import between_dates, between_ids, by_ids, page_of
from pakhuis.api.product_shape import stock_shape
from pakhuis.catalogue.models import Product
from pakhuis.kernel.actor import ActorKind
from pakhuis.kernel.numbers import HIGHEST_ID
from pakhuis.stock.models import LocationMove, MoveKind, StockMove, Warehouse
from pakhuis.stock.queries import stock_of

router = Router(tags=["stock"])
DATES = {"sincedate": "at__gte", "untildate": "at__lte"}


def stock_move_shapes(ids: Sequence[int]) -> list[dict[str, Any]]:
    """What came to and went from stock, in the order of the ids."""
    local = LocalTime(account_settings().time_zone)
    return [_move(row, local) for row in StockMove.objects.filter(pk__in=ids).order_by("pk").values()]


def _move(row: Mapping[str, Any], local: LocalTime) -> dict[str, Any]:
    is_person = row["actor_kind"] == ActorKind.PERSON
    by_hand = "api" if row["actor_kind"] == ActorKind.API_KEY else "manual"
    return {
        "idproduct_stock_history": row["id"],
        "idproduct": row["product_id"],
        "idwarehouse": row["warehouse_id"],
        "iduser": row["actor_id"] if is_person else None,
        "idlocation": None,
        "old_stock": row["on_hand_after"] - row["change"],
        "stock_change": row["change"],
        "new_stock": row["on_hand_after"],
        "reason": row["reason"],
        "change_type": by_hand if row["kind"] == MoveKind.CORRECTION else row["kind"],
        "changed_at": local(row["at"]),
    }


@router.get("/stockhistory")
def list_history(request: HttpRequest) -> HttpResponse:
    """Filters: idproduct, idwarehouse, iduser, sinceid, sincedate, untildate."""
    ids = {"idproduct": "product_id", "idwarehouse": "warehouse_id"}
    rows = by_ids(StockMove.objects.all(), request, ids)
    if request.GET.get("iduser"):
        rows = by_ids(rows.filter(actor_kind=ActorKind.PERSON), request, {"iduser": "actor_id"})
    rows = between_dates(between_ids(rows, request), request, DATES)
    return answer(stock_move_shapes(page_of(rows, request)))


@router.get("/stockhistory/{int:move_id}")
def get_history(request: HttpRequest, move_id: int) -> HttpResponse:
    found = stock_move_shapes([min(move_id, HIGHEST_ID)])
    if not found:
        raise Http404
    return answer(found[0])


@router.get("/location-stock-history")
def list_location_history(request: HttpRequest) -> HttpResponse:
    """Filters: idproduct, idlocation, sinceid, sincedate, untildate."""
    ids = {"idproduct": "product_id", "idlocation": "location_id"}
    rows = between_dates(
        between_ids(by_ids(LocationMove.objects.all(), request, ids), request), request, DATES
    )
    return answer(location_move_shapes(page_of(rows, request)))


def location_move_shapes(ids: Sequence[int]) -> list[dict[str, Any]]:
    """What came to and went from locations, in the order of the ids."""
    local = LocalTime(account_settings().time_zone)
    return [
        {
            "idproduct_location_stock_history": one.pk,
            "idproduct": one.product_id,
            "idlocation": one.location_id,
            "contra_idlocation": one.contra_location_id,
            "old_stock": one.on_hand_after - one.change,
            "stock_change": one.change,
            "new_stock": one.on_hand_after,
            "change_type": "movement" if one.is_movement else "mutation",
            "changed_at": local(one.at),
        }
        for one in LocationMove.objects.filter(pk__in=ids).order_by("pk")
    ]


@router.get("/warehouses/{int:warehouse_id}/stock")
def list_stock(request: HttpRequest, warehouse_id: int) -> HttpResponse:
    """Every product in use, with its stock here."""
    if warehouse_id > HIGHEST_ID or not Warehouse.objects.filter(pk=warehouse_id).exists():
        raise Http404
    ids = page_of(Product.objects.filter(active=True), request)
    levels = stock_of(ids)
    codes = Product.objects.filter(pk__in=ids).order_by("pk").values_list("pk", "code")
    return answer(
        [
            {
                "idproduct": pk,
                "productcode": code,
                "stock": stock_shape(levels.get((pk, warehouse_id)), warehouse_id),
            }
            for pk, code in codes
        ]
    )
