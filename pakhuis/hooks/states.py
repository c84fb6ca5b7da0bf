"""What can become of a message to somebody else's program."""

from __future__ import annotations

from enum import StrEnum


class MessageState(StrEnum):
    """`waiting` is to be sent (again); `failed` was given up; `dropped` is not wanted any more."""

    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"
    DROPPED = "dropped"


AGAIN = (MessageState.SENT, MessageState.FAILED, MessageState.DROPPED)
"""From these a person can have a message sent once more."""
