"""Shopify: a token in a header, GraphQL with cursors, troubles told inside a good answer."""

from __future__ import annotations

import json
import re
from datetime import datetime
from pathlib import Path
from typing import Any

from pakhuis.connectors.contract import Payload
from pakhuis.connectors.shopify.graphql import as_webhook
from pakhuis.connectors.webhooks import base64_sha256
from tests.connectors.shops.shopify_points import MOST, points
from tests.connectors.standin import SECRET, VAT_NUMBER, Answer, Asked, Example, Order, iso

STATES = {"paid": "PAID", "unpaid": "PENDING", "cancelled": "PAID", "sent": "PAID"}
INVOICE = {
    "firstName": "Ina",
    "lastName": "Vlug",
    "company": "Bakkerij Vlug",
    "address1": "Markt 2",
    "zip": "2611 AB",
    "city": "Delft",
    "countryCodeV2": "NL",
    "phone": "010-4567890",
}


def money(amount: str) -> dict[str, Any]:
    return {"shopMoney": {"amount": amount}}


class ShopifyShop(Example):
    kind = "shopify"
    marks = ("line_items", "lineItems")
    values = {"token": "shpat_test", "api_version": "2026-01"}

    def node(self, order: Order) -> dict[str, Any]:
        taxes = [{"rate": 0.21, "priceSet": money("10.50")}]
        line = {
            "name": "Tripel & glas",
            "sku": order.sku,
            "quantity": order.amount,
            "currentQuantity": order.amount,
            "unfulfilledQuantity": 0 if order.state == "sent" else order.amount,
            "requiresShipping": True,
            "variant": {"legacyResourceId": "77"},
            "originalUnitPriceSet": money("13.10"),
            "discountAllocations": [{"allocatedAmountSet": money(f"{order.amount}.00")}],
            "taxLines": taxes,
        }
        return {
            "legacyResourceId": order.id,
            "name": f"#{order.id}",
            "updatedAt": iso(order.changed) + "Z",
            "createdAt": "2026-11-23T09:55:00+01:00",
            "cancelledAt": "2026-11-23T10:00:00Z" if order.state == "cancelled" else None,
            "displayFinancialStatus": STATES[order.state],
            "displayFulfillmentStatus": "FULFILLED" if order.state == "sent" else "UNFULFILLED",
            "email": "Ina@Vlug.example",
            "note": "Achterom",
            "customAttributes": [{"key": "VAT number", "value": VAT_NUMBER}],
            "customerLocale": "nl-NL",
            "taxExempt": order.is_exempt,
            "taxesIncluded": True,
            "totalTaxSet": money("10.50"),
            "subtotalPriceSet": money("60.50"),
            "customer": None
            if order.is_guest
            else {"legacyResourceId": "26", "state": "ENABLED", "taxExempt": order.is_exempt},
            "billingAddress": INVOICE,
            "shippingAddress": {**INVOICE, "address1": "Loods 7", "zip": "2612 CD"},
            "lineItems": {"nodes": [line]},
            **order.extra,
        }

    def payload(self, order: Order) -> Payload:
        return as_webhook(self.node(order))

    def answer(self, asked: Asked) -> Answer:
        if asked.headers.get("x-shopify-access-token") != "shpat_test":
            return 401, {"errors": "[API] Invalid API key or access token"}, {}
        query, variables = asked.json["query"], asked.json["variables"]
        if points(query, variables) > MOST:
            return 200, {"errors": [{"message": "too much", "extensions": {"code": "MAX_COST_EXCEEDED"}}]}, {}
        if query.startswith("mutation"):
            self.told.append(variables)
            return (
                200,
                {
                    "data": {
                        "fulfillmentCreate": {"userErrors": []},
                        "inventorySetQuantities": {"userErrors": []},
                    }
                },
                {},
            )
        return 200, {"data": self._found(query, variables)}, {}

    def _found(self, query: str, variables: dict[str, Any]) -> dict[str, Any]:
        if "productVariants" in query:
            sku = variables["query"].removeprefix('sku:"').removesuffix('"')
            known = [] if sku == "UNKNOWN" else [{"sku": sku, "inventoryItem": {"id": "gid://item/1"}}]
            return {"productVariants": {"nodes": known}, "locations": {"nodes": [{"id": "gid://place/1"}]}}
        if "fulfillmentOrders" in query:
            return {"order": {"fulfillmentOrders": {"nodes": [{"id": "gid://fo/1", "status": "OPEN"}]}}}
        if "orders(" not in query:
            order = self.orders.get(variables["id"].rsplit("/", 1)[1])
            return {"order": self.cut(order, query, int(variables.get("after") or 0)) if order else None}
        asked_for = variables["query"]
        since = datetime.fromisoformat(asked_for.split("'")[1]) if asked_for else None
        found, begin = self.listed(since), int(variables["after"] or 0)
        end = begin + variables["size"]
        page = {"hasNextPage": end < len(found), "endCursor": str(end)}
        return {"orders": {"pageInfo": page, "nodes": [self.cut(one, query) for one in found[begin:end]]}}

    def cut(self, order: Order, query: str, begin: int = 0) -> dict[str, Any]:
        """The order with as many of its lines as were asked for."""
        node = self.node(order)
        lines, asked = node["lineItems"]["nodes"], re.search(r"lineItems\(first: (\d+)", query)
        size = int(asked[1]) if asked else 0
        page = {"hasNextPage": begin + size < len(lines), "endCursor": str(begin + size)}
        return {**node, "lineItems": {"pageInfo": page, "nodes": lines[begin : begin + size]}}

    def webhook(self, order: Order) -> tuple[bytes, dict[str, str]]:
        body = json.dumps(self.payload(order)).encode()
        return body, {
            "x-shopify-hmac-sha256": base64_sha256(body, SECRET),
            "x-shopify-topic": "orders/updated",
            "x-shopify-webhook-id": f"w{order.id}",
        }

    def fetched(self, order: dict[str, Any], file: Path) -> Payload:
        return as_webhook(order) if "lineItems" in order else order


EXAMPLE = ShopifyShop
