"""Asking a PrestaShop: an order with its customer, addresses, language, country, state and messages."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from pakhuis.connectors.calls import ask, safe
from pakhuis.connectors.contract import (
    Access,
    OrderGone,
    Page,
    Payload,
    PermanentFailure,
    Shipped,
    ShopError,
    TemporaryFailure,
)
from pakhuis.connectors.paging import following, place_of
from pakhuis.connectors.prestashop.xml import changed, parsed, several, written
from pakhuis.connectors.problems import ABOUT_ONE, gone, nonsense_answer, not_known_there
from pakhuis.connectors.reading import at, known_zone, mapping, moment, money, text_at

KIND = "PrestaShop"
PER_PAGE = 50
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


def fetch(access: Access, order_id: str) -> Payload:
    found = _one(access, "orders", order_id)
    if found is None:
        raise OrderGone(gone())
    return whole(access, {"order": found})


def changed_since(access: Access, since: datetime | None, *, start: str) -> Page:
    """Orders by their time of change, which is on the clock of the shop."""
    place = place_of(start, since, first=0)
    zone = ZoneInfo(access["time_zone"] if known_zone(access["time_zone"]) else "UTC")
    moments = (place.since or LONG_AGO, datetime.now(UTC) + timedelta(days=2))
    after, until = (one.astimezone(zone).strftime("%Y-%m-%d %H:%M:%S") for one in moments)
    params = {
        "display": "full",
        "date": "1",
        "filter[date_upd]": f"[{after},{until}]",
        "sort": "[date_upd_ASC]",
        "limit": f"{place.number},{PER_PAGE}",
    }
    answer = _get(access, "/api/orders", params)
    found = several(at(answer, "orders", "order"))
    states = _states(access, {text_at(one, "current_state") for one in found})
    times = [moment(one.get("date_upd"), zone=zone.key) for one in found]
    number = place.number + PER_PAGE if len(found) == PER_PAGE else None
    orders = [{"order": one, **states[text_at(one, "current_state")]} for one in found]
    return Page(orders=orders, next=following(place, times, number=number, first=0))


def _states(access: Access, numbers: Collection[str]) -> dict[str, Payload]:
    """What states mean, by number: by that an order is wanted or not. One that is trouble says nothing."""
    found: dict[str, Payload] = {}
    for number in numbers:
        try:
            found[number] = {"state": (_one(access, "order_states", number) or {}) if number else {}}
        except ShopError as error:
            if error.problem.code not in ABOUT_ONE:
                raise
            found[number] = {}
    return found


def tell_shipment(access: Access, parcel: Shipped) -> None:
    """The tracking code at the order's carrier, and the shop's first state that means "sent"; once."""
    order = _one(access, "orders", parcel.order_id)
    if order is None:
        raise OrderGone(gone())
    carrier = _first(access, "order_carriers", {"filter[id_order]": parcel.order_id})
    if carrier and parcel.tracking_code:
        _change(access, "order_carriers", carrier, {"tracking_number": parcel.tracking_code})
    now_in = _one(access, "order_states", text_at(order, "current_state")) or {}
    sent = _first(access, "order_states", {"filter[shipped]": "1", "filter[deleted]": "0"})
    if sent and now_in.get("shipped") != "1":
        move = written("order_history", {"id_order": parcel.order_id, "id_order_state": sent})
        _send(access, "POST", "/api/order_histories", move)


def tell_stock(access: Access, sku: str, free: int) -> None:
    """The quantity of the combination with this reference, else of the product."""
    wanted = {"filter[reference]": f"[{sku}]", "display": "full"}
    found = several(at(_get(access, "/api/combinations", wanted), "combinations", "combination"))
    product, combination = (text_at(found, 0, "id_product"), text_at(found, 0, "id")) if found else ("", "0")
    product = product or _first(access, "products", {"filter[reference]": f"[{sku}]"})
    if not product:
        raise PermanentFailure(not_known_there(sku))
    place = {"filter[id_product]": product, "filter[id_product_attribute]": combination}
    stock = _first(access, "stock_availables", place)
    if not stock:
        raise PermanentFailure(not_known_there(sku))
    _change(access, "stock_availables", stock, {"quantity": str(free)})


def _first(access: Access, kind: str, wanted: Mapping[str, str]) -> str:
    """The id of the first of these things by its id; empty when there is none."""
    params = {**wanted, "display": "[id]", "sort": "[id_ASC]", "limit": "1"}
    found = at(_get(access, f"/api/{kind}", params), kind)
    rows = several(found.get(SINGULAR[kind])) if isinstance(found, Mapping) else []
    return text_at(rows, 0, "id")


def _change(access: Access, kind: str, number: str, fields: Mapping[str, str]) -> None:
    """PrestaShop replaces a thing as a whole: it is read, changed, and sent back as it was."""
    path = f"/api/{kind}/{safe(number)}"
    whole = changed(ask(access, path, kind=KIND, auth=(access["key"], "")).body, fields)
    if whole is None:
        raise TemporaryFailure(nonsense_answer())
    _send(access, "PUT", path, whole)


def _send(access: Access, method: str, path: str, document: bytes) -> None:
    headers = {"Content-Type": "text/xml"}
    ask(access, path, kind=KIND, method=method, headers=headers, auth=(access["key"], ""), body=document)


def whole(access: Access, listed: Payload) -> Payload:
    """The order with all that belongs to it; what its list told already is not asked again."""
    return _Teller(access).whole(listed)


def together(access: Access, listed: Sequence[Payload]) -> list[Payload]:
    """The same of several orders, whose parts are asked for one kind at a time and not one by one."""
    teller = _Teller(access)
    teller.look_up([mapping(one.get("order")) for one in listed])
    return [teller.whole(one) for one in listed]


class _Teller:
    """Completes orders; what is named twice in them, such as a country, is asked once."""

    def __init__(self, access: Access) -> None:
        self._access = access
        self._known: dict[tuple[str, str], dict[str, Any]] = {}
        self._rows: dict[tuple[str, str], list[dict[str, Any]]] = {}

    def look_up(self, orders: Sequence[Mapping[str, Any]]) -> None:
        """Ask at once for what belongs to these orders; what a list leaves out is asked for by itself."""
        self._look_up("customers", (text_at(one, "id_customer") for one in orders))
        self._look_up("languages", (text_at(one, "id_lang") for one in orders))
        places = [text_at(one, f"id_address_{name}") for one in orders for name in ("invoice", "delivery")]
        addresses = self._look_up("addresses", places)
        for kind in ("countries", "states"):
            self._look_up(kind, (text_at(one, f"id_{SINGULAR[kind]}") for one in addresses))
        for kind, is_needed in OF_ORDERS.items():
            numbers = sorted(filter(None, (_number_if(one, kind) for one in orders)))
            found = _of_orders(self._access, kind, numbers, is_needed=is_needed)
            self._rows |= {(kind, one): found.get(one, []) for one in numbers}

    def whole(self, listed: Payload) -> Payload:
        order, state = mapping(listed.get("order")), listed.get("state")
        invoice = self._asked("addresses", text_at(order, "id_address_invoice"))
        delivery = self._asked("addresses", text_at(order, "id_address_delivery"))
        return {
            "order": order,
            "customer": self._asked("customers", text_at(order, "id_customer")),
            "invoice": {**invoice, "country": self._country(invoice), "region": self._region(invoice)},
            "delivery": {**delivery, "country": self._country(delivery), "region": self._region(delivery)},
            "language": self._asked("languages", text_at(order, "id_lang")),
            "state": state
            if state is not None
            else self._asked("order_states", text_at(order, "current_state")),
            "messages": self._of_order("messages", order),
            "details": self._of_order("order_details", order),
            "cart_rules": self._of_order("order_cart_rules", order),
        }

    def _country(self, address: Mapping[str, Any]) -> str:
        return text_at(self._asked("countries", text_at(address, "id_country")), "iso_code")

    def _region(self, address: Mapping[str, Any]) -> str:
        return text_at(self._asked("states", text_at(address, "id_state")), "iso_code")

    def _asked(self, kind: str, number: str) -> dict[str, Any]:
        if number in NO_NUMBER:
            return {}
        if (kind, number) not in self._known:
            self._known[kind, number] = _one(self._access, kind, number) or {}
        return self._known[kind, number]

    def _look_up(self, kind: str, numbers: Iterable[str]) -> list[dict[str, Any]]:
        """All of a kind with these numbers; one alone is asked for like any other."""
        wanted = {one for one in numbers if one not in NO_NUMBER}
        params = {"display": "full", "filter[id]": f"[{'|'.join(sorted(wanted))}]"}
        answer = _get(self._access, f"/api/{kind}", params, missing_is_fine=True) if wanted else None
        found = several(at(answer, kind, SINGULAR[kind]))
        self._known |= {(kind, text_at(one, "id")): one for one in found if text_at(one, "id") in wanted}
        return found

    def _of_order(self, kind: str, order: Mapping[str, Any]) -> list[dict[str, Any]]:
        number = _number_if(order, kind)
        if (kind, number) not in self._rows:
            self._rows |= {(kind, number): []}
            found = _of_orders(self._access, kind, [number] if number else [], is_needed=OF_ORDERS[kind])
            self._rows |= {(kind, one): rows for one, rows in found.items()}
        return self._rows[kind, number]


NO_NUMBER = ("", "0")
OF_ORDERS = {"messages": True, "order_details": False, "order_cart_rules": False}
"""What is kept of orders elsewhere, and whether they cannot do without: keys made before a right was asked
for have none to the others, which are left out then."""


def _number_if(order: Mapping[str, Any], kind: str) -> str:
    """The number of an order of which there may be something of a kind; vouchers only where it is reduced."""
    is_reduced = (money(order.get("total_discounts")) or 0) > 0
    return text_at(order, "id") if is_reduced or kind != "order_cart_rules" else ""


def _of_orders(
    access: Access, kind: str, numbers: Sequence[str], *, is_needed: bool
) -> dict[str, list[dict[str, Any]]]:
    """The rows of a kind by the number of their order."""
    found: dict[str, list[dict[str, Any]]] = {}
    if not numbers:
        return found
    params = {"display": "full", "filter[id_order]": f"[{'|'.join(numbers)}]"}
    try:
        answer = _get(access, f"/api/{kind}", params, missing_is_fine=True)
    except PermanentFailure:
        if is_needed:
            raise
        return found
    for row in several(at(answer, kind, SINGULAR[kind])):
        if text_at(row, "id_order") in numbers:
            found.setdefault(text_at(row, "id_order"), []).append(row)
    return found


SINGULAR = {
    "orders": "order",
    "customers": "customer",
    "addresses": "address",
    "languages": "language",
    "countries": "country",
    "states": "state",
    "order_states": "order_state",
    "order_carriers": "order_carrier",
    "messages": "message",
    "order_details": "order_detail",
    "order_cart_rules": "order_cart_rule",
    "products": "product",
    "stock_availables": "stock_available",
}


def _one(access: Access, kind: str, number: str) -> dict[str, Any] | None:
    answer = _get(access, f"/api/{kind}/{safe(number)}", {}, missing_is_fine=True)
    if answer is None:
        return None
    found = answer.get(SINGULAR[kind])
    if not isinstance(found, dict):
        raise TemporaryFailure(nonsense_answer())
    return found


def _get(
    access: Access, path: str, params: Mapping[str, str], *, missing_is_fine: bool = False
) -> dict[str, Any] | None:
    """The key is the user name, without a password; None where the shop has no such thing."""
    reply = ask(
        access, path, kind=KIND, params=params, auth=(access["key"], ""), missing_is_fine=missing_is_fine
    )
    if reply.status == 404:
        return None
    found = parsed(reply.body)
    if found is None:
        raise TemporaryFailure(nonsense_answer())
    return found
