"""Magento: a bearer token, pages that repeat when they are over, the language by store."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from pakhuis.connectors.contract import Payload
from pakhuis.connectors.webhooks import hex_sha256
from tests.connectors.standin import SECRET, VAT_NUMBER, Answer, Asked, Example, Order, page_of

STATES = {"paid": "processing", "unpaid": "new", "cancelled": "canceled", "sent": "complete"}


class MagentoShop(Example):
    kind = "magento"
    marks = ("increment_id",)
    values = {"token": "mtok", "exempt_groups": "4"}

    def order(self, order: Order) -> dict[str, Any]:
        billing: dict[str, Any] = {"firstname": "Ina", "lastname": "Vlug", "company": "Bakkerij Vlug"}
        billing["street"] = ["Markt 2"]
        billing |= {"postcode": "2611 AB", "city": "Delft", "country_id": "NL", "telephone": "010-4567890"}
        billing |= {"vat_id": VAT_NUMBER, "vat_is_valid": 1}
        delivery = {**billing, "street": ["Loods 7"], "postcode": "2612 CD"}
        line: dict[str, Any] = {"item_id": 1, "sku": order.sku, "name": "Tripel & glas"}
        line["qty_ordered"] = order.amount
        line |= {"price": 11, "row_total": 55, "discount_amount": 5, "tax_percent": 21, "product_id": 77}
        part = {**line, "item_id": 2, "parent_item_id": 1, "price": 0}
        return {
            "entity_id": int(order.id),
            "increment_id": f"0000{order.id}",
            "store_id": 1,
            "state": STATES[order.state],
            "updated_at": order.changed.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S"),
            "customer_id": None if order.is_guest else 26,
            "customer_is_guest": 1 if order.is_guest else 0,
            "customer_email": "Ina@Vlug.example",
            "customer_note": "Achterom",
            "tax_amount": 0 if order.is_exempt else 10.5,
            "customer_group_id": 4 if order.is_exempt else 1,
            "subtotal": 55,
            "billing_address": billing,
            "items": [line, part],
            "extension_attributes": {"shipping_assignments": [{"shipping": {"address": delivery}}]},
            **order.extra,
        }

    def payload(self, order: Order) -> Payload:
        return {**self.order(order), "pakhuis_locale": "nl_NL"}

    def answer(self, asked: Asked) -> Answer:
        if asked.headers.get("authorization") != "Bearer mtok":
            return 401, {"message": "The consumer isn't authorized"}, {}
        if asked.method != "GET":
            self.told.append((asked.path, asked.json))
            return 200, "1", {}
        if asked.path == "/rest/all/V1/store/storeConfigs":
            return 200, [{"id": 1, "code": "default", "locale": "nl_NL"}], {}
        if asked.path == "/rest/all/V1/orders":
            return self._list(asked.query)
        order = self.orders.get(asked.path.rsplit("/", 1)[1])
        if order is None:
            return 404, {"message": "The entity that was requested doesn't exist."}, {}
        return 200, self.order(order), {}

    def _list(self, query: dict[str, str]) -> Answer:
        after = query.get("searchCriteria[filterGroups][0][filters][0][value]")
        since = datetime.fromisoformat(after).replace(tzinfo=UTC) if after else None
        found: list[Any] = [self.order(one) for one in self.listed(since)]
        size = int(query["searchCriteria[pageSize]"])
        last = max(-(-len(found) // size), 1)
        page = page_of(found, number=min(int(query["searchCriteria[currentPage]"]), last), size=size)
        return 200, {"items": page, "total_count": len(found)}, {}

    def webhook(self, order: Order) -> tuple[bytes, dict[str, str]]:
        body = json.dumps({"order_id": int(order.id)}).encode()
        return body, {"x-pakhuis-signature": hex_sha256(body, SECRET)}


EXAMPLE = MagentoShop
