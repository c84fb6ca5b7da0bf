"""Asking a WooCommerce shop: one order, or all that changed; telling it what has left and what is free."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from pakhuis.connectors.calls import Reply, ask, safe, send_json
from pakhuis.connectors.contract import (
    Access,
    OrderGone,
    Page,
    Payload,
    PermanentFailure,
    Shipped,
    TemporaryFailure,
)
from pakhuis.connectors.paging import following, place_of
from pakhuis.connectors.problems import gone, nonsense_answer, not_known_there, not_this_kind
from pakhuis.connectors.reading import first, mappings, moment, text, text_at

KIND = "WooCommerce"
ROOT = "/wp-json/wc/v3/"
PER_PAGE = 100


def fetch(access: Access, order_id: str) -> Payload:
    """GET /orders/{id}; `OrderGone` when the shop says that this order does not exist."""
    reply = _get(access, f"orders/{safe(order_id)}", {}, missing_is_fine=True)
    answer = reply.data
    if reply.status == 404:
        # A shop without the API answers 404 too, but not with WooCommerce's words for a missing order.
        code = answer.get("code", "") if isinstance(answer, dict) else ""
        if "invalid_id" in str(code):
            raise OrderGone(gone())
        raise PermanentFailure(not_this_kind(KIND))
    if not isinstance(answer, dict) or "id" not in answer:
        raise TemporaryFailure(nonsense_answer())
    return whole(access, answer)


def changed_since(access: Access, since: datetime | None, *, start: str) -> Page:
    """GET /orders, the longest unchanged first, a hundred a page."""
    place = place_of(start, since, first=1)
    params = {
        "orderby": "modified",
        "order": "asc",
        "per_page": str(PER_PAGE),
        "page": str(place.number),
        "dates_are_gmt": "true",
    }
    if place.since is not None:
        params["modified_after"] = place.since.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S")
    reply = _get(access, "orders", params)
    answer = reply.data
    if not isinstance(answer, list):
        raise TemporaryFailure(nonsense_answer())
    pages = reply.headers.get("x-wp-totalpages", "")
    more = place.number < int(pages) if pages.isdigit() else len(answer) == PER_PAGE
    orders = mappings(answer)
    changed = [moment(one.get("date_modified_gmt")) for one in orders]
    return Page(
        orders=orders, next=following(place, changed, number=place.number + 1 if more else None, first=1)
    )


def tell_shipment(access: Access, parcel: Shipped) -> None:
    """A note for the buyer with the tracking code, and the order completed.

    WooCommerce mails the note to the buyer, so that one which is there already is not made again.
    """
    words = " ".join(filter(None, (parcel.carrier, parcel.tracking_code, parcel.tracking_url)))
    if words and not _is_noted(access, parcel.order_id, first(parcel.tracking_code, words)):
        note = {"note": words, "customer_note": True}
        _send(access, "POST", f"orders/{safe(parcel.order_id)}/notes", note)
    _send(access, "PUT", f"orders/{safe(parcel.order_id)}", {"status": "completed"})


def _is_noted(access: Access, order_id: str, words: str) -> bool:
    """Whether a note for the buyer says this; the notes of an order come all at once."""
    notes = _get(access, f"orders/{safe(order_id)}/notes", {"type": "customer"}, missing_is_fine=True)
    return any(text(words) in text_at(one, "note") for one in mappings(notes.data))


def tell_stock(access: Access, sku: str, free: int) -> None:
    """The free stock of the product or variation with this SKU."""
    found = mappings(_get(access, "products", {"sku": sku}).data)
    if not found:
        raise PermanentFailure(not_known_there(sku))
    one = found[0]
    parent = one.get("parent_id")
    path = f"products/{parent}/variations/{one.get('id')}" if parent else f"products/{one.get('id')}"
    _send(access, "PUT", path, {"manage_stock": True, "stock_quantity": free})


def is_whole(order: Mapping[str, Any]) -> bool:
    """An order names its refunds by their sum only; which pieces they are about is another question."""
    return "pakhuis_refunds" in order or not mappings(order.get("refunds"))


def whole(access: Access, order: Mapping[str, Any]) -> Payload:
    if is_whole(order):
        return order
    path = f"orders/{safe(text_at(order, 'id'))}/refunds"
    reply = _get(access, path, {"per_page": str(PER_PAGE)}, missing_is_fine=True)
    return {**order, "pakhuis_refunds": mappings(reply.data)}


def _auth(access: Access) -> tuple[str, str]:
    return access["key"], access["key_secret"]


def _get(access: Access, path: str, params: dict[str, str], *, missing_is_fine: bool = False) -> Reply:
    return ask(
        access,
        ROOT + path,
        kind=KIND,
        params=params,
        auth=_auth(access),
        missing_is_fine=missing_is_fine,
    )


def _send(access: Access, method: str, path: str, value: dict[str, Any]) -> Reply:
    return send_json(access, ROOT + path, kind=KIND, method=method, value=value, auth=_auth(access))
