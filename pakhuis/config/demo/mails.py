"""The mails of the demonstration: switched on at its end, as its past is not to be mailed."""

from __future__ import annotations

from datetime import datetime

from pakhuis.accounts.actions import change_template
from pakhuis.config.demo.world import World
from pakhuis.kernel.actor import SYSTEM
from pakhuis.orders.models import Order
from pakhuis.orders.states import OrderStatus
from pakhuis.papers.actions import confirm_by_hand

CONFIRMED = 3
"""How many of the newest orders in processing get their confirmation when the worker starts."""


def switch_mails_on(world: World, now: datetime) -> None:
    """Let the templates send, and confirm the newest orders."""
    templates = world.account.templates
    for name, sender in (
        ("Standaard", ""),
        ("Horeca", "De Linde horeca"),
        ("Webwinkel", "De Linde webwinkel"),
    ):
        change_template(
            templates[name].pk,
            confirms_orders=name != "Webwinkel",
            announces_shipments=True,
            sender_name=sender,
            reply_to="verkoop@delinde.example",
            by=SYSTEM,
            now=now,
        )
    newest = Order.objects.filter(status=OrderStatus.PROCESSING).exclude(email="").order_by("-pk")
    for order_id in newest.values_list("pk", flat=True)[:CONFIRMED]:
        confirm_by_hand(order_id, by=world.account.clerk.as_actor(), now=now)
