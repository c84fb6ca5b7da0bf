"""A purchase order as the API gives it out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from pakhuis.accounts.actions import account_settings
from pakhuis.api.answers import LocalTime, or_null, plain
from pakhuis.comments.queries import comment_counts
from pakhuis.purchasing.models import PurchaseLine, PurchaseOrder


def purchase_shapes(ids: Sequence[int]) -> list[dict[str, Any]]:
    """The purchase orders with these ids, in the order of the ids; four queries."""
    if not ids:
        return []
    local = LocalTime(account_settings().time_zone)
    lines: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for one in PurchaseLine.objects.filter(order__in=ids).order_by("pk"):
        lines[one.order_id].append(line_shape(one))
    said = comment_counts("purchase", ids)
    rows = PurchaseOrder.objects.filter(pk__in=ids).order_by("pk").values()
    return [
        {**_shape(row, local), "comment_count": said.get(row["id"], 0), "products": lines[row["id"]]}
        for row in rows
    ]


def line_shape(one: PurchaseLine) -> dict[str, Any]:
    """One line."""
    return {
        "idpurchaseorder_product": one.pk,
        "idproduct": one.product_id,
        "idvatgroup": one.vat_group_id,
        "productcode": one.code,
        "productcode_supplier": or_null(one.supplier_code),
        "name": one.name,
        "price": plain(one.price),
        "amount": one.amount,
        "amountreceived": one.received,
        "delivery_date": _day(one.expected_on),
        "weight": one.weight,
    }


def _day(value: date | None) -> str | None:
    return value.isoformat() if value else None


def _shape(row: Mapping[str, Any], local: LocalTime) -> dict[str, Any]:
    return {
        "idpurchaseorder": row["id"],
        "idsupplier": row["supplier_id"],
        "idtemplate": row["template_id"],
        "idwarehouse": row["warehouse_id"],
        "idfulfilment_customer": None,
        "purchaseorderid": row["number"],
        "supplier_name": row["supplier_name"],
        "supplier_orderid": or_null(row["supplier_order_number"]),
        "status": row["status"],
        "remarks": or_null(row["remarks"]),
        "delivery_date": _day(row["expected_on"]),
        "language": row["language"],
        # A number always: clients know no purchase order that nobody made. No user has number 0.
        "created_by_iduser": row["created_by_id"] or 0,
        "purchased_by_iduser": row["purchased_by_id"],
        "purchased_at": local(row["purchased_at"]),
        "completed_by_iduser": row["completed_by_id"],
        "completed_at": local(row["completed_at"]),
        "created": local(row["created_at"]),
        "updated": local(row["updated_at"]),
    }
