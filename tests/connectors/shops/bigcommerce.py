"""BigCommerce: a token in a header, 204 for nothing, further calls for products and addresses."""

from __future__ import annotations

import json
from datetime import UTC
from email.utils import format_datetime, parsedate_to_datetime
from pathlib import Path
from typing import Any

from pakhuis.connectors.contract import Payload
from tests.connectors.standin import SECRET, VAT_NUMBER, Answer, Asked, Example, Order, page_of

STATES = {"paid": 11, "unpaid": 7, "cancelled": 5, "sent": 2}


class BigCommerceShop(Example):
    kind = "bigcommerce"
    marks = ("status_id",)
    values = {"token": "btok"}
    signs = False

    def parts(self, order: Order) -> dict[str, Any]:
        country = "BE" if order.is_exempt else "NL"
        person = {"first_name": "Ina", "last_name": "Vlug", "company": "Bakkerij Vlug", "city": "Delft"}
        billing: dict[str, Any] = {**person, "street_1": "Markt 2", "zip": "2611 AB", "country_iso2": country}
        billing |= {"email": "Ina@Vlug.example", "phone": "010-4567890"}
        line: dict[str, Any] = {"id": 1, "sku": order.sku, "name": "Tripel & glas", "variant_id": 77}
        line["quantity"] = order.amount
        line |= {"base_price": "13.1000", "discounted_total_inc_tax": "60.5000", "total_tax": "10.5000"}
        return {
            "order": {
                "id": int(order.id),
                "customer_id": 0 if order.is_guest else 26,
                "status_id": STATES[order.state],
                "date_modified": format_datetime(order.changed.astimezone(UTC)),
                "customer_locale": "nl",
                "customer_message": "Achterom",
                "subtotal_ex_tax": "50.0000",
                "total_tax": "0.0000" if order.is_exempt else "10.5000",
                "billing_address": {**billing, "form_fields": [{"name": "VAT Number", "value": VAT_NUMBER}]},
                **order.extra,
            },
            "products": [line],
            "shipping_addresses": [{**billing, "id": 5, "street_1": "Loods 7", "zip": "2612 CD"}],
        }

    def payload(self, order: Order) -> Payload:
        return self.parts(order)

    def answer(self, asked: Asked) -> Answer:
        if asked.headers.get("x-auth-token") != "btok":
            return 401, {"title": "Unauthorized"}, {}
        if asked.method != "GET":
            self.told.append((asked.path, asked.json))
            return 200, {}, {}
        if asked.path == "/v3/catalog/variants":
            known = [] if asked.query["sku"] == "UNKNOWN" else [{"id": 77, "product_id": 9}]
            return 200, {"data": known}, {}
        if asked.path == "/v2/orders":
            after = asked.query.get("min_date_modified")
            since = parsedate_to_datetime(after) if after else None
            rows = [self.parts(one)["order"] for one in self.listed(since)]
            page = page_of(rows, number=int(asked.query["page"]), size=int(asked.query["limit"]))
            return (200, page, {}) if page else (204, "", {})
        number, *rest = asked.path.removeprefix("/v2/orders/").split("/")
        order = self.orders.get(number)
        if order is None:
            return 404, [{"status": 404}], {}
        if not rest:
            return 200, self.parts(order)["order"], {}
        size = int(asked.query.get("limit", 50))
        page = page_of(self.parts(order)[rest[0]], number=int(asked.query.get("page", 1)), size=size)
        return (200, page, {}) if page else (204, "", {})

    def webhook(self, order: Order) -> tuple[bytes, dict[str, str]]:
        content = {"scope": "store/order/updated", "data": {"type": "order", "id": int(order.id)}}
        body = json.dumps({**content, "hash": "h1", "created_at": 1}).encode()
        return body, {"x-pakhuis-secret": SECRET}

    def fetched(self, order: dict[str, Any], file: Path) -> Payload:
        """With the answers about its parts, which are recorded beside it under the same number."""
        number, parts = file.name.split("-", 1)[0], ("products", "shipping_addresses")
        beside = {name: sorted(file.parent.glob(f"{number}-*-{name}.json")) for name in parts}
        told = {name: json.loads(one[0].read_text(encoding="utf-8")) for name, one in beside.items() if one}
        return {"order": order, **{name: told.get(name, []) for name in parts}}


EXAMPLE = BigCommerceShop
