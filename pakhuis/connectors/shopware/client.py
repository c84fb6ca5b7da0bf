"""Asking a Shopware shop: a token for some minutes, then searches that bring what belongs to an order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from pakhuis.connectors.calls import Reply, send_json, with_token
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
from pakhuis.connectors.problems import gone, nonsense_answer, not_known_there, nothing_to_send
from pakhuis.connectors.reading import at, mappings, moment, money, text, text_at

KIND = "Shopware"
PER_PAGE = 100
ASSOCIATIONS = (
    "orderCustomer.customer",
    "billingAddress.country",
    "billingAddress.countryState",
    "deliveries.shippingOrderAddress.country",
    "deliveries.shippingOrderAddress.countryState",
    "deliveries.stateMachineState",
    "language.locale",
    "transactions.stateMachineState",
    "transactions.paymentMethod",
    "lineItems",
    "stateMachineState",
)

GIVEN_BACK = {
    "pakhuis_refunds": (
        "order-transaction-capture-refund-position",
        "orderTransactionCaptureRefund.stateMachineState",
    ),
    "pakhuis_returns": ("order-return-line-item", "state"),
}
"""What knows of pieces given back, and where its state stands; the second is of an extension."""
MOST_ROWS = 500
MADE_AT, CHANGED_AT = "createdAt", "updatedAt"
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


def fetch(access: Access, order_id: str) -> Payload:
    """The order by its id; one that is no id of Shopware's is none of this shop's."""
    if len(order_id) != 32 or not order_id.isalnum():
        raise OrderGone(gone())
    found = _search(access, "order", {"ids": [order_id], "associations": _associations()})
    if not found:
        raise OrderGone(gone())
    return _with_taken_back(access, found)[0]


def changed_since(access: Access, since: datetime | None, *, start: str) -> Page:
    """Orders that never changed, by when they were made; then those that did, by when they changed."""
    half, _, at_place = start.partition(" ")
    field = CHANGED_AT if half == CHANGED_AT else MADE_AT
    place = place_of(at_place, since, first=1)
    oldest = (place.since or LONG_AGO).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S+00:00")
    filters: list[dict[str, Any]] = [{"type": "range", "field": field, "parameters": {"gte": oldest}}]
    if field == MADE_AT:
        filters.append({"type": "equals", "field": CHANGED_AT, "value": None})
    wanted = {
        "page": place.number,
        "limit": PER_PAGE,
        "associations": _associations(),
        "sort": [{"field": field, "order": "ASC"}],
        "filter": filters,
    }
    found = _search(access, "order", wanted)
    number = place.number + 1 if len(found) == PER_PAGE else None
    more = following(place, [moment(one.get(field)) for one in found], number=number, first=1)
    following_half = f"{CHANGED_AT} " if field == MADE_AT else ""
    return Page(orders=_with_taken_back(access, found), next=f"{field} {more}" if more else following_half)


def _with_taken_back(access: Access, orders: Sequence[Mapping[str, Any]]) -> list[Payload]:
    """Orders with money or goods given back, with the pieces that this is about; the others as they are."""
    marked = [one for one in orders if _is_given_back(one)]
    lines = [text_at(item, "id") for one in marked for item in mappings(one.get("lineItems"))]
    rows = {name: _of_lines(access, *asked, lines=lines) for name, asked in GIVEN_BACK.items() if lines}

    def whole(order: Mapping[str, Any]) -> Payload:
        ids = {text_at(item, "id") for item in mappings(order.get("lineItems"))}
        own = {
            name: [one for one in found if text_at(one, "orderLineItemId") in ids]
            for name, found in rows.items()
        }
        return {**order, **own}

    return [whole(one) if one in marked else one for one in orders]


def _is_given_back(order: Mapping[str, Any]) -> bool:
    states = {
        text_at(one, "stateMachineState", "technicalName")
        for name in ("transactions", "deliveries")
        for one in mappings(order.get(name))
    }
    return bool(states & {"refunded", "refunded_partially", "returned", "returned_partially"})


def _of_lines(access: Access, entity: str, state: str, *, lines: Sequence[str]) -> list[Mapping[str, Any]]:
    """Refunds or returns of these lines; none where the shop is too old, or has no such extension."""
    wanted = {"type": "equalsAny", "field": "orderLineItemId", "value": "|".join(lines)}
    asked = {"limit": MOST_ROWS, "filter": [wanted], "associations": _associations((state,))}
    try:
        return _search(access, entity, asked)
    except PermanentFailure:
        return []


def tell_shipment(access: Access, parcel: Shipped) -> None:
    """The tracking codes at the order's delivery, which then is "shipped"; one that is already stays so."""
    delivery = _delivery(fetch(access, parcel.order_id))
    number = text_at(delivery, "id")
    if not number:
        raise PermanentFailure(nothing_to_send())
    codes = [one.strip() for one in parcel.tracking_code.split(",") if one.strip()]
    if codes:
        _call(access, f"/api/order-delivery/{number}", {"trackingCodes": codes}, method="PATCH")
    if text_at(delivery, "stateMachineState", "technicalName") != "shipped":
        _call(access, f"/api/_action/order_delivery/{number}/state/ship", {})


def _delivery(order: Payload) -> Mapping[str, Any]:
    """The delivery of the goods: one with negative costs only carries a discount on them."""
    found = mappings(order.get("deliveries"))
    goods = [one for one in found if (money(at(one, "shippingCosts", "totalPrice")) or 0) >= 0]
    return (goods or found or [{}])[0]


def tell_stock(access: Access, sku: str, free: int) -> None:
    """The stock of the product with this number."""
    equal = {"type": "equals", "field": "productNumber", "value": sku}
    found = _search(access, "product", {"limit": 1, "filter": [equal]})
    if not found:
        raise PermanentFailure(not_known_there(sku))
    _call(access, f"/api/product/{text(found[0].get('id'))}", {"stock": free}, method="PATCH")


def _associations(paths: Sequence[str] = ASSOCIATIONS) -> dict[str, Any]:
    """The dotted names as Shopware wants them, one inside the other."""
    found: dict[str, Any] = {}
    for path in paths:
        level = found
        for step in path.split("."):
            level = level.setdefault("associations", {}).setdefault(step, {})
    return dict(found["associations"])


def _search(access: Access, entity: str, wanted: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    answer = _call(access, f"/api/search/{entity}", wanted).data
    if not isinstance(answer, dict) or not isinstance(answer.get("data"), list):
        raise TemporaryFailure(nonsense_answer())
    return mappings(answer["data"])


def _call(access: Access, path: str, value: object, *, method: str = "POST") -> Reply:
    def call(bearer: str) -> Reply:
        headers = {"Authorization": f"Bearer {bearer}"}
        return send_json(access, path, kind=KIND, method=method, value=value, headers=headers)

    return with_token(_names(access), lambda: _token(access), call)


def _names(access: Access) -> tuple[str, ...]:
    return (KIND, access.address, access["key"], access["key_secret"])


def _token(access: Access) -> tuple[str, float]:
    value = {
        "grant_type": "client_credentials",
        "client_id": access["key"],
        "client_secret": access["key_secret"],
    }
    answer = send_json(access, "/api/oauth/token", kind=KIND, value=value).data
    found = text_at(answer, "access_token")
    if not found:
        raise TemporaryFailure(nonsense_answer())
    return found, float(money(at(answer, "expires_in")) or 300)
