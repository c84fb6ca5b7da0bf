"""WooCommerce's webhooks: the signature over the raw body, and which order a message is about."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping

from pakhuis.connectors.contract import Message
from pakhuis.connectors.problems import not_an_order, not_json
from pakhuis.kernel.text import clean


def verify(body: bytes, headers: Mapping[str, str], *, secret: str) -> bool:
    """base64(HMAC-SHA256(raw body, secret)) in ``X-WC-Webhook-Signature``; no secret, nothing right."""
    given = headers.get("x-wc-webhook-signature", "")
    wanted = base64.b64encode(hmac.new(secret.encode(), body, hashlib.sha256).digest())
    is_right = hmac.compare_digest(given.encode("utf-8", "surrogateescape"), wanted)
    return is_right and bool(secret)


def read(body: bytes, headers: Mapping[str, str]) -> Message:
    topic = clean(headers.get("x-wc-webhook-topic", ""))[:60]
    key = clean(headers.get("x-wc-webhook-delivery-id", ""))[:200]
    if body.startswith(b"webhook_id="):
        return Message(topic=topic, key=key, is_ping=True)
    if topic and not topic.startswith("order."):
        return Message(topic=topic, key=key, is_about_orders=False)
    try:
        payload = json.loads(body)
    except (ValueError, RecursionError):
        return Message(topic=topic, key=key, problem=not_json())
    number = payload.get("id") if isinstance(payload, dict) else None
    if isinstance(number, bool) or not isinstance(number, int | str) or not str(number).strip().isdigit():
        return Message(topic=topic, key=key, problem=not_an_order())
    return Message(topic=topic, key=key, order_id=str(int(str(number)[:18])))
