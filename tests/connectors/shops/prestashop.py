"""PrestaShop: the key as user name, XML, times on the shop's own clock, one call for each thing."""

from __future__ import annotations

import base64
import json
from datetime import datetime
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape
from zoneinfo import ZoneInfo

from pakhuis.connectors.contract import Payload
from pakhuis.connectors.prestashop.xml import parsed
from pakhuis.connectors.webhooks import hex_sha256
from tests.connectors.standin import SECRET, VAT_NUMBER, Answer, Asked, Example, Order, found_in

STATES = {"paid": "2", "unpaid": "10", "cancelled": "6", "sent": "4"}
ZONE = ZoneInfo("Europe/Amsterdam")
LANGUAGE = {"id": "1", "iso_code": "nl", "locale": "nl-NL"}
PERSON = {"firstname": "Ina", "lastname": "Vlug", "company": "Bakkerij Vlug", "phone": "010-4567890"}


def xml(value: Any) -> str:
    if isinstance(value, dict):
        return "".join(
            "".join(f"<{name}>{xml(row)}</{name}>" for row in (one if isinstance(one, list) else [one]))
            for name, one in value.items()
        )
    return escape(str(value))


TELLABLE = {
    "order_carriers": "31",
    "order_states": "4",
    "products": "77",
    "combinations": "8",
    "stock_availables": "91",
}

OF_ORDERS = {"messages": "messages", "order_details": "details", "order_cart_rules": "cart_rules"}


class PrestaShopShop(Example):
    has_combinations = False
    unlisted: tuple[str, ...] = ()
    """Numbers that its lists leave out, as they do with what belongs to another shop of the same house."""
    kind = "prestashop"
    marks = ("current_state",)
    values = {"key": "PSKEY", "time_zone": "Europe/Amsterdam"}

    def place(self, number: str) -> dict[str, str]:
        """1 and 2 are in the country, 3 and 4 in Belgium."""
        line, zipcode = ("Markt 2", "2611 AB") if number in ("1", "3") else ("Loods 7", "2612 CD")
        country = "13" if number in ("1", "2") else "3"
        place = {"address1": line, "postcode": zipcode, "city": "Delft", "id_country": country}
        return {"id": number, **PERSON, **place, "vat_number": VAT_NUMBER}

    def order(self, order: Order) -> dict[str, Any]:
        with_tax = "60.000000" if order.is_exempt else "72.600000"
        row = {"id": "1", "product_id": "77", "product_attribute_id": "0", "product_name": "Tripel & glas"}
        row |= {"product_reference": order.sku, "product_quantity": str(order.amount)}
        row |= {"unit_price_tax_excl": "12.000000", "unit_price_tax_incl": "14.520000"}
        return {
            "id": order.id,
            "reference": f"REF{order.id}",
            "id_address_invoice": "3" if order.is_exempt else "1",
            "id_address_delivery": "4" if order.is_exempt else "2",
            "id_lang": "1",
            "id_customer": "27" if order.is_guest else "26",
            "current_state": STATES[order.state],
            "date_upd": order.changed.astimezone(ZONE).strftime("%Y-%m-%d %H:%M:%S"),
            "total_products": "60.000000",
            "total_products_wt": with_tax,
            "total_discounts": "12.100000",
            "total_discounts_tax_excl": "10.000000",
            "associations": {"order_rows": {"order_row": row}},
            **order.extra,
        }

    def things(self, kind: str, number: str) -> dict[str, Any] | None:
        state = {"id": number, "paid": "1" if number in ("2", "4") else "0", "deleted": "0"}
        is_guest = "1" if number == "27" else "0"
        person = {"id": number, **PERSON, "email": "Ina@Vlug.example", "is_guest": is_guest}
        found: dict[str, Any] = {
            "customers": person,
            "addresses": self.place(number),
            "languages": LANGUAGE,
            "countries": {"id": number, "iso_code": "NL" if number == "13" else "BE"},
            "order_states": {**state, "shipped": "1" if number == "4" else "0"},
        }
        if kind == "orders":
            return self.order(self.orders[number]) if number in self.orders else None
        return dict(found[kind])

    def payload(self, order: Order) -> Payload:
        told = self.order(order)
        blocks: dict[str, dict[str, Any]] = {}
        for name in ("invoice", "delivery"):
            one = self.place(told[f"id_address_{name}"])
            blocks[name] = {**one, "country": "NL" if one["id_country"] == "13" else "BE", "region": ""}
        return {
            "order": told,
            "customer": self.things("customers", told["id_customer"]),
            **blocks,
            "language": LANGUAGE,
            "state": self.things("order_states", told["current_state"]),
            **{name: [row] for name, row in self.rows(order).items()},
        }

    def rows(self, order: Order) -> dict[str, dict[str, str]]:
        """What belongs to this order only: the buyer's message, the refunds of its row, its voucher."""
        of_order = {"id": "1", "id_order": order.id}
        return {
            "messages": {**of_order, "message": "Achterom", "id_employee": "0", "private": "0"},
            "details": {
                **of_order,
                "product_quantity_refunded": str(order.refunded - order.refunded // 2),
                "product_quantity_return": str(order.refunded // 2),
            },
            "cart_rules": {**of_order, "value_tax_excl": "10.00", "free_shipping": "0", "deleted": "0"},
        }

    def answer(self, asked: Asked) -> Answer:
        wanted = base64.b64encode(b"PSKEY:").decode()
        if asked.headers.get("authorization") != f"Basic {wanted}":
            return 401, "", {}
        _, _, kind, *rest = asked.path.split("/")
        if asked.method != "GET":
            sent = parsed(asked.body) or {}
            self.told.append((asked.method, kind, sent))
            return 200, asked.body.decode(), {"Content-Type": "text/xml"}
        if kind in TELLABLE and (kind != "order_states" or not rest):
            return self.tellable(kind, rest, asked.query)
        if kind in OF_ORDERS:
            ids = asked.query["filter[id_order]"].strip("[]").split("|")
            own = [self.rows(self.orders[one])[OF_ORDERS[kind]] for one in ids if one in self.orders]
            return self.document({kind: {kind.removesuffix("s"): own} if own else ""})
        singular = {"addresses": "address", "countries": "country"}.get(kind, kind.removesuffix("s"))
        if rest:
            found = self.things(kind, rest[0])
            return self.document({singular: found}) if found else (404, "", {})
        if "filter[id]" in asked.query:
            ids = [
                one for one in asked.query["filter[id]"].strip("[]").split("|") if one not in self.unlisted
            ]
            rows = [one for one in (self.things(kind, number) for number in ids) if one]
            return self.document({kind: {singular: rows} if rows else ""})
        after = datetime.fromisoformat(asked.query["filter[date_upd]"][1:].split(",")[0]).replace(tzinfo=ZONE)
        begin, size = (int(one) for one in asked.query["limit"].split(","))
        rows = [self.order(one) for one in self.listed(after)][begin : begin + size]
        return self.document({"orders": {"order": rows} if rows else ""})

    def tellable(self, kind: str, rest: list[str], query: dict[str, str]) -> Answer:
        """Carriers, states and stock, of which a list gives the id only."""
        singular = kind.removesuffix("s")
        if rest:
            one = {"id": rest[0], "tracking_number": "", "quantity": "1", "weight": "0.500"}
            return self.document({singular: one})
        is_unknown = "UNKNOWN" in query.get("filter[reference]", "")
        if is_unknown or (kind == "combinations" and not self.has_combinations):
            return self.document({kind: ""})
        row = {"id": TELLABLE[kind], **({"id_product": "77"} if kind == "combinations" else {})}
        return self.document({kind: {singular: row}})

    def document(self, value: dict[str, Any]) -> Answer:
        return (
            200,
            f'<?xml version="1.0"?><prestashop>{xml(value)}</prestashop>',
            {"Content-Type": "text/xml"},
        )

    def webhook(self, order: Order) -> tuple[bytes, dict[str, str]]:
        body = json.dumps({"order_id": order.id}).encode()
        return body, {"x-pakhuis-signature": hex_sha256(body, SECRET)}

    def recorded(self, folder: Path) -> dict[str, list[Payload]]:
        """Each order with what is recorded beside it, by the ids that it names; its own number goes first."""
        files = sorted(one for one in folder.iterdir() if one.suffix in (".xml", ".json"))
        things = {one.name: read(one) for one in files}
        found: dict[str, list[Payload]] = {}
        for name, one in things.items():
            parts = [things[other] for other in sorted(things, key=lambda other: together(name, other))]
            orders = found_in(one, self.marks)
            if orders:
                found[name] = [with_parts(order, parts) for order in orders]
        return found


def read(file: Path) -> Any:
    """XML, or the JSON that this shop answers when asked for it."""
    return (parsed(file.read_bytes()) if file.suffix == ".xml" else json.loads(file.read_bytes())) or {}


def together(name: str, other: str) -> bool:
    return name.split("-", 1)[0] == other.split("-", 1)[0]


def with_parts(order: dict[str, Any], parts: list[dict[str, Any]]) -> Payload:
    named = [pair for part in parts if isinstance(part, dict) for pair in part.items()]
    known = {
        (kind, str(thing["id"])): thing for kind, thing in named if isinstance(thing, dict) and "id" in thing
    }

    def of(kind: str, name: str) -> Any:
        return known.get((kind, str(order.get(name))), {})

    return {
        "order": order,
        "customer": of("customer", "id_customer"),
        "invoice": of("address", "id_address_invoice"),
        "delivery": of("address", "id_address_delivery"),
        "details": [
            thing
            for (kind, _), thing in known.items()
            if kind == "order_detail" and str(thing.get("id_order")) == str(order.get("id"))
        ],
    }


EXAMPLE = PrestaShopShop
