"""Which mails there are, and how far one can be."""

from __future__ import annotations

from enum import StrEnum


class MailKind(StrEnum):
    """What a mail tells."""

    CONFIRMATION = "confirmation"
    SHIPPING = "shipping"


class MailState(StrEnum):
    """How far a mail is. `unsure`: the program stopped while it was being handed over."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    UNSURE = "unsure"
    NOT_SENT = "not_sent"
    CANCELLED = "cancelled"


AGAIN_FROM = (MailState.SENT, MailState.FAILED, MailState.UNSURE, MailState.NOT_SENT, MailState.CANCELLED)
"""Where a person may ask for it to be sent again."""
