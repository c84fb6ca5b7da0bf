"""What can become of a message of a webshop."""

from __future__ import annotations

from enum import StrEnum


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


class Route(StrEnum):
    """How a message came in."""

    WEBHOOK = "webhook"
    POLL = "poll"
