"""The states of an order and the moves between them, in one table."""

from __future__ import annotations

from enum import StrEnum


class OrderStatus(StrEnum):
    """Where an order stands."""

    EXPECTED = "expected"
    CONCEPT = "concept"
    PROCESSING = "processing"
    PAUSED = "paused"
    COMPLETED = "completed"
    CANCELLED = "cancelled"


class OrderMove(StrEnum):
    """What can be done with an order as a whole."""

    PROCESS = "process"
    CHANGE = "change"
    CHANGE_LINES = "change_lines"
    ALLOCATE = "allocate"
    DEALLOCATE = "deallocate"
    TO_CONCEPT = "to_concept"
    PAUSE = "pause"
    RESUME = "resume"
    PRIORITISE = "prioritise"
    DIVIDE = "divide"
    CANCEL_BACKORDER = "cancel_backorder"
    COMPLETE = "complete"
    REOPEN = "reopen"
    CANCEL = "cancel"
    WITHDRAW = "withdraw"
    FORCE_CANCEL = "force_cancel"
    UNDO_CANCELLATION = "undo_cancellation"


_EXPECTED, _CONCEPT = OrderStatus.EXPECTED, OrderStatus.CONCEPT
_PROCESSING, _PAUSED = OrderStatus.PROCESSING, OrderStatus.PAUSED
_COMPLETED, _CANCELLED = OrderStatus.COMPLETED, OrderStatus.CANCELLED


def _stays(*statuses: OrderStatus) -> dict[OrderStatus, OrderStatus]:
    return {status: status for status in statuses}


def _to(target: OrderStatus, *statuses: OrderStatus) -> dict[OrderStatus, OrderStatus]:
    return dict.fromkeys(statuses, target)


ALLOWED: dict[OrderMove, dict[OrderStatus, OrderStatus]] = {
    OrderMove.PROCESS: _to(_PROCESSING, _EXPECTED, _CONCEPT),
    # Where it goes and what is said with it may change until it is gone; what it costs may not.
    OrderMove.CHANGE: _stays(_EXPECTED, _CONCEPT, _PROCESSING, _PAUSED),
    OrderMove.CHANGE_LINES: _stays(_EXPECTED, _CONCEPT),
    OrderMove.ALLOCATE: _stays(_EXPECTED, _CONCEPT),
    OrderMove.DEALLOCATE: _stays(_EXPECTED, _CONCEPT),
    OrderMove.TO_CONCEPT: _to(_CONCEPT, _EXPECTED),
    OrderMove.PAUSE: _to(_PAUSED, _PROCESSING),
    OrderMove.RESUME: _to(_PROCESSING, _PAUSED),
    OrderMove.PRIORITISE: _stays(_PROCESSING, _PAUSED),
    OrderMove.DIVIDE: _stays(_PROCESSING, _PAUSED),
    OrderMove.CANCEL_BACKORDER: _stays(_PROCESSING, _PAUSED),
    OrderMove.COMPLETE: _to(_COMPLETED, _PROCESSING),
    OrderMove.REOPEN: _to(_CONCEPT, _PROCESSING, _COMPLETED),
    OrderMove.CANCEL: _to(_CANCELLED, _EXPECTED, _CONCEPT),
    # Processed already, but nothing of it was picked.
    OrderMove.WITHDRAW: _to(_CANCELLED, _PROCESSING, _PAUSED),
    # Whatever was picked goes back; what has left the warehouse stays delivered.
    OrderMove.FORCE_CANCEL: _to(_CANCELLED, _EXPECTED, _CONCEPT, _PROCESSING, _PAUSED),
    OrderMove.UNDO_CANCELLATION: _to(_CONCEPT, _CANCELLED),
}
"""move: from which status to which; what is not here is refused."""


def after(move: OrderMove, status: OrderStatus) -> OrderStatus | None:
    """The status after the move, or None when it is not allowed from here."""
    return ALLOWED[move].get(status)
