"""Asking a BigCommerce shop; it answers 204 where there is nothing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import format_datetime
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
from pakhuis.connectors.problems import gone, nonsense_answer, not_known_there
from pakhuis.connectors.reading import mappings, moment, text_at
from pakhuis.kernel.numbers import as_whole

KIND = "BigCommerce"
PER_PAGE = 100
LINES_PER_PAGE = 250


def fetch(access: Access, order_id: str) -> Payload:
    reply = _get(access, f"/v2/orders/{safe(order_id)}", {}, missing_is_fine=True)
    if reply.status in (204, 404):
        raise OrderGone(gone())
    order = reply.data
    if not isinstance(order, dict) or "id" not in order:
        raise TemporaryFailure(nonsense_answer())
    return whole(access, order)


def changed_since(access: Access, since: datetime | None, *, start: str) -> Page:
    place = place_of(start, since, first=1)
    params = {"sort": "date_modified:asc", "page": str(place.number), "limit": str(PER_PAGE)}
    if place.since is not None:
        params["min_date_modified"] = format_datetime(place.since.astimezone(UTC))
    reply = _get(access, "/v2/orders", params)
    if reply.status == 204:
        return Page(orders=())
    answer = reply.data
    if not isinstance(answer, list):
        raise TemporaryFailure(nonsense_answer())
    found = mappings(answer)
    changed = [moment(one.get("date_modified")) for one in found]
    number = place.number + 1 if len(found) == PER_PAGE else None
    return Page(
        orders=[{"order": one} for one in found], next=following(place, changed, number=number, first=1)
    )


def tell_shipment(access: Access, parcel: Shipped) -> None:
    """A shipment of what is still to be sent to the first address, with its tracking code."""
    path = f"/v2/orders/{safe(parcel.order_id)}"
    items = [
        {"order_product_id": one.get("id"), "quantity": left}
        for one in _all(access, f"{path}/products")
        if (left := _left(one)) > 0
    ]
    addresses = _all(access, f"{path}/shipping_addresses")
    if not items or not addresses:
        return
    shipment = {
        "order_address_id": addresses[0].get("id"),
        "tracking_number": parcel.tracking_code,
        "tracking_carrier": "",
        "comments": parcel.carrier,
        "items": items,
    }
    send_json(access, f"{path}/shipments", kind=KIND, value=shipment, headers=_headers(access))


def tell_stock(access: Access, sku: str, free: int) -> None:
    """The stock of the variant with this SKU."""
    found = _get(access, "/v3/catalog/variants", {"sku": sku}).data
    variant, product = text_at(found, "data", 0, "id"), text_at(found, "data", 0, "product_id")
    if not variant:
        raise PermanentFailure(not_known_there(sku))
    path = f"/v3/catalog/products/{product}/variants/{variant}"
    value = {"inventory_level": free}
    send_json(access, path, kind=KIND, method="PUT", value=value, headers=_headers(access))


def _left(item: Mapping[str, Any]) -> int:
    """Pieces of a line that are still to be sent."""
    return (as_whole(item.get("quantity")) or 0) - (as_whole(item.get("quantity_shipped")) or 0)


def whole(access: Access, order: Mapping[str, Any]) -> Payload:
    path = f"/v2/orders/{safe(text_at(order, 'id'))}"
    parts = {name: _all(access, f"{path}/{name}") for name in ("products", "shipping_addresses")}
    return {"order": order, **parts}


def _all(access: Access, path: str) -> list[Mapping[str, Any]]:
    """Everything there is of something, page after page; nothing is told as 204 or 404."""
    found, number = list[Mapping[str, Any]](), 1
    while True:
        params = {"page": str(number), "limit": str(LINES_PER_PAGE)}
        reply = _get(access, path, params, missing_is_fine=True)
        page = [] if reply.status in (204, 404) else mappings(reply.data)
        found += page
        if len(page) < LINES_PER_PAGE:
            return found
        number += 1


def _headers(access: Access) -> dict[str, str]:
    return {"X-Auth-Token": access["token"], "Accept": "application/json"}


def _get(access: Access, path: str, params: Mapping[str, str], *, missing_is_fine: bool = False) -> Reply:
    return ask(
        access,
        path,
        kind=KIND,
        params=params,
        headers=_headers(access),
        missing_is_fine=missing_is_fine,
    )
