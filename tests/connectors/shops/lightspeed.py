"""Lightspeed: key and secret as Basic, pages by number, products by a second call."""

from __future__ import annotations

import base64
import hashlib
import json
from datetime import datetime
from pathlib import Path
from typing import Any

from pakhuis.connectors.contract import Payload
from tests.connectors.standin import SECRET, VAT_NUMBER, Answer, Asked, Example, Order, iso, page_of

STATES = {
    "paid": "processing_awaiting_shipment",
    "unpaid": "processing_awaiting_payment",
    "cancelled": "cancelled",
    "sent": "completed_shipped",
}


def block(name: str, street: str, number: str, zipcode: str, country: str) -> dict[str, Any]:
    return {
        f"{name}Name": "Ina Vlug",
        f"{name}Street": street,
        f"{name}Number": number,
        f"{name}Extension": "",
        f"{name}Zipcode": zipcode,
        f"{name}City": "Delft",
        f"{name}Country": {"code": country},
    }


class LightspeedShop(Example):
    kind = "lightspeed"
    marks = ("number",)
    values = {"key": "lk", "key_secret": SECRET, "language": "nl"}

    def order(self, order: Order) -> dict[str, Any]:
        country = "be" if order.is_exempt else "nl"
        return {
            "id": int(order.id),
            "number": f"ORD0{order.id}",
            "createdAt": "2026-11-23T09:00:00+01:00",
            "updatedAt": iso(order.changed) + "+00:00",
            "status": STATES[order.state],
            "paymentStatus": "not_paid" if order.state == "unpaid" else "paid",
            "shipmentStatus": "shipped" if order.state == "sent" else "not_shipped",
            "priceExcl": 50,
            "priceIncl": 50 if order.is_exempt else 60.5,
            "email": "Ina@Vlug.example",
            "firstname": "Ina",
            "lastname": "Vlug",
            "phone": "",
            "mobile": "010-4567890",
            "isCompany": True,
            "companyName": "Bakkerij Vlug",
            "companyVatNumber": VAT_NUMBER,
            **block("addressBilling", "Markt", "2", "2611 AB", country),
            **block("addressShipping", "Loods", "7", "2612 CD", country),
            "comment": "Achterom",
            "language": {"code": "nl"},
            "customer": False if order.is_guest else {"resource": {"id": 26}},
            **order.extra,
        }

    def products(self, order: Order) -> list[dict[str, Any]]:
        line = {"sku": order.sku, "productTitle": "Tripel & glas", "quantityOrdered": order.amount}
        line |= {"priceExcl": 11, "discountExcl": 5, "taxRate": 0.21}
        return [{**line, "variant": {"resource": {"id": 77}}}]

    def payload(self, order: Order) -> Payload:
        return {"order": self.order(order), "products": self.products(order)}

    def answer(self, asked: Asked) -> Answer:
        wanted = base64.b64encode(f"lk:{SECRET}".encode()).decode()
        if asked.headers.get("authorization") != f"Basic {wanted}":
            return 401, {"error": {"code": 401}}, {}
        parts = asked.path.removeprefix("/nl/").removesuffix(".json").split("/")
        if asked.method == "PUT":
            self.told.append((asked.path, asked.json))
            return 200, asked.json, {}
        if parts == ["shipments"]:
            rows = [{"id": 901, "status": "not_shipped"}, {"id": 900, "status": "shipped"}]
            return 200, {"shipments": rows if asked.query["order"] in self.orders else []}, {}
        if parts == ["variants"]:
            sku = asked.query["sku"]
            return 200, {"variants": [] if sku == "UNKNOWN" else [{"id": 77, "sku": sku}]}, {}
        if parts == ["orders"]:
            after = asked.query.get("updated_at_min")
            rows = [self.order(one) for one in self.listed(datetime.fromisoformat(after) if after else None)]
            page = page_of(rows, number=int(asked.query["page"]), size=int(asked.query["limit"]))
            return 200, {"orders": page}, {}
        order = self.orders.get(parts[1])
        if order is None:
            return 404, {"error": {"code": 404}}, {}
        if parts[2:] == ["products"]:
            rows = self.products(order)
            page = page_of(
                rows, number=int(asked.query.get("page", 1)), size=int(asked.query.get("limit", 50))
            )
            return 200, {"orderProducts": page}, {}
        return 200, {"order": self.order(order)}, {}

    def webhook(self, order: Order) -> tuple[bytes, dict[str, str]]:
        body = json.dumps({"order": self.order(order)}).encode()
        signature = hashlib.md5(body + SECRET.encode(), usedforsecurity=False).hexdigest()
        return body, {"x-signature": signature, "x-event": "orders/updated"}

    def fetched(self, order: dict[str, Any], file: Path) -> Payload:
        return {"order": order}


EXAMPLE = LightspeedShop
