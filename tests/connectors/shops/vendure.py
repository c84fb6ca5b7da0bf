"""Vendure: a session token in a header of the answer, GraphQL with take and skip, cents."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from pakhuis.connectors.contract import Payload
from pakhuis.connectors.webhooks import hex_sha256
from tests.connectors.standin import SECRET, VAT_NUMBER, Answer, Asked, Example, Order, iso

STATES = {
    "paid": "PaymentSettled",
    "unpaid": "PaymentAuthorized",
    "cancelled": "Cancelled",
    "sent": "Delivered",
}


class VendureShop(Example):
    kind = "vendure"
    marks = ("code",)
    refuses = ""
    values = {
        "user": "admin",
        "password": "vpw",
        "vat_fields": "vatNumber",
        "remark_fields": "note",
        "language_fields": "locale",
    }

    def __init__(self) -> None:
        super().__init__()
        self.fulfilments: list[dict[str, Any]] = []

    def payload(self, order: Order) -> Payload:
        country = "BE" if order.is_exempt else "NL"
        person = {"fullName": "Ina Vlug", "company": "Bakkerij Vlug", "city": "Delft", "countryCode": country}
        customer: dict[str, Any] = {"id": "26", "firstName": "Ina", "lastName": "Vlug"}
        customer |= {"emailAddress": "Ina@Vlug.example", "phoneNumber": "010-4567890"}
        line = {"id": "1", "quantity": order.amount, "unitPrice": 1100}
        line |= {"proratedLinePrice": 5000, "taxRate": 21}
        return {
            "id": order.id,
            "code": f"CODE{order.id}",
            "state": STATES[order.state],
            "updatedAt": iso(order.changed) + ".000Z",
            "subTotal": 5000,
            "subTotalWithTax": 5000 if order.is_exempt else 6050,
            "customer": {**customer, "user": None if order.is_guest else {"id": "9"}},
            "billingAddress": {**person, "streetLine1": "Markt 2", "postalCode": "2611 AB"},
            "shippingAddress": {**person, "streetLine1": "Loods 7", "postalCode": "2612 CD"},
            "lines": [{**line, "productVariant": {"id": "77", "sku": order.sku, "name": "Tripel & glas"}}],
            "customFields": {"vatNumber": VAT_NUMBER, "note": "Achterom", "locale": "nl"},
            **order.extra,
        }

    def answer(self, asked: Asked) -> Answer:
        query, variables = asked.json["query"], asked.json["variables"]
        if "login(" in query:
            is_right = variables == {"name": "admin", "password": "vpw"}
            kind = "CurrentUser" if is_right else "InvalidCredentialsError"
            return 200, {"data": {"login": {"__typename": kind}}}, {"vendure-auth-token": "S1"}
        if asked.headers.get("authorization") != "Bearer S1":
            error = {"message": "no", "extensions": {"code": "FORBIDDEN"}}
            return 200, {"errors": [error], "data": {}}, {}
        if query.startswith("mutation"):
            self.told.append(variables)
            return 200, {"data": self._told(query)}, {}
        if "productVariants" in query:
            level = {"stockLocationId": "1", "stockAllocated": 2}
            known = [] if variables["sku"] == "UNKNOWN" else [{"id": "77", "stockLevels": [level]}]
            return 200, {"data": {"productVariants": {"items": known}}}, {}
        if query.startswith("query Sent"):
            order = self.orders.get(variables["id"])
            lines = [{"id": "1", "quantity": order.amount}] if order else []
            sent = {"lines": lines, "fulfillments": self.fulfilments}
            return 200, {"data": {"order": sent if order else None}}, {}
        if "orders(" not in query:
            order = self.orders.get(variables["id"])
            return 200, {"data": {"order": self.payload(order) if order else None}}, {}
        options = variables["options"]
        after = options.get("filter", {}).get("updatedAt", {}).get("after")
        rows = self.listed(datetime.fromisoformat(after) if after else None)
        page = [self.payload(one) for one in rows[options["skip"] : options["skip"] + options["take"]]]
        return 200, {"data": {"orders": {"totalItems": len(rows), "items": page}}}, {}

    def _told(self, query: str) -> dict[str, Any]:
        if "addFulfillmentToOrder" in query:
            return {"addFulfillmentToOrder": {"__typename": "Fulfillment", "id": "F1"}}
        if "transitionFulfillmentToState" in query:
            refused = {"__typename": "FulfillmentStateTransitionError", "message": self.refuses}
            done = {"__typename": "Fulfillment"}
            return {"transitionFulfillmentToState": refused if self.refuses else done}
        return {"updateProductVariants": [{"id": "77"}]}

    def webhook(self, order: Order) -> tuple[bytes, dict[str, str]]:
        body = json.dumps({"order_id": order.id}).encode()
        return body, {"x-pakhuis-signature": hex_sha256(body, SECRET)}


EXAMPLE = VendureShop
