"""Everything that writes connections and what webshops sent."""

from pakhuis.connectors.actions.connections import (
    access_for_webhook,
    access_to,
    save_connection,
    test_connection,
)
from pakhuis.connectors.actions.history import read_page, start_history
from pakhuis.connectors.actions.history_parts import release_part, work_off_part
from pakhuis.connectors.actions.links import link_product
from pakhuis.connectors.actions.notices import raise_notice, see_notice
from pakhuis.connectors.actions.poll import poll_webshop
from pakhuis.connectors.actions.receive import receive_webhook
from pakhuis.connectors.actions.take_in import (
    give_up_messages,
    leave_delivery,
    release_messages,
    retry_delivery,
    take_in_delivery,
)
from pakhuis.connectors.actions.telling import leave_telling, retry_telling, tell_shop

__all__ = [
    "access_for_webhook",
    "access_to",
    "give_up_messages",
    "leave_delivery",
    "leave_telling",
    "link_product",
    "poll_webshop",
    "raise_notice",
    "read_page",
    "receive_webhook",
    "release_messages",
    "release_part",
    "retry_delivery",
    "retry_telling",
    "save_connection",
    "see_notice",
    "start_history",
    "take_in_delivery",
    "tell_shop",
    "test_connection",
    "work_off_part",
]
