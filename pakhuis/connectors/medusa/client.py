"""Asking a Medusa shop: orders with their customer, addresses and items."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from pakhuis.connectors.calls import ask, safe
from pakhuis.connectors.contract import Access, OrderGone, Page, Payload, TemporaryFailure
from pakhuis.connectors.problems import gone, nonsense_answer
from pakhuis.connectors.reading import mappings, money

KIND = "Medusa"
PER_PAGE = 100
FIELDS = (
    "+customer.*,*billing_address,*shipping_address,*items,*items.tax_lines,+metadata,+email,+updated_at,"
    "+payment_status,+fulfillment_status,+item_tax_total,+item_subtotal"
)


def fetch(access: Access, order_id: str) -> Payload:
    answer = _get(access, f"/admin/orders/{safe(order_id)}", {"fields": FIELDS}, missing_is_fine=True)
    if answer is None:
        raise OrderGone(gone())
    order = answer.get("order")
    if not isinstance(order, dict):
        raise TemporaryFailure(nonsense_answer())
    return order


def changed_since(access: Access, since: datetime | None, *, start: str) -> Page:
    begin = int(start or 0)
    params = {"fields": FIELDS, "limit": str(PER_PAGE), "offset": str(begin), "order": "updated_at"}
    if since is not None:
        params["updated_at[$gte]"] = since.astimezone(UTC).isoformat()
    answer = _get(access, "/admin/orders", params) or {}
    total = money(answer.get("count"))
    if total is None:
        raise TemporaryFailure(nonsense_answer())
    more = str(begin + PER_PAGE) if begin + PER_PAGE < total else ""
    return Page(orders=mappings(answer.get("orders")), next=more)


def _get(
    access: Access, path: str, params: Mapping[str, str], *, missing_is_fine: bool = False
) -> dict[str, Any] | None:
    """The secret key is the user name; None where there is no such thing."""
    reply = ask(
        access, path, kind=KIND, params=params, auth=(access["key"], ""), missing_is_fine=missing_is_fine
    )
    if reply.status == 404:
        return None
    answer = reply.data
    if not isinstance(answer, dict):
        raise TemporaryFailure(nonsense_answer())
    return answer
