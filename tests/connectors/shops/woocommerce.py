"""WooCommerce: consumer keys as Basic, pages by number, a total in a header."""

from __future__ import annotations

import base64
import json
from datetime import UTC, datetime
from typing import Any

from pakhuis.connectors.contract import Payload
from pakhuis.connectors.webhooks import base64_sha256
from tests.connectors.shop import woo_line, woo_order
from tests.connectors.standin import SECRET, VAT_NUMBER, Answer, Asked, Example, Order, iso, page_of

STATES = {"paid": "processing", "unpaid": "on-hold", "cancelled": "cancelled", "sent": "completed"}


class WooShop(Example):
    kind = "woocommerce"
    marks = ("line_items",)
    values = {"key": "ck_test", "key_secret": "cs_test"}

    def __init__(self) -> None:
        super().__init__()
        self.notes: list[dict[str, Any]] = []

    def payload(self, order: Order) -> Payload:
        refunds = {"pakhuis_refunds": self.refunds(order)} if order.refunded else {}
        return {**self.order(order), **refunds}

    def refunds(self, order: Order) -> list[dict[str, Any]]:
        of_line = {"key": "_refunded_item_id", "value": str(woo_line()["id"])}
        item = {"id": 91, "quantity": -order.refunded, "meta_data": [of_line]}
        return [{"id": 9, "amount": "1.00", "line_items": [item]}]

    def order(self, order: Order) -> dict[str, Any]:
        meta = {"wpml_language": "nl_NL", "_billing_vat_number": VAT_NUMBER}
        if order.is_exempt:
            meta["is_vat_exempt"] = "yes"
        delivery = {
            "first_name": "Ina",
            "last_name": "Vlug",
            "company": "Bakkerij Vlug",
            "address_1": "Loods 7",
        }
        delivery |= {"postcode": "2612 CD", "city": "Delft", "country": "NL"}
        return woo_order(
            int(order.id),
            status=STATES[order.state],
            customer_id=0 if order.is_guest else 26,
            date_modified_gmt=iso(order.changed),
            customer_note="Achterom",
            shipping=delivery,
            meta_data=[{"key": name, "value": value} for name, value in meta.items()],
            line_items=[woo_line(sku=order.sku, quantity=order.amount)],
            **({"refunds": [{"id": 9, "total": "-1.00"}]} if order.refunded else {}),
            **order.extra,
        )

    def answer(self, asked: Asked) -> Answer:
        wanted = base64.b64encode(b"ck_test:cs_test").decode()
        if asked.headers.get("authorization") != f"Basic {wanted}":
            return 401, {"code": "woocommerce_rest_cannot_view"}, {}
        if asked.path.endswith("/notes") and asked.method == "GET":
            return 200, self.notes, {}
        if asked.method != "GET":
            self.told.append((asked.path, asked.json))
            if asked.path.endswith("/notes"):
                self.notes.append(asked.json)
            return 200, {}, {}
        if asked.path.endswith("/products"):
            sku = asked.query["sku"]
            return 200, [] if sku == "UNKNOWN" else [{"id": 9, "sku": sku, "parent_id": 0}], {}
        if asked.path.endswith("/orders"):
            return self._list(asked.query)
        number, *rest = asked.path.split("/orders/")[1].split("/")
        order = self.orders.get(number)
        if order is None:
            return 404, {"code": "woocommerce_rest_shop_order_invalid_id"}, {}
        return 200, self.refunds(order) if rest else self.order(order), {}

    def _list(self, query: dict[str, str]) -> Answer:
        after = query.get("modified_after")
        since = datetime.fromisoformat(after).replace(tzinfo=UTC) if after else None
        found: list[Any] = [self.order(one) for one in self.listed(since)]
        size = int(query["per_page"])
        page = page_of(found, number=int(query["page"]), size=size)
        return 200, page, {"X-WP-TotalPages": str(-(-len(found) // size))}

    def webhook(self, order: Order) -> tuple[bytes, dict[str, str]]:
        body = json.dumps(self.order(order)).encode()
        return body, {
            "x-wc-webhook-signature": base64_sha256(body, SECRET),
            "x-wc-webhook-topic": "order.updated",
            "x-wc-webhook-delivery-id": f"d{order.id}",
        }


EXAMPLE = WooShop
