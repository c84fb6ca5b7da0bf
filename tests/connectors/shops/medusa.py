"""Medusa: the secret key as user name, pages by offset, countries in lower case."""

from __future__ import annotations

import base64
import json
from datetime import datetime
from typing import Any

from pakhuis.connectors.contract import Payload
from pakhuis.connectors.webhooks import hex_sha256
from tests.connectors.standin import SECRET, VAT_NUMBER, Answer, Asked, Example, Order, iso

ROOT = "/admin/orders"


class MedusaShop(Example):
    kind = "medusa"
    marks = ("display_id",)
    values = {"key": "sk_test", "remark_fields": "remark"}

    def __init__(self) -> None:
        super().__init__()
        self.sent: list[dict[str, Any]] = []

    def id_of(self, number: int) -> str:
        return f"order_{number:06d}"

    def payload(self, order: Order) -> Payload:
        country = "be" if order.is_exempt else "nl"
        person = {"first_name": "Ina", "last_name": "Vlug", "company": "Bakkerij Vlug", "city": "Delft"}
        billing: dict[str, Any] = {**person, "address_1": "Markt 2", "postal_code": "2611 AB"}
        billing |= {"country_code": country, "phone": "010-4567890"}
        line = {"title": "Tripel & glas", "variant_sku": order.sku, "variant_id": "v77", "unit_price": 13.1}
        line |= {"quantity": order.amount, "is_tax_inclusive": True, "total": 60.5}
        return {
            "id": order.id,
            "display_id": int(order.id.removeprefix("order_")),
            "status": "canceled" if order.state == "cancelled" else "pending",
            "payment_status": "not_paid" if order.state == "unpaid" else "captured",
            "fulfillment_status": "shipped" if order.state == "sent" else "not_fulfilled",
            "updated_at": iso(order.changed) + ".000Z",
            "email": "Ina@Vlug.example",
            "customer_id": "cus_26",
            "customer": {
                "id": "cus_26",
                "has_account": not order.is_guest,
                "metadata": {"vat_id": VAT_NUMBER},
            },
            "billing_address": billing,
            "shipping_address": {**billing, "address_1": "Loods 7", "postal_code": "2612 CD"},
            "metadata": {"remark": "Achterom", "locale": "nl-NL"},
            "item_subtotal": 50,
            "item_tax_total": 0 if order.is_exempt else 10.5,
            "items": [{**line, "tax_lines": [{"rate": 21}]}],
            **order.extra,
        }

    def answer(self, asked: Asked) -> Answer:
        wanted = base64.b64encode(b"sk_test:").decode()
        if asked.headers.get("authorization") != f"Basic {wanted}":
            return 401, {"message": "Unauthorized"}, {}
        if asked.method == "POST":
            self.told.append((asked.path, asked.json))
            if asked.path.endswith("/fulfillments"):
                self.sent.append({"id": "ful_1", "items": [{"line_item_id": "li_1", "quantity": 5}]})
            return 200, {}, {}
        if asked.path == "/admin/inventory-items":
            level = {"location_id": "sloc_1", "reserved_quantity": 2, "stocked_quantity": 1}
            sku = asked.query["sku"]
            items = [] if sku == "UNKNOWN" else [{"id": "iitem_1", "sku": sku, "location_levels": [level]}]
            return 200, {"inventory_items": items}, {}
        if "fulfillments" in asked.query.get("fields", "") and asked.path != ROOT:
            done = {"fulfilled_quantity": 5 if self.sent else 0}
            lines = [{"id": "li_1", "quantity": 5, "detail": done}]
            return 200, {"order": {"items": lines, "fulfillments": self.sent}}, {}
        if asked.path == ROOT:
            after, begin = asked.query.get("updated_at[$gte]"), int(asked.query["offset"])
            rows = self.listed(datetime.fromisoformat(after) if after else None)
            page = [self.payload(one) for one in rows[begin : begin + int(asked.query["limit"])]]
            return 200, {"orders": page, "count": len(rows), "offset": begin}, {}
        order = self.orders.get(asked.path.removeprefix(f"{ROOT}/"))
        return (200, {"order": self.payload(order)}, {}) if order else (404, {"type": "not_found"}, {})

    def webhook(self, order: Order) -> tuple[bytes, dict[str, str]]:
        body = json.dumps({"data": {"id": order.id}}).encode()
        return body, {"x-pakhuis-signature": hex_sha256(body, SECRET)}


EXAMPLE = MedusaShop
