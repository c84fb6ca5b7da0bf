"""Asking a Shopware shop: a token for some minutes, then searches that bring what belongs to an order."""

from __future__ import annotations

from collections.abc import Mapping
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
from pakhuis.connectors.problems import gone, nonsense_answer, not_known_there, nothing_to_send
from pakhuis.connectors.reading import at, mappings, money, text, text_at

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


def fetch(access: Access, order_id: str) -> Payload:
    """The order by its id; one that is no id of Shopware's is none of this shop's."""
    if len(order_id) != 32 or not order_id.isalnum():
        raise OrderGone(gone())
    found = _search(access, "order", {"ids": [order_id], "associations": _associations()})
    if not found:
        raise OrderGone(gone())
    return found[0]


def changed_since(access: Access, since: datetime | None, *, start: str) -> Page:
    """Orders by time of change; one that was never changed says nothing but when it was made."""
    number = int(start or 1)
    wanted: dict[str, Any] = {
        "page": number,
        "limit": PER_PAGE,
        "associations": _associations(),
        "sort": [{"field": "updatedAt", "order": "ASC"}, {"field": "createdAt", "order": "ASC"}],
    }
    if since is not None:
        moment = since.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S+00:00")
        ranges = [
            {"type": "range", "field": field, "parameters": {"gte": moment}}
            for field in ("updatedAt", "createdAt")
        ]
        wanted["filter"] = [{"type": "multi", "operator": "OR", "queries": ranges}]
    found = _search(access, "order", wanted)
    return Page(orders=found, next=str(number + 1) if len(found) == PER_PAGE else "")


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


def _associations() -> dict[str, Any]:
    """The dotted names as Shopware wants them, one inside the other."""
    found: dict[str, Any] = {}
    for path in ASSOCIATIONS:
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
