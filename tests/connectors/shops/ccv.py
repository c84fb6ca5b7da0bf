"""CCV Shop: calls and answers signed, the next page by an address, no time of change."""

from __future__ import annotations

import hashlib
import hmac
import json
from datetime import datetime
from pathlib import Path
from typing import Any

from pakhuis.connectors.ccv.client import signature
from pakhuis.connectors.contract import Access, Payload
from tests.connectors.standin import SECRET, VAT_NUMBER, Answer, Asked, Example, Order, iso

STATES = {"paid": 1, "unpaid": 1, "cancelled": 7, "sent": 5}
ROOT = "/api/rest/v1/orders/"


class CcvShop(Example):
    kind = "ccv"
    marks = ("ordernumber_full",)
    values = {
        "key": "pub",
        "key_secret": "sec",
        "sent_statuses": "5, 6",
        "cancelled_statuses": "7",
        "takes_numbers": "on",
    }

    def order(self, order: Order) -> dict[str, Any]:
        person = {"first_name": "Ina", "last_name": "Vlug", "company": "Bakkerij Vlug"}
        place = {"zipcode": "2611 AB", "city": "Delft", "country_code": "NL", "telephone": "010-4567890"}
        billing = {**person, **place, "address_line_1": "Markt 2", "comment": "Achterom"}
        delivery = {**billing, "address_line_1": "", "street": "Loods", "zipcode": "2612 CD"}
        delivery |= {"housenumber": "7"}
        return {
            "id": int(order.id),
            "ordernumber_full": f"N{order.id}",
            "create_date": iso(order.changed) + "Z",
            "orderedinlng": "nl",
            "status": STATES[order.state],
            "is_completed": True,
            "paid": order.state != "unpaid",
            "order_row_taxes_included": True,
            "is_intra_community_order": order.is_exempt,
            "total_orderrow_price": 70.5,
            "total_discounts": 10,
            "total_tax": 10.5,
            "user": None if order.is_guest else {"id": "26"},
            "customer": {
                "billingaddress": billing,
                "deliveryaddress": delivery,
                "email": "Ina@Vlug.example",
                "btw": VAT_NUMBER,
                "reference": "K26",
            },
            **order.extra,
        }

    def rows(self, order: Order) -> list[dict[str, Any]]:
        row = {"product_id": 77, "product_number": order.sku, "product_name": "Tripel & glas"}
        return [{**row, "count": order.amount, "price": 14.1, "tax": 21}]

    def payload(self, order: Order) -> Payload:
        return {"order": self.order(order), "rows": self.rows(order)}

    def answer(self, asked: Asked) -> Answer:
        access = Access(address="", values=self.values)
        date = asked.headers.get("x-date", "")
        if asked.headers.get("x-hash") != signature(access, asked.method, asked.target, asked.body, date):
            return 401, {"status": 401}, {}
        if asked.method == "PATCH":
            self.told.append((asked.path, asked.json))
            return 204, "", {}
        status, value = self._found(asked)
        body = json.dumps(value)
        signed = signature(access, "GET", asked.target, body.encode(), "today")
        return status, body, {"x-date": "today", "x-hash": signed}

    def _found(self, asked: Asked) -> tuple[int, Any]:
        if asked.path == "/api/rest/v1/products/":
            sku = asked.query["productnumber"]
            return 200, {"items": [] if sku == "UNKNOWN" else [{"id": 77, "productnumber": sku}]}
        if asked.path == ROOT:
            begin, size = int(asked.query["start"]), int(asked.query["size"])
            oldest = asked.query.get("min_create_date")
            rows = self.listed(datetime.fromisoformat(oldest) if oldest else None)
            following = f"https://shop.example{ROOT}?start={begin + size}&size={size}"
            items = [self.order(one) for one in rows[begin : begin + size]]
            return 200, {"items": items, "next": following if begin + size < len(rows) else None}
        number, *rest = asked.path.removeprefix(ROOT).strip("/").split("/")
        order = self.orders.get(number)
        if order is None:
            return 404, {"status": 404}
        if not rest:
            return 200, self.order(order)
        lines = self.rows(order)
        begin, size = int(asked.query.get("start", 0)), int(asked.query.get("size", 20))
        following = f"https://shop.example{asked.path}?start={begin + size}&size={size}"
        more = begin + size < len(lines)
        return 200, {"items": lines[begin : begin + size], "next": following if more else None}

    def webhook(self, order: Order) -> tuple[bytes, dict[str, str]]:
        body = json.dumps(self.order(order)).encode()
        return body, {"x-hash": hmac.new(SECRET.encode(), body, hashlib.sha512).hexdigest()}

    def fetched(self, order: dict[str, Any], file: Path) -> Payload:
        return {"order": order}


EXAMPLE = CcvShop
