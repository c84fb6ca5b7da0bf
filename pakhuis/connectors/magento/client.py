"""Asking a Magento shop: one order, or all that changed, stopped by the total it tells."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from pakhuis.connectors.calls import Reply, ask, safe, send_json
from pakhuis.connectors.contract import Access, OrderGone, Page, Payload, Shipped, TemporaryFailure
from pakhuis.connectors.paging import following, place_of
from pakhuis.connectors.problems import gone, nonsense_answer
from pakhuis.connectors.reading import at, mappings, moment, money, text_at

KIND = "Magento"
PER_PAGE = 100


def fetch(access: Access, order_id: str) -> Payload:
    reply = _get(access, f"/orders/{safe(order_id)}", {}, missing_is_fine=True)
    answer = reply.data
    if reply.status == 404:
        raise OrderGone(gone())
    if not isinstance(answer, dict) or "entity_id" not in answer:
        raise TemporaryFailure(nonsense_answer())
    return {**answer, "pakhuis_locale": _locales(access).get(text_at(answer, "store_id"), "")}


def changed_since(access: Access, since: datetime | None, *, start: str) -> Page:
    """A page past the end repeats the last one, so the total decides when to stop."""
    place = place_of(start, since, first=1)
    params = {
        "searchCriteria[sortOrders][0][field]": "updated_at",
        "searchCriteria[sortOrders][0][direction]": "ASC",
        "searchCriteria[pageSize]": str(PER_PAGE),
        "searchCriteria[currentPage]": str(place.number),
    }
    if place.since is not None:
        one = "searchCriteria[filterGroups][0][filters][0]"
        params[f"{one}[field]"] = "updated_at"
        params[f"{one}[conditionType]"] = "gteq"
        params[f"{one}[value]"] = place.since.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S")
    answer = _get(access, "/orders", params).data
    total = money(at(answer, "total_count"))
    if not isinstance(answer, Mapping) or total is None:
        raise TemporaryFailure(nonsense_answer())
    orders = mappings(answer.get("items"))
    locales = _locales(access) if orders else {}
    told = [{**one, "pakhuis_locale": locales.get(text_at(one, "store_id"), "")} for one in orders]
    changed = [moment(one.get("updated_at")) for one in orders]
    number = place.number + 1 if place.number * PER_PAGE < total else None
    return Page(orders=told, next=following(place, changed, number=number, first=1))


def tell_shipment(access: Access, parcel: Shipped) -> None:
    """A shipment of all that is left, with its tracking code."""
    track = {"track_number": parcel.tracking_code, "title": parcel.carrier, "carrier_code": "custom"}
    value = {"notify": True, "tracks": [track] if parcel.tracking_code else []}
    _send(access, "POST", f"/order/{safe(parcel.order_id)}/ship", value)


def tell_stock(access: Access, sku: str, free: int) -> None:
    """The amount in the source of the settings, by the inventory of Magento 2.3 and later."""
    item = {
        "sku": sku,
        "source_code": access["source"] or "default",
        "quantity": free,
        "status": 1 if free > 0 else 0,
    }
    _send(access, "POST", "/inventory/source-items", {"sourceItems": [item]})


def _locales(access: Access) -> dict[str, str]:
    """The language of each store: an order only says in which store it was placed."""
    reply = _get(access, "/store/storeConfigs", {}, missing_is_fine=True)
    return {text_at(one, "id"): text_at(one, "locale") for one in mappings(reply.data)}


def _headers(access: Access) -> dict[str, str]:
    return {"Authorization": f"Bearer {access['token']}", "Accept": "application/json"}


def _root(access: Access) -> str:
    return f"/rest/{safe(access['store'] or 'all')}/V1"


def _get(access: Access, path: str, params: Mapping[str, str], *, missing_is_fine: bool = False) -> Reply:
    return ask(
        access,
        _root(access) + path,
        kind=KIND,
        params=params,
        headers=_headers(access),
        missing_is_fine=missing_is_fine,
    )


def _send(access: Access, method: str, path: str, value: Any) -> Reply:
    return send_json(
        access, _root(access) + path, kind=KIND, method=method, value=value, headers=_headers(access)
    )
