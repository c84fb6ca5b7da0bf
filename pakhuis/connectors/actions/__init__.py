"""Everything that writes connections and what webshops sent."""

from pakhuis.connectors.actions.connections import (
    access_to,
    save_connection,
    test_connection,
    webhook_secret_of,
)
from pakhuis.connectors.actions.poll import poll_webshop
from pakhuis.connectors.actions.receive import receive_webhook
from pakhuis.connectors.actions.take_in import retry_delivery, take_in_delivery

__all__ = [
    "access_to",
    "poll_webshop",
    "receive_webhook",
    "retry_delivery",
    "save_connection",
    "take_in_delivery",
    "test_connection",
    "webhook_secret_of",
]
