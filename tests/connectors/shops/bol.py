"""bol.com: a token from another host, changes by day, messages signed with RSA."""

from __future__ import annotations

import base64
import json
from datetime import UTC, timedelta
from functools import cache
from importlib import import_module
from typing import Any

from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from pakhuis.connectors.contract import Access, Payload
from tests.connectors.standin import VAT_NUMBER, Answer, Asked, Example, Order, iso, page_of

ROOT, OFFERS = "/retailer/orders", "/retailer/offers"
REDUCED = ("orderItemId", "quantity")
"""What the list tells of an item, besides the barcode."""


@cache
def private_key() -> RSAPrivateKey:
    return generate_private_key(public_exponent=65537, key_size=2048)


def client() -> Any:
    """Whose clock and pages tests may set."""
    return import_module("pakhuis.connectors.bol.client")


class BolShop(Example):
    kind = "bol"
    marks = ("orderItems",)
    values = {"key": "cid", "key_secret": "csec"}

    def access(self, **values: str) -> Access:
        return super().access(**{"login_address": self.address, **values})

    def payload(self, order: Order) -> Payload:
        person = {"firstName": "Ina", "surname": "Vlug", "company": "Bakkerij Vlug", "city": "Delft"}
        billing: dict[str, Any] = {**person, "streetName": "Markt", "houseNumber": "2", "zipCode": "2611 AB"}
        billing |= {"countryCode": "NL", "vatNumber": VAT_NUMBER, "orderReference": "Achterom"}
        billing |= {"email": f"x{order.id}@verkopen.bol.com"}
        shipping = {**billing, "streetName": "Loods", "houseNumber": "7", "zipCode": "2612 CD"}
        shipping |= {"language": "nl", "deliveryPhoneNumber": "010-4567890"}
        item = {"orderItemId": f"i{order.id}", "quantity": order.amount, "unitPrice": 12.1}
        item |= {"cancellationRequest": order.state == "cancelled", "fulfilment": {"method": "FBR"}}
        item |= {"quantityShipped": order.amount if order.state == "sent" else 0}
        item |= {"latestChangedDateTime": iso(order.changed) + "+00:00"}
        product = {"product": {"ean": "8785056370398", "title": "Tripel & glas"}}
        by_bol = {**item, **product, "fulfilment": {"method": "FBB"}, "offer": {"reference": "OTHER"}}
        return {
            "orderId": order.id,
            "orderPlacedDateTime": "2026-11-23T09:00:00+01:00",
            "billingDetails": billing,
            "shipmentDetails": shipping,
            "orderItems": [{**item, **product, "offer": {"reference": order.sku}}, by_bol],
            **order.extra,
        }

    def listed_order(self, order: Order) -> dict[str, Any]:
        """What its list tells, as recorded: no times of change, no addresses, no offers."""
        whole = self.payload(order)
        items = [{name: one[name] for name in REDUCED if name in one} for one in whole["orderItems"]]
        return {"orderId": order.id, "orderPlacedDateTime": whole["orderPlacedDateTime"], "orderItems": items}

    def changed(self, query: dict[str, str]) -> list[Order]:
        """Of a day, or of the last minutes."""
        if day := query.get("latest-change-date"):
            return [one for one in self.listed(None) if one.changed.astimezone(UTC).date().isoformat() == day]
        minutes = int(query["change-interval-minute"])
        assert 1 <= minutes <= 60
        return self.listed(client().now() - timedelta(minutes=minutes))

    def answer(self, asked: Asked) -> Answer:
        if asked.path == "/token":
            wanted = base64.b64encode(b"cid:csec").decode()
            if asked.headers.get("authorization") != f"Basic {wanted}":
                return 401, {"error": "invalid_client"}, {}
            return 200, {"access_token": "T2", "expires_in": 599}, {}
        if asked.headers.get("authorization") != "Bearer T2":
            return 401, {"title": "Unauthorized"}, {}
        if asked.path == "/retailer/subscriptions/signature-keys":
            der = private_key().public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
            return 200, {"signatureKeys": [{"id": "0", "publicKey": base64.b64encode(der).decode()}]}, {}
        if asked.path == "/retailer/shipments":
            self.told.append(asked.json)
            return 202, {"processStatusId": "1", "status": "PENDING"}, {}
        if asked.path.startswith(OFFERS):
            return self.of_offers(asked)
        if asked.path == ROOT:
            rows = [self.listed_order(one) for one in self.changed(asked.query)]
            return 200, {"orders": page_of(rows, number=int(asked.query["page"]), size=client().PER_PAGE)}, {}
        order = self.orders.get(asked.path.removeprefix(f"{ROOT}/"))
        return (200, self.payload(order), {}) if order else (404, {"title": "Not Found"}, {})

    def of_offers(self, asked: Asked) -> Answer:
        """Two offers of one thing, one of which lies at bol.com."""
        if "v11" not in asked.headers["accept"]:
            return 406, {"title": "Not Acceptable"}, {}
        if asked.method == "PATCH":
            self.told.append((asked.path.removeprefix(f"{OFFERS}/"), asked.json))
            return 204, "", {}
        known = asked.query.get("reference") == "TRIPEL"
        ours = {"offerId": "o-1", "reference": "TRIPEL", "fulfilment": {"method": "FBR"}}
        return (
            200,
            {"offers": [ours, {**ours, "offerId": "o-2", "fulfilment": {"method": "FBB"}}][: 2 * known]},
            {},
        )

    def webhook(self, order: Order) -> tuple[bytes, dict[str, str]]:
        event = {"resource": "ORDER", "type": "CREATE", "resourceId": order.id}
        body = json.dumps({"retailerId": "1", "timestamp": "t1", "event": event}).encode()
        signed = base64.b64encode(private_key().sign(body, PKCS1v15(), SHA256())).decode()
        return body, {"signature": f"keyId=0, algorithm=RSA-SHA256, signature={signed}"}


EXAMPLE = BolShop
