"""Asking a Vendure shop: signed in once, then orders by what was changed since."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from pakhuis.connectors.calls import send_json, with_token
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
from pakhuis.connectors.problems import (
    gone,
    nonsense_answer,
    not_known_there,
    refused_there,
    wrong_keys,
)
from pakhuis.connectors.reading import at, mappings, moment, money, text_at
from pakhuis.kernel.numbers import as_whole

KIND = "Vendure"
PER_PAGE = 100
SESSION = 1800.0
"""For how long a session is used again, in seconds; Vendure itself keeps one for a year."""
_ADDRESS = "{fullName company streetLine1 streetLine2 city province postalCode countryCode phoneNumber}"
_ORDER = f"""id code state createdAt updatedAt orderPlacedAt currencyCode subTotal subTotalWithTax
 customer{{id title firstName lastName emailAddress phoneNumber user{{id}}}}
 billingAddress{_ADDRESS} shippingAddress{_ADDRESS} taxSummary{{taxRate taxTotal}}
 lines{{id quantity unitPrice unitPriceWithTax proratedLinePrice proratedLinePriceWithTax linePrice taxRate
  productVariant{{id sku name}}}}
 fulfillments{{state lines{{orderLineId quantity}}}}"""
_LOGIN = (
    "mutation Login($name: String!, $password: String!)"
    " {login(username: $name, password: $password) {__typename}}"
)


_SENT = (
    "query Sent($id: ID!) {order(id: $id) {lines {id quantity}"
    " fulfillments {id state lines {orderLineId quantity}}}}"
)
_FULFIL = (
    "mutation Fulfil($input: FulfillOrderInput!) {addFulfillmentToOrder(input: $input)"
    " {__typename ... on Fulfillment {id} ... on ErrorResult {message}}}"
)
_SHIP = (
    'mutation Ship($id: ID!) {transitionFulfillmentToState(id: $id, state: "Shipped")'
    " {__typename ... on ErrorResult {message}}}"
)
_VARIANT = (
    "query Variant($sku: String!) {productVariants(options: {filter: {sku: {eq: $sku}}})"
    " {items {id stockLevels {stockLocationId stockAllocated}}}}"
)
_STOCK = "mutation Stock($input: [UpdateProductVariantInput!]!) {updateProductVariants(input: $input) {id}}"


def fetch(access: Access, order_id: str) -> Payload:
    query = f"query One($id: ID!) {{order(id: $id) {{{_fields(access)}}}}}"
    found = at(_ask(access, query, {"id": order_id}), "order")
    if not isinstance(found, Mapping):
        raise OrderGone(gone())
    return found


def changed_since(access: Access, since: datetime | None, *, start: str) -> Page:
    place = place_of(start, since, first=0)
    query = (
        "query Changed($options: OrderListOptions)"
        f" {{orders(options: $options) {{totalItems items{{{_fields(access)}}}}}}}"
    )
    options: dict[str, Any] = {"take": PER_PAGE, "skip": place.number, "sort": {"updatedAt": "ASC"}}
    if place.since is not None:
        options["filter"] = {"updatedAt": {"after": place.since.astimezone(UTC).isoformat()}}
    answer = at(_ask(access, query, {"options": options}), "orders")
    total = money(at(answer, "totalItems"))
    if total is None:
        raise TemporaryFailure(nonsense_answer())
    orders = mappings(at(answer, "items"))
    changed = [moment(one.get("updatedAt")) for one in orders]
    number = place.number + PER_PAGE if place.number + PER_PAGE < total else None
    return Page(orders=orders, next=following(place, changed, number=number, first=0))


def tell_shipment(access: Access, parcel: Shipped) -> None:
    """A fulfilment of what has none, by hand with the tracking code; it and those that wait are shipped."""
    order = at(_ask(access, _SENT, {"id": parcel.order_id}), "order")
    if not isinstance(order, Mapping):
        raise OrderGone(gone())
    known = [one for one in mappings(order.get("fulfillments")) if text_at(one, "state") != "Cancelled"]
    waiting = [text_at(one, "id") for one in known if text_at(one, "state") in ("Pending", "Created")]
    lines = _unfulfilled(order, known)
    if lines:
        arguments = [
            {"name": "method", "value": parcel.carrier},
            {"name": "trackingCode", "value": parcel.tracking_code},
        ]
        handler = {"code": "manual-fulfillment", "arguments": arguments}
        waiting.append(_done(access, _FULFIL, {"input": {"lines": lines, "handler": handler}}))
    for number in waiting:
        _done(access, _SHIP, {"id": number})


def _unfulfilled(order: Mapping[str, Any], known: list[Mapping[str, Any]]) -> list[dict[str, Any]]:
    sent: dict[str, int] = {}
    for one in known:
        for line in mappings(one.get("lines")):
            number = text_at(line, "orderLineId")
            sent[number] = sent.get(number, 0) + (as_whole(line.get("quantity")) or 0)
    return [
        {"orderLineId": number, "quantity": left}
        for line in mappings(order.get("lines"))
        if (number := text_at(line, "id"))
        and (left := (as_whole(line.get("quantity")) or 0) - sent.get(number, 0)) > 0
    ]


def _done(access: Access, mutation: str, variables: dict[str, Any]) -> str:
    """The id of what was made; what Vendure refuses is told in its own words."""
    answer = _ask(access, mutation, variables)
    result = next(iter(answer.values()), None) if isinstance(answer, Mapping) else None
    if text_at(result, "message"):
        raise PermanentFailure(refused_there(text_at(result, "message")))
    return text_at(result, "id")


def tell_stock(access: Access, sku: str, free: int) -> None:
    """At the variant's first place; Vendure takes off itself what its open orders have reserved there."""
    found = mappings(at(_ask(access, _VARIANT, {"sku": sku}), "productVariants", "items"))
    if not found:
        raise PermanentFailure(not_known_there(sku))
    level = (mappings(found[0].get("stockLevels")) or [{}])[0]
    pieces = free + (as_whole(level.get("stockAllocated")) or 0)
    place = text_at(level, "stockLocationId")
    value: dict[str, Any] = {"id": text_at(found[0], "id"), "stockOnHand": pieces}
    if place:
        value = {"id": value["id"], "stockLevels": [{"stockLocationId": place, "stockOnHand": pieces}]}
    _ask(access, _STOCK, {"input": [value]})


def _fields(access: Access) -> str:
    """What is asked of an order; custom fields only by the names that the settings give, as each is typed."""
    given = ",".join(access[name] for name in ("vat_fields", "remark_fields", "language_fields"))
    known = [one.strip() for one in given.split(",") if one.strip().isidentifier()]
    return f"{_ORDER} customFields{{{' '.join(dict.fromkeys(known))}}}" if known else _ORDER


def _ask(access: Access, query: str, variables: dict[str, Any]) -> Any:
    """The data of an answer, within a session."""

    def call(session: str) -> Any:
        return _post(access, query, variables, {"Authorization": f"Bearer {session}"})[0]

    return with_token(_names(access), lambda: _session(access), call)


def _names(access: Access) -> tuple[str, ...]:
    return (KIND, access.address, access["user"], access["password"])


def _session(access: Access) -> tuple[str, float]:
    """The token of a session: Vendure gives it in a header of its answer."""
    given = {"name": access["user"], "password": access["password"]}
    answer, headers = _post(access, _LOGIN, given, {})
    if text_at(answer, "login", "__typename") != "CurrentUser":
        raise PermanentFailure(wrong_keys())
    found = headers.get("vendure-auth-token", "")
    if not found:
        raise TemporaryFailure(nonsense_answer())
    return found, SESSION


def _post(
    access: Access, query: str, variables: dict[str, Any], headers: dict[str, str]
) -> tuple[Any, Mapping[str, str]]:
    value = {"query": query, "variables": variables}
    channel = {"vendure-token": access["channel"]} if access["channel"] else {}
    reply = send_json(access, "/admin-api", kind=KIND, value=value, headers={**channel, **headers})
    answer = reply.data
    codes = {text_at(one, "extensions", "code") for one in mappings(at(answer, "errors"))}
    if codes & {"FORBIDDEN", "UNAUTHORIZED"}:
        raise PermanentFailure(wrong_keys())
    if not isinstance(answer, dict) or not isinstance(answer.get("data"), dict):
        raise TemporaryFailure(nonsense_answer())
    return answer["data"], reply.headers
