"""Asking a Medusa shop: orders with their customer, addresses and items."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
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
from pakhuis.connectors.paging import following, place_of
from pakhuis.connectors.problems import gone, nonsense_answer, not_known_there
from pakhuis.connectors.reading import at, mappings, moment, money, text_at
from pakhuis.kernel.numbers import as_whole

KIND = "Medusa"
PER_PAGE = 100
FIELDS = (
    "+customer.*,*billing_address,*shipping_address,*items,*items.detail,*items.tax_lines,+metadata,+email,+updated_at,"
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
    place = place_of(start, since, first=0)
    params = {"fields": FIELDS, "limit": str(PER_PAGE), "offset": str(place.number), "order": "updated_at"}
    if place.since is not None:
        params["updated_at[$gte]"] = place.since.astimezone(UTC).isoformat()
    answer = _get(access, "/admin/orders", params) or {}
    total = money(answer.get("count"))
    if total is None:
        raise TemporaryFailure(nonsense_answer())
    orders = mappings(answer.get("orders"))
    changed = [moment(one.get("updated_at")) for one in orders]
    number = place.number + PER_PAGE if place.number + PER_PAGE < total else None
    return Page(orders=orders, next=following(place, changed, number=number, first=0))


def tell_shipment(access: Access, parcel: Shipped) -> None:
    """A fulfilment of what has none; then each that has not left is a shipment with the tracking codes."""
    path = f"/admin/orders/{safe(parcel.order_id)}"
    order = _sending(access, path)
    left = [
        {"id": text_at(one, "id"), "quantity": pieces}
        for one in mappings(order.get("items"))
        if (pieces := _left(one)) > 0
    ]
    if left:
        _post(access, f"{path}/fulfillments", {"items": left})
        order = _sending(access, path)
    for one in mappings(order.get("fulfillments")):
        if not one.get("shipped_at") and not one.get("canceled_at"):
            _ship(access, f"{path}/fulfillments/{safe(text_at(one, 'id'))}/shipments", one, parcel)


def _ship(access: Access, path: str, fulfilment: Mapping[str, Any], parcel: Shipped) -> None:
    items = [
        {"id": text_at(one, "line_item_id"), "quantity": as_whole(one.get("quantity")) or 0}
        for one in mappings(fulfilment.get("items"))
    ]
    codes = [one.strip() for one in parcel.tracking_code.split(",") if one.strip()]
    url = parcel.tracking_url
    labels = [{"tracking_number": code, "tracking_url": url, "label_url": ""} for code in codes]
    _post(access, path, {"items": items, **({"labels": labels} if labels else {})})


def _sending(access: Access, path: str) -> Mapping[str, Any]:
    fields = "id,*items,*items.detail,*fulfillments,*fulfillments.items"
    order = at(_get(access, path, {"fields": fields}, missing_is_fine=True), "order")
    if not isinstance(order, Mapping):
        raise OrderGone(gone())
    return order


def _left(item: Mapping[str, Any]) -> int:
    """Pieces of an item that no fulfilment has."""
    return (as_whole(item.get("quantity")) or 0) - (as_whole(at(item, "detail", "fulfilled_quantity")) or 0)


def tell_stock(access: Access, sku: str, free: int) -> None:
    """At the first place of the item with this SKU; Medusa takes off itself what it has reserved there."""
    found = _get(access, "/admin/inventory-items", {"sku": sku, "fields": "id,sku,*location_levels"})
    item = next((one for one in mappings(at(found, "inventory_items")) if text_at(one, "sku") == sku), {})
    level = (mappings(at(item, "location_levels")) or [{}])[0]
    place = text_at(level, "location_id")
    if not place:
        raise PermanentFailure(not_known_there(sku))
    pieces = free + (as_whole(level.get("reserved_quantity")) or 0)
    path = f"/admin/inventory-items/{safe(text_at(item, 'id'))}/location-levels/{safe(place)}"
    _post(access, path, {"stocked_quantity": pieces})


def _post(access: Access, path: str, value: object) -> None:
    send_json(access, path, kind=KIND, value=value, auth=(access["key"], ""))


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
