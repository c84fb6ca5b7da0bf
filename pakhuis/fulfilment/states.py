"""The states of a picklist and the moves between them, in one table."""

from __future__ import annotations

from enum import StrEnum


class PicklistStatus(StrEnum):
    """Where a picklist stands."""

    NEW = "new"
    PAUSED = "paused"
    SNOOZED = "snoozed"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class PicklistMove(StrEnum):
    """What can be done with a picklist."""

    PICK = "pick"
    CLOSE = "close"
    PAUSE = "pause"
    RESUME = "resume"
    CANCEL = "cancel"


ALLOWED: dict[PicklistMove, dict[PicklistStatus, PicklistStatus]] = {
    PicklistMove.PICK: {
        PicklistStatus.NEW: PicklistStatus.NEW,
        PicklistStatus.SNOOZED: PicklistStatus.SNOOZED,
    },
    PicklistMove.CLOSE: {
        PicklistStatus.NEW: PicklistStatus.CLOSED,
        PicklistStatus.SNOOZED: PicklistStatus.CLOSED,
    },
    PicklistMove.PAUSE: {
        PicklistStatus.NEW: PicklistStatus.PAUSED,
        PicklistStatus.SNOOZED: PicklistStatus.PAUSED,
    },
    PicklistMove.RESUME: {PicklistStatus.PAUSED: PicklistStatus.NEW},
    PicklistMove.CANCEL: {
        PicklistStatus.NEW: PicklistStatus.CANCELLED,
        PicklistStatus.PAUSED: PicklistStatus.CANCELLED,
        PicklistStatus.SNOOZED: PicklistStatus.CANCELLED,
    },
}
"""move: from which status to which; what is not here is refused."""

OPEN_STATUSES = (PicklistStatus.NEW, PicklistStatus.PAUSED, PicklistStatus.SNOOZED)


def after(move: PicklistMove, status: PicklistStatus) -> PicklistStatus | None:
    """The status after the move, or None when it is not allowed from here."""
    return ALLOWED[move].get(status)
