"""The states of picklists and batches and the moves between them, each in one table."""

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
    ASSIGN = "assign"
    UNASSIGN = "unassign"
    SNOOZE = "snooze"
    WAKE = "wake"
    PAUSE = "pause"
    RESUME = "resume"
    CANCEL = "cancel"
    SPLIT = "split"
    CHANGE = "change"
    SHIP = "ship"


_NEW, _PAUSED, _SNOOZED = PicklistStatus.NEW, PicklistStatus.PAUSED, PicklistStatus.SNOOZED
_CLOSED, _CANCELLED = PicklistStatus.CLOSED, PicklistStatus.CANCELLED
_STAYS_WHERE_WORKED_ON = {_NEW: _NEW, _SNOOZED: _SNOOZED}

ALLOWED: dict[PicklistMove, dict[PicklistStatus, PicklistStatus]] = {
    PicklistMove.PICK: _STAYS_WHERE_WORKED_ON,
    PicklistMove.CLOSE: {_NEW: _CLOSED, _SNOOZED: _CLOSED},
    PicklistMove.ASSIGN: _STAYS_WHERE_WORKED_ON,
    PicklistMove.UNASSIGN: _STAYS_WHERE_WORKED_ON,
    PicklistMove.SNOOZE: {_NEW: _SNOOZED, _SNOOZED: _SNOOZED},
    PicklistMove.WAKE: {_SNOOZED: _NEW},
    PicklistMove.PAUSE: {_NEW: _PAUSED, _SNOOZED: _PAUSED},
    PicklistMove.RESUME: {_PAUSED: _NEW},
    PicklistMove.CANCEL: {_NEW: _CANCELLED, _SNOOZED: _CANCELLED, _PAUSED: _CANCELLED},
    PicklistMove.SPLIT: _STAYS_WHERE_WORKED_ON,
    PicklistMove.CHANGE: {_NEW: _NEW, _SNOOZED: _SNOOZED, _PAUSED: _PAUSED, _CLOSED: _CLOSED},
    PicklistMove.SHIP: {_NEW: _NEW, _SNOOZED: _SNOOZED, _CLOSED: _CLOSED},
}
"""move: from which status to which; what is not here is refused."""

OPEN_STATUSES = (PicklistStatus.NEW, PicklistStatus.PAUSED, PicklistStatus.SNOOZED)


def after(move: PicklistMove, status: PicklistStatus) -> PicklistStatus | None:
    """The status after the move, or None when it is not allowed from here."""
    return ALLOWED[move].get(status)


class BatchKind(StrEnum):
    """`singles`: every picklist is one piece, so no boxes need be told apart while walking."""

    NORMAL = "normal"
    SINGLES = "singles"


class BatchStatus(StrEnum):
    """Where a batch stands."""

    OPEN = "open"
    COMPLETED = "completed"
    CANCELLED = "cancelled"


class BatchMove(StrEnum):
    """What can be done with a batch."""

    PICK = "pick"
    ASSIGN = "assign"
    CHANGE = "change"
    COMPLETE = "complete"
    DISSOLVE = "dissolve"


_STAYS_OPEN = {BatchStatus.OPEN: BatchStatus.OPEN}

BATCH_ALLOWED: dict[BatchMove, dict[BatchStatus, BatchStatus]] = {
    BatchMove.PICK: _STAYS_OPEN,
    BatchMove.ASSIGN: _STAYS_OPEN,
    BatchMove.CHANGE: _STAYS_OPEN,
    BatchMove.COMPLETE: {BatchStatus.OPEN: BatchStatus.COMPLETED},
    BatchMove.DISSOLVE: {BatchStatus.OPEN: BatchStatus.CANCELLED},
}
"""The same for batches."""


def batch_after(move: BatchMove, status: BatchStatus) -> BatchStatus | None:
    """The status after the move, or None when it is not allowed from here."""
    return BATCH_ALLOWED[move].get(status)
