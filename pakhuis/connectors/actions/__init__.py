"""Everything that writes connections and what webshops sent."""

from pakhuis.connectors.actions.connections import (
    access_for_webhook,
    access_to,
    save_connection,
    test_connection,
)
from pakhuis.connectors.actions.poll import poll_webshop
from pakhuis.connectors.actions.receive import receive_webhook
from pakhuis.connectors.actions.take_in import retry_delivery, take_in_delivery

__all__ = [
    "access_for_webhook",
    "access_to",
    "poll_webshop",
    "receive_webhook",
    "retry_delivery",
    "save_connection",
    "take_in_delivery",
    "test_connection",
]
