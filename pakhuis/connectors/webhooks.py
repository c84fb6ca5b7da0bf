"""Checking and reading webhooks: signatures over the raw body in constant time, and what it is about."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping, Sequence
from typing import Any

from pakhuis.connectors.contract import Message
from pakhuis.connectors.problems import not_an_order, not_json
from pakhuis.connectors.reading import at, text
from pakhuis.kernel.text import clean

OURS = "x-pakhuis-signature"
"""Where a module that somebody makes for a shop without webhooks puts its signature: hex HMAC-SHA256."""


def is_same(given: str, wanted: str) -> bool:
    """Whether two signatures are the same, in constant time; an empty one is none."""
    one, other = given.encode("utf-8", "surrogateescape"), wanted.encode("utf-8", "surrogateescape")
    return hmac.compare_digest(one, other) and bool(given)


def base64_sha256(body: bytes, secret: str) -> str:
    return base64.b64encode(hmac.new(secret.encode(), body, hashlib.sha256).digest()).decode()


def hex_sha256(body: bytes, secret: str) -> str:
    return hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


def is_signed(given: str, wanted: str, *, secret: str) -> bool:
    """Whether the signature is right and there is a secret at all."""
    return is_same(given, wanted) and bool(secret)


def message(
    body: bytes,
    *,
    topic: str,
    key: str,
    order_at: Sequence[Sequence[str | int]],
    is_about_orders: bool = True,
) -> Message:
    """A JSON message; its order's id stands at the first of these places that holds one."""
    topic, key = clean(topic)[:60], clean(key)[:200]
    if not is_about_orders:
        return Message(topic=topic, key=key, is_about_orders=False)
    payload = as_json(body)
    if payload is None:
        return Message(topic=topic, key=key, problem=not_json())
    for place in order_at:
        order_id = text(at(payload, *place))
        if order_id and len(order_id) <= 100:
            return Message(topic=topic, key=key, order_id=order_id)
    return Message(topic=topic, key=key, problem=not_an_order())


def ping_message(body: bytes, headers: Mapping[str, str]) -> Message:
    """What a small module of ours posts from a shop without webhooks: ``{"order_id": "…"}``."""
    return message(
        body,
        topic=headers.get("x-pakhuis-topic", "order"),
        key=headers.get("x-pakhuis-delivery", ""),
        order_at=(("order_id",), ("id",), ("data", "id")),
    )


def is_our_ping(body: bytes, headers: Mapping[str, str], *, secret: str) -> bool:
    """Whether the module of a shop without webhooks signed this."""
    return is_signed(headers.get(OURS, "").lower(), hex_sha256(body, secret), secret=secret)


def as_json(body: bytes) -> Any:
    """The body as JSON, None for what is none."""
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None
