"""A return as the API gives it out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from pakhuis.accounts.actions import account_settings
from pakhuis.api.answers import LocalTime, or_null, plain
from pakhuis.comments.queries import comment_counts
from pakhuis.returns.models import Return, ReturnLine, ReturnReason, ReturnStatus


def return_shapes(ids: Sequence[int]) -> list[dict[str, Any]]:
    """The returns with these ids, in the order of the ids; four queries."""
    if not ids:
        return []
    local = LocalTime(account_settings().time_zone)
    lines: dict[int, list[ReturnLine]] = defaultdict(list)
    related = ReturnLine.objects.select_related("product", "reason")
    for one in related.filter(parent__in=ids).order_by("pk"):
        lines[one.parent_id].append(one)
    said = comment_counts("return", ids)
    rows = Return.objects.select_related("status", "customer", "order").filter(pk__in=ids).order_by("pk")
    return [{**_shape(one, lines[one.pk], local), "comment_count": said.get(one.pk, 0)} for one in rows]


def status_shape(one: ReturnStatus) -> dict[str, Any]:
    """A status of returns."""
    return {"idreturn_status": one.pk, "name": one.name, "color": one.color, "active": one.active}


def reason_shape(one: ReturnReason) -> dict[str, Any]:
    """A reason for sending something back."""
    return {"idreturn_reason": one.pk, "name": one.name, "active": one.active}


def line_shape(one: ReturnLine) -> dict[str, Any]:
    """One line."""
    return {
        "idreturn_product": one.pk,
        "idreturn_reason": one.reason_id,
        "idproduct": one.product_id,
        "idorder_product": one.order_line_id,
        "idwarehouse": one.warehouse_id,
        "price": plain(one.price),
        "amount": one.amount,
        "amount_received": one.returned,
        "amount_broken": one.broken,
        "status": "expected" if not one.came else "broken" if not one.returned else "received",
        "changeable": not one.came,
        "product": {"idproduct": one.product_id, "productcode": one.code, "name": one.name},
        "return_reason": reason_shape(one.reason) if one.reason else None,
    }


def _shape(one: Return, lines: Sequence[ReturnLine], local: LocalTime) -> dict[str, Any]:
    place = f"{one.zipcode} {one.city}".strip()
    full = (one.name, one.contact_name, one.line1, one.line2, place, one.region, one.country)
    total = sum((line.price * line.amount for line in lines), Decimal(0))
    return {
        "idreturn": one.pk,
        "idreturn_status": one.status_id,
        "idtemplate": one.template_id,
        "idcustomer": one.customer_id,
        "idorder": one.order_id,
        "idfulfilment_customer": None,
        "returnid": one.number,
        "name": or_null(one.name),
        "contactname": or_null(one.contact_name),
        "address": or_null(one.line1),
        "address2": or_null(one.line2),
        "zipcode": or_null(one.zipcode),
        "city": or_null(one.city),
        "region": or_null(one.region),
        "country": or_null(one.country),
        "full_address": "\n".join(text for text in full if text),
        "telephone": or_null(one.phone),
        "emailaddress": or_null(one.email),
        "language": one.language,
        "reference": or_null(one.reference),
        "tracking_code": or_null(one.tracking_code),
        "remarks": or_null(one.remarks),
        "received_at": local(one.received_at),
        "completed_at": local(one.completed_at),
        "created_at": local(one.created_at),
        "updated_at": local(one.updated_at),
        "return_status": status_shape(one.status),
        "customer": {"idcustomer": one.customer_id, "name": one.customer.name} if one.customer else None,
        "order": {"idorder": one.order_id, "orderid": one.order.number} if one.order else None,
        "returned_products": [line_shape(line) for line in lines],
        "replacement_products": [],
        "totals": {"amount": sum(line.amount for line in lines), "price": plain(total)},
    }
