"""Telling a shop of one's own: small signed JSON messages to the address that it gave."""

from __future__ import annotations

import json
from typing import Any

from pakhuis.connectors.calls import ask
from pakhuis.connectors.contract import Access, PermanentFailure, Shipped
from pakhuis.connectors.problems import bad_address
from pakhuis.connectors.webhooks import OURS, hex_sha256

KIND = "Own shop"


def tell_shipment(access: Access, parcel: Shipped) -> None:
    _post(
        access,
        {
            "event": "order.shipped",
            "order_id": parcel.order_id,
            "carrier": parcel.carrier,
            "tracking_code": parcel.tracking_code,
            "tracking_url": parcel.tracking_url,
        },
    )


def tell_stock(access: Access, sku: str, free: int) -> None:
    _post(access, {"event": "stock.changed", "sku": sku, "free": free})


def _post(access: Access, value: dict[str, Any]) -> None:
    """Signed as the shop signs what it posts to us."""
    if not access["tell_address"]:
        raise PermanentFailure(bad_address(("tell_address",)))
    body = json.dumps(value).encode()
    headers = {"Content-Type": "application/json", OURS: hex_sha256(body, access["webhook_secret"])}
    ask(access, "", kind=KIND, method="POST", base=access["tell_address"], headers=headers, body=body)
