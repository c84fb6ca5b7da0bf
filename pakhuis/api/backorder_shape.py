"""A backorder as the API gives it out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import F

from pakhuis.accounts.actions import account_settings
from pakhuis.api.answers import LocalTime
from pakhuis.orders.models import Backorder


def backorder_shapes(ids: Sequence[int]) -> list[dict[str, Any]]:
    """The backorders with these ids, in the order of the ids."""
    if not ids:
        return []
    local = LocalTime(account_settings().time_zone)
    rows = Backorder.objects.filter(pk__in=ids).annotate(each=F("line__part_amount"), main=F("line__part_of"))
    return [_shape(row, local) for row in rows.order_by("pk").values()]


def _shape(row: Mapping[str, Any], local: LocalTime) -> dict[str, Any]:
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
        "part_of_idbackorder": None,
        "parts_per_parent": row["each"] if row["main"] else None,
        "has_parts": False,
        "created_at": local(row["created_at"]),
    }
