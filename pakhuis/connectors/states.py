"""What can become of a message of a webshop, and of what we tell one."""

from __future__ import annotations

from enum import StrEnum
from typing import Any


class DeliveryState(StrEnum):
    """`received` is to be worked off; `waiting` and `refused` need a person; `failed` gave up trying."""

    RECEIVED = "received"
    DONE = "done"
    WAITING = "waiting"
    REFUSED = "refused"
    IGNORED = "ignored"
    MALFORMED = "malformed"
    FAILED = "failed"


RETRYABLE = (DeliveryState.WAITING, DeliveryState.REFUSED, DeliveryState.FAILED, DeliveryState.IGNORED)
"""From these a person can have a message worked off once more."""
NEEDS_A_PERSON = (
    DeliveryState.WAITING,
    DeliveryState.REFUSED,
    DeliveryState.FAILED,
    DeliveryState.MALFORMED,
)
"""The dead letters: nothing happens with these before somebody looks."""


class Route(StrEnum):
    """How a message came in."""

    WEBHOOK = "webhook"
    POLL = "poll"
    HISTORY = "history"


class Stage(StrEnum):
    """What the shop's status of an order means here; `sent` ones are history and only ever remembered."""

    READY = "ready"
    EXPECTED = "expected"
    CANCELLED = "cancelled"
    SENT = "sent"
    NOT_YET = "not_yet"


LEFT_ASIDE = (Stage.NOT_YET, Stage.CANCELLED, Stage.SENT)
"""An order that is not here and stands like this is not taken in, but as history."""


class TellState(StrEnum):
    """What becomes of something a shop is to be told."""

    DUE = "due"
    DONE = "done"
    FAILED = "failed"


class TellKind(StrEnum):
    """What a shop is told."""

    SHIPMENT = "shipment"
    STOCK = "stock"


RECEIVED_ANEW: dict[str, Any] = {
    "state": DeliveryState.RECEIVED,
    "tries": 0,
    "next_try_at": None,
    "leased_until": None,
    "finished_at": None,
    "problems": [],
}
"""What a message holds that is to be worked off as if it had just come."""
