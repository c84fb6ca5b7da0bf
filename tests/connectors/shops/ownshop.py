"""A shop of one's own: it posts, and is called only to be told things."""

from __future__ import annotations

import json
from typing import Any

from pakhuis.connectors.contract import Access, Payload
from pakhuis.connectors.webhooks import hex_sha256
from tests.connectors.standin import SECRET, VAT_NUMBER, Answer, Asked, Example, Order, iso


class MyShop(Example):
    kind = "ownshop"
    values = {}

    def access(self, **values: str) -> Access:
        return super().access(**{"tell_address": f"{self.address}/from-pakhuis", **values})

    def payload(self, order: Order) -> Payload:
        place = {"company": "Bakkerij Vlug", "name": "Ina Vlug", "city": "Delft", "country": "NL"}
        buyer: dict[str, Any] = {"company": "Bakkerij Vlug", "name": "Ina Vlug", "email": "Ina@Vlug.example"}
        buyer |= {"phone": "010-4567890", "language": "nl", "vat_number": VAT_NUMBER, "number": "K26"}
        line = {"sku": order.sku, "name": "Tripel & glas", "amount": order.amount, "price": "13.10"}
        return {
            "id": order.id,
            "number": f"W-{order.id}",
            "status": order.state,
            "updated_at": iso(order.changed) + "Z",
            "customer": {**buyer, "id": "" if order.is_guest else "26", "vat_exempt": order.is_exempt},
            "invoice": {**place, "line1": "Markt 2", "zipcode": "2611 AB"},
            "delivery": {**place, "line1": "Loods 7", "zipcode": "2612 CD"},
            "remarks": "Achterom",
            "prices_include_vat": True,
            "lines": [{**line, "vat_percentage": "21", "discount": "5.00"}],
            **order.extra,
        }

    def answer(self, asked: Asked) -> Answer:
        assert asked.target == "/from-pakhuis", f"this shop is only told things: {asked.target}"
        if asked.headers.get("x-pakhuis-signature") != hex_sha256(asked.body, SECRET):
            return 401, {}, {}
        self.told.append(asked.json)
        return 204, "", {}

    def webhook(self, order: Order) -> tuple[bytes, dict[str, str]]:
        body = json.dumps(self.payload(order)).encode()
        return body, {
            "x-pakhuis-signature": hex_sha256(body, SECRET),
            "x-pakhuis-delivery": f"{order.id}:{order.changed.isoformat()}",
        }


EXAMPLE = MyShop
