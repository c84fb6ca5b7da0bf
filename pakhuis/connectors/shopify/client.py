"""Asking a Shopify shop by GraphQL: one order, or all that changed, a cursor at a time."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from pakhuis.connectors.calls import send_json
from pakhuis.connectors.contract import (
    Access,
    OrderGone,
    Page,
    Payload,
    PermanentFailure,
    Shipped,
    TemporaryFailure,
)
from pakhuis.connectors.problems import (
    gone,
    nonsense_answer,
    not_known_there,
    refused_there,
    too_busy,
    wrong_keys,
)
from pakhuis.connectors.reading import at, mapping, mappings, money, text_at
from pakhuis.connectors.shopify import graphql

KIND = "Shopify"
PER_PAGE = 10
"""With the lines of each this is what Shopify answers at once (`graphql.LINES_OF_MANY`)."""
BEGUN = "pakhuis_begun"
"""Under this name an order that has more lines keeps the shop's answer, which says where they go on."""


def fetch(access: Access, order_id: str) -> Payload:
    """The order by its number; an id that is no number is none of this shop's."""
    if not order_id.isdigit():
        raise OrderGone(gone())
    node = at(_ask(access, graphql.ONE, {"id": f"gid://shopify/Order/{order_id}"}), "order")
    if not isinstance(node, Mapping):
        raise OrderGone(gone())
    return whole(access, _listed(node))


def changed_since(access: Access, since: datetime | None, *, start: str) -> Page:
    """Orders by time of change, the longest unchanged first."""
    variables: dict[str, Any] = {"size": PER_PAGE, "after": start or None, "query": None}
    if since is not None:
        variables["query"] = f"updated_at:>='{since.astimezone(UTC).strftime('%Y-%m-%dT%H:%M:%SZ')}'"
    answer = at(_ask(access, graphql.CHANGED, variables), "orders")
    if not isinstance(answer, Mapping):
        raise TemporaryFailure(nonsense_answer())
    more = at(answer, "pageInfo", "hasNextPage") is True
    orders = [_listed(one) for one in graphql.nodes(answer)]
    return Page(orders=orders, next=text_at(answer, "pageInfo", "endCursor") if more else "")


def _listed(node: Mapping[str, Any]) -> Payload:
    """The order with its first lines; with the answer itself, where there are more."""
    more = at(node, "lineItems", "pageInfo", "hasNextPage") is True
    return {**graphql.as_webhook(node), **({BEGUN: node} if more else {})}


def is_whole(listed: Mapping[str, Any]) -> bool:
    return BEGUN not in listed


def whole(access: Access, listed: Mapping[str, Any]) -> Payload:
    """The order with all of its lines, however many there are."""
    if is_whole(listed):
        return listed
    node = mapping(listed[BEGUN])
    lines, page = graphql.nodes(node, "lineItems"), at(node, "lineItems", "pageInfo")
    cursor = ""
    while at(page, "hasNextPage") is True:
        before, cursor = cursor, text_at(page, "endCursor")
        order = f"gid://shopify/Order/{text_at(node, 'legacyResourceId')}"
        more = at(_ask(access, graphql.LINES, {"id": order, "after": cursor}), "order", "lineItems")
        if cursor in ("", before) or not isinstance(more, Mapping):
            raise TemporaryFailure(nonsense_answer())
        lines, page = lines + graphql.nodes(more), more.get("pageInfo")
    return graphql.as_webhook({**node, "lineItems": {"nodes": lines}})


def tell_shipment(access: Access, parcel: Shipped) -> None:
    """Everything of the order that is still open there has left, with its tracking code."""
    found = _ask(access, graphql.PARCELS, {"id": f"gid://shopify/Order/{parcel.order_id}"})
    parts = graphql.nodes(found, "order", "fulfillmentOrders")
    still_there = [one["id"] for one in parts if one.get("status") in ("OPEN", "IN_PROGRESS")]
    if not still_there:
        return
    fulfillment = {
        "lineItemsByFulfillmentOrder": [{"fulfillmentOrderId": one} for one in still_there],
        "trackingInfo": {
            "company": parcel.carrier,
            "number": parcel.tracking_code,
            "url": parcel.tracking_url,
        },
        "notifyCustomer": True,
    }
    _change(access, graphql.SEND, {"fulfillment": fulfillment}, "fulfillmentCreate")


def tell_stock(access: Access, sku: str, free: int) -> None:
    """The free stock of the variant with this SKU, at the location of the settings or the first."""
    quoted = sku.replace("\\", "\\\\").replace('"', '\\"')
    found = _ask(access, graphql.VARIANT, {"query": f'sku:"{quoted}"'})
    item = text_at(found, "productVariants", "nodes", 0, "inventoryItem", "id")
    location = access["location_id"] or text_at(found, "locations", "nodes", 0, "id")
    if not item or text_at(found, "productVariants", "nodes", 0, "sku") != sku:
        raise PermanentFailure(not_known_there(sku))
    quantity = {"inventoryItemId": item, "locationId": location, "quantity": free}
    wanted = {
        "name": "available",
        "reason": "correction",
        "ignoreCompareQuantity": True,
        "quantities": [quantity],
    }
    _change(access, graphql.STOCK, {"input": wanted}, "inventorySetQuantities")


def _change(access: Access, query: str, variables: dict[str, Any], name: str) -> None:
    complaint = graphql.complaints(at(_ask(access, query, variables), name))
    if complaint:
        raise PermanentFailure(refused_there(complaint))


def _ask(access: Access, query: str, variables: dict[str, Any]) -> Any:
    """The data of an answer; GraphQL tells of its troubles inside a good answer."""
    reply = send_json(
        access,
        f"/admin/api/{access['api_version']}/graphql.json",
        kind=KIND,
        value={"query": query, "variables": variables},
        headers={"X-Shopify-Access-Token": access["token"]},
    )
    answer = reply.data
    codes = {text_at(one, "extensions", "code") for one in mappings(at(answer, "errors"))}
    if "THROTTLED" in codes:
        raise TemporaryFailure(too_busy(), wait=_wait(answer))
    if codes & {"ACCESS_DENIED", "UNAUTHORIZED"}:
        raise PermanentFailure(wrong_keys())
    if not isinstance(answer, dict) or not isinstance(answer.get("data"), dict):
        raise TemporaryFailure(nonsense_answer())
    return answer["data"]


def _wait(answer: object) -> timedelta:
    """Until the bucket holds enough again for what was asked."""
    cost = at(answer, "extensions", "cost")
    wanted = money(at(cost, "requestedQueryCost")) or 0
    there = money(at(cost, "throttleStatus", "currentlyAvailable")) or 0
    speed = money(at(cost, "throttleStatus", "restoreRate")) or 50
    return timedelta(seconds=min(max(float((wanted - there) / speed), 1.0), 60.0))
