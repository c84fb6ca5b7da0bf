"""Asking a Lightspeed shop: an order and its products, which are a call of their own."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from pakhuis.connectors.calls import ask, safe, send_json
from pakhuis.connectors.contract import (
    Access,
    OrderGone,
    Page,
    Payload,
    PermanentFailure,
    Shipped,
    TemporaryFailure,
)
from pakhuis.connectors.paging import Rows, overlapping
from pakhuis.connectors.problems import gone, nonsense_answer, not_known_there, nothing_to_send
from pakhuis.connectors.reading import at, mappings, text_at

KIND = "Lightspeed"
PER_PAGE = 120
BY = "x"
LINES_PER_PAGE = 250
"""The most that Lightspeed puts on a page; without asking it gives fifty."""


def fetch(access: Access, order_id: str) -> Payload:
    answer = _get(access, f"orders/{safe(order_id)}.json", {}, missing_is_fine=True)
    if answer is None:
        raise OrderGone(gone())
    order = answer.get("order")
    if not isinstance(order, dict):
        raise TemporaryFailure(nonsense_answer())
    return whole(access, order)


def changed_since(access: Access, since: datetime | None, *, start: str) -> Page:
    """Pages that overlap: nobody says in which order Lightspeed lists them."""
    number, _, size = start.partition(BY)
    page = Rows(int(number), int(size)) if size else Rows(1, PER_PAGE)
    params = {"page": str(page.number), "limit": str(page.size), "sort": "updatedAt"}
    if since is not None:
        params["updated_at_min"] = since.isoformat()
    answer = _get(access, "orders.json", params) or {}
    if not isinstance(answer.get("orders"), list):
        raise TemporaryFailure(nonsense_answer())
    found = mappings(answer["orders"])
    following = overlapping(page.end, most=PER_PAGE, overlap=PER_PAGE // 10)
    more = f"{following.number}{BY}{following.size}" if len(found) == page.size else ""
    return Page(orders=[{"order": one} for one in found], next=more)


def tell_shipment(access: Access, parcel: Shipped) -> None:
    """Every shipment of the order that has not left: shipped, with the tracking code."""
    found = mappings(at(_get(access, "shipments.json", {"order": parcel.order_id}), "shipments"))
    if not found:
        raise PermanentFailure(nothing_to_send())
    for one in found:
        if text_at(one, "status") != "shipped":
            value = {"status": "shipped", "trackingCode": parcel.tracking_code}
            _put(access, f"shipments/{safe(text_at(one, 'id'))}.json", {"shipment": value})


def tell_stock(access: Access, sku: str, free: int) -> None:
    """The stock level of the variant with this SKU."""
    found = mappings(at(_get(access, "variants.json", {"sku": sku}), "variants"))
    known = [one for one in found if text_at(one, "sku") == sku]
    if not known:
        raise PermanentFailure(not_known_there(sku))
    _put(access, f"variants/{safe(text_at(known[0], 'id'))}.json", {"variant": {"stockLevel": free}})


def _put(access: Access, path: str, value: object) -> None:
    keys = (access["key"], access["key_secret"])
    language = safe(access["language"] or "nl")
    send_json(access, f"/{language}/{path}", kind=KIND, method="PUT", value=value, auth=keys)


def whole(access: Access, order: Mapping[str, Any]) -> Payload:
    path, found, number = f"orders/{safe(text_at(order, 'id'))}/products.json", list[Mapping[str, Any]](), 1
    while True:
        params = {"page": str(number), "limit": str(LINES_PER_PAGE)}
        page = mappings(at(_get(access, path, params, missing_is_fine=True), "orderProducts"))
        found += page
        if len(page) < LINES_PER_PAGE:
            return {"order": order, "products": found}
        number += 1


def _get(
    access: Access, path: str, params: Mapping[str, str], *, missing_is_fine: bool = False
) -> dict[str, Any] | None:
    """The answer in the shop's language of the settings; None where there is no such thing."""
    language = safe(access["language"] or "nl")
    reply = ask(
        access,
        f"/{language}/{path}",
        kind=KIND,
        params=params,
        auth=(access["key"], access["key_secret"]),
        missing_is_fine=missing_is_fine,
    )
    if reply.status == 404:
        return None
    answer = reply.data
    if not isinstance(answer, dict):
        raise TemporaryFailure(nonsense_answer())
    return answer
