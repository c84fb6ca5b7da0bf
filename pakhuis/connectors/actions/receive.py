"""A webhook arrives: stored as it is, answered at once, worked off later."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from pakhuis.accounts.actions import note_webhook
from pakhuis.bulk.inserting import insert_unless_there
from pakhuis.connectors.models import Delivery
from pakhuis.connectors.problems import other_topic
from pakhuis.connectors.registry import connectors
from pakhuis.connectors.states import DeliveryState, Route
from pakhuis.connectors.tasks import take_in
from pakhuis.kernel.problem import as_stored


def receive_webhook(
    webshop_id: int, *, kind: str, body: bytes, headers: Mapping[str, str], now: datetime
) -> Delivery:
    """Keep a message whose signature was right and queue its order, in one transaction.

    The same message again is kept once, and has its task already. Whatever is in it, nothing is refused.
    """
    message = connectors()[kind].read(body, headers)
    delivery = Delivery(
        webshop_id=webshop_id,
        route=Route.WEBHOOK,
        key=_named(message.key, body),
        topic=message.topic,
        external_id=message.order_id,
        body=body.decode("utf-8", "replace").replace("\x00", ""),
        received_at=now,
    )
    if message.problem is not None:
        delivery.state, delivery.finished_at = DeliveryState.MALFORMED, now
        delivery.problems = as_stored([message.problem])
    elif not message.is_about_orders:
        delivery.state, delivery.finished_at = DeliveryState.IGNORED, now
        delivery.problems = as_stored([other_topic(message.topic)])
    with transaction.atomic():
        note_webhook(webshop_id, now=now)
        stored = _stored(delivery)
        if stored is delivery and stored.state == DeliveryState.RECEIVED:
            take_in.enqueue(stored.pk)
    return stored


def _named(key: str, body: bytes) -> str | None:
    """By what a message is known when it comes again: the shop's name for it, and what it says.

    WooCommerce makes its name of the second alone, so that messages of one second share it.
    """
    return f"{key[:160]}:{hashlib.sha256(body).hexdigest()[:32]}" if key else None


def _stored(delivery: Delivery) -> Delivery:
    """The row of a message: this one, or the one of the same name that came before."""
    if insert_unless_there(delivery):
        return delivery
    return Delivery.objects.defer("body").get(webshop_id=delivery.webshop_id, key=delivery.key)
