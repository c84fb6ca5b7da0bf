"""Shopware: a token for some minutes, searches by POST, ids of 32 characters."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from pakhuis.connectors.contract import Payload
from pakhuis.connectors.webhooks import hex_sha256
from tests.connectors.standin import SECRET, VAT_NUMBER, Answer, Asked, Example, Order, iso, page_of

STATES = {"paid": "open", "unpaid": "open", "cancelled": "cancelled", "sent": "completed"}

GIVEN_BACK = {
    "/api/search/order-transaction-capture-refund-position": "pakhuis_refunds",
    "/api/search/order-return-line-item": "pakhuis_returns",
}


def named(name: str) -> dict[str, Any]:
    return {"technicalName": name}


class ShopwareShop(Example):
    kind = "shopware"
    marks = ("orderNumber",)
    values = {"key": "SWIA", "key_secret": "sws", "takes_numbers": "on"}

    def id_of(self, number: int) -> str:
        return f"{number:032d}"

    def payload(self, order: Order) -> Payload:
        return {**self.order(order), **(self.given_back(order) if order.refunded else {})}

    def given_back(self, order: Order) -> dict[str, list[dict[str, Any]]]:
        """The pieces refunded by a payment, one of which is known as come back too."""
        of_line = {"orderLineItemId": f"l{order.id}"}
        refund = {"stateMachineState": named("completed")}
        return {
            "pakhuis_refunds": [
                {**of_line, "quantity": order.refunded, "orderTransactionCaptureRefund": refund}
            ],
            "pakhuis_returns": [{**of_line, "quantity": 1, "state": named("returned")}],
        }

    def order(self, order: Order) -> dict[str, Any]:
        address = {"firstName": "Ina", "lastName": "Vlug", "company": "Bakkerij Vlug", "street": "Markt 2"}
        place = {"zipcode": "2611 AB", "city": "Delft", "country": {"iso": "NL"}}
        billing: dict[str, Any] = {**address, **place, "phoneNumber": "010-4567890"}
        delivery = {**billing, "street": "Loods 7", "zipcode": "2612 CD"}
        buyer = {"email": "Ina@Vlug.example", "firstName": "Ina", "lastName": "Vlug", "customerId": "c26"}
        buyer |= {"company": "Bakkerij Vlug", "customerNumber": "10026"}
        taxes = {"calculatedTaxes": [{"tax": 10.5, "taxRate": 21, "price": 60.5}]}
        line = {
            "id": f"l{order.id}",
            "type": "product",
            "label": "Tripel & glas",
            "quantity": order.amount,
            "unitPrice": 13.1,
        }
        line |= {"totalPrice": 65.5, "price": taxes, "productId": "p77"}
        discount = {"type": "promotion", "label": "Actie", "quantity": 1, "totalPrice": -5}
        is_free, paid = order.is_exempt, "open" if order.state == "unpaid" else "paid"
        paid = "refunded_partially" if order.refunded else paid
        return {
            "id": order.id,
            "orderNumber": f"1{order.id[-4:]}",
            "createdAt": order.changed.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.000+00:00"),
            "updatedAt": None,
            "taxStatus": "tax-free" if is_free else "gross",
            "price": taxes,
            "positionPrice": 60.5,
            "orderCustomer": {
                **buyer,
                "vatIds": [VAT_NUMBER],
                "customer": {"guest": order.is_guest},
            },
            "billingAddress": billing,
            "deliveries": [
                {"id": f"d{order.id}", "shippingOrderAddress": delivery, "stateMachineState": named("open")}
            ],
            "language": {"locale": {"code": "nl-NL"}},
            "transactions": [
                {"createdAt": "1", "stateMachineState": named("cancelled")},
                {"createdAt": "2", "stateMachineState": named(paid)},
            ],
            "stateMachineState": named(STATES[order.state]),
            "customerComment": "Achterom",
            "lineItems": [{**line, "payload": {"productNumber": order.sku}}, discount],
            **order.extra,
        }

    def put(self, number: int, **wanted: Any) -> Order:
        """One that is put again has changed; before it says nothing of a change."""
        is_known = self.id_of(number) in self.orders
        one = super().put(number, **wanted)
        if is_known:
            one.extra["updatedAt"] = f"{iso(one.changed)}.000+00:00"
        return one

    def answer(self, asked: Asked) -> Answer:
        if asked.path == "/api/oauth/token":
            is_right = asked.json["client_id"] == "SWIA" and asked.json["client_secret"] == "sws"
            return (200, {"access_token": "T1", "expires_in": 600}, {}) if is_right else (401, {}, {})
        if asked.headers.get("authorization") != "Bearer T1":
            return 401, {"errors": []}, {}
        if asked.method == "PATCH" or asked.path.startswith("/api/_action/"):
            self.told.append((asked.path, asked.json))
            return 204, "", {}
        wanted = asked.json
        if asked.path == "/api/search/product":
            sku = wanted["filter"][0]["value"]
            return 200, {"data": [] if sku == "UNKNOWN" else [{"id": "p77"}]}, {}
        if asked.path in GIVEN_BACK:
            lines = wanted["filter"][0]["value"].split("|")
            orders = [one for one in self.orders.values() if f"l{one.id}" in lines]
            return (
                200,
                {"data": [row for one in orders for row in self.given_back(one)[GIVEN_BACK[asked.path]]]},
                {},
            )
        if "ids" in wanted:
            found = [self.order(self.orders[one]) for one in wanted["ids"] if one in self.orders]
            return 200, {"data": found}, {}
        by = wanted["filter"][0]["field"]
        since = datetime.fromisoformat(wanted["filter"][0]["parameters"]["gte"])
        rows = [one for one in map(self.order, self.listed(since)) if dated_by(one) == by]
        return 200, {"data": page_of(rows, number=wanted["page"], size=wanted["limit"])}, {}

    def webhook(self, order: Order) -> tuple[bytes, dict[str, str]]:
        content = {"event": "checkout.order.placed", "payload": {"order": {"id": order.id}}}
        body = json.dumps({"data": content}).encode()
        return body, {"shopware-shop-signature": hex_sha256(body, SECRET), "x-shopware-event-id": "e1"}


def dated_by(order: dict[str, Any]) -> str:
    return "updatedAt" if order["updatedAt"] else "createdAt"


EXAMPLE = ShopwareShop
