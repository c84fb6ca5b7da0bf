"""A backorder as the API gives it out."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.db.models import F, Min

from pakhuis.accounts.actions import account_settings
from pakhuis.api.answers import LocalTime
from pakhuis.orders.models import Backorder, BackorderState


def backorder_shapes(ids: Sequence[int]) -> list[dict[str, Any]]:
    """The backorders with these ids, in the order of the ids."""
    if not ids:
        return []
    local = LocalTime(account_settings().time_zone)
    rows = Backorder.objects.filter(pk__in=ids).annotate(each=F("line__part_amount"), main=F("line__part_of"))
    found = list(rows.order_by("pk").values())
    first = _first_of_compositions({row["main"] for row in found if row["main"]})
    return [_shape(row, first, local) for row in found]


def _first_of_compositions(mains: Collection[int]) -> dict[tuple[int, int], int]:
    """By composition's line and warehouse: the first backorder of its parts."""
    if not mains:
        return {}
    parts = Backorder.objects.filter(line__part_of__in=mains, state=BackorderState.OPEN).order_by()
    by_place = parts.values_list("line__part_of", "warehouse").annotate(first=Min("pk"))
    return {(main, warehouse): pk for main, warehouse, pk in by_place}


def _shape(row: Mapping[str, Any], first: Mapping[tuple[int, int], int], local: LocalTime) -> dict[str, Any]:
    return {
        "idbackorder": row["id"],
        "idorder": row["order_id"],
        "idorder_product": row["line_id"],
        "idproduct": row["product_id"],
        "idcustomer": row["customer_id"],
        "idwarehouse": row["warehouse_id"],
        "idreturn": None,
        "amount": row["amount"],
        "amount_available": row["available"],
        "amountavailable": row["available"],
        "priority": row["priority"],
        "part_of_idbackorder": -first[row["main"], row["warehouse_id"]] if row["main"] else None,
        "parts_per_parent": row["each"] if row["main"] else None,
        "has_parts": False,
        "created_at": local(row["created_at"]),
    }
