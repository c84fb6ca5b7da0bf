"""A backorder as the API gives it out; compositions that wait stand above the backorders of their parts.

Nothing waits of a composition itself: as on picklists it has an id below zero that can never be one of a row,
that of the first of its parts, negative.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.db.models import F

from pakhuis.accounts.actions import account_settings
from pakhuis.api.answers import LocalTime
from pakhuis.orders.models import Backorder, BackorderState, OrderLine

Place = tuple[int, int]
"""The line of a composition, and the warehouse where its parts wait."""


def backorder_shapes(ids: Sequence[int]) -> list[dict[str, Any]]:
    """The backorders with these ids, in the order of the ids, each composition just before its first part."""
    if not ids:
        return []
    local = LocalTime(account_settings().time_zone)
    found = _rows(Backorder.objects.filter(pk__in=ids))
    wholes = _wholes({row["main"] for row in found if row["main"]})
    shapes: list[dict[str, Any]] = []
    for row in found:
        whole = wholes.get((row["main"], row["warehouse_id"]))
        if whole is not None and whole["id"] == -row["id"]:
            shapes.append(_shape(whole, None, local))
        shapes.append(_shape(row, whole, local))
    return shapes


def _rows(backorders: Any) -> list[dict[str, Any]]:
    annotated = backorders.annotate(each=F("line__part_amount"), main=F("line__part_of"))
    return list(annotated.order_by("pk").values())


def _wholes(mains: Collection[int]) -> dict[Place, dict[str, Any]]:
    """By place the composition that waits there: as many as its parts ask for, and as they all allow."""
    if not mains:
        return {}
    products = dict(OrderLine.objects.filter(pk__in=mains).values_list("pk", "product_id"))
    parts: dict[Place, list[dict[str, Any]]] = defaultdict(list)
    for row in _rows(Backorder.objects.filter(line__part_of__in=mains, state=BackorderState.OPEN)):
        parts[row["main"], row["warehouse_id"]].append(row)
    return {
        place: {
            **rows[0],
            "id": -rows[0]["id"],
            "line_id": place[0],
            "product_id": products[place[0]],
            "amount": max(-(-row["amount"] // row["each"]) for row in rows),
            "available": min(row["available"] // row["each"] for row in rows),
            "is_whole": True,
        }
        for place, rows in parts.items()
    }


def _shape(row: Mapping[str, Any], whole: Mapping[str, Any] | None, local: LocalTime) -> dict[str, Any]:
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
        "part_of_idbackorder": whole["id"] if whole else None,
        "parts_per_parent": row["each"] if whole else None,
        "has_parts": "is_whole" in row,
        "created_at": local(row["created_at"]),
    }
