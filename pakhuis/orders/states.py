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
    CHANGE_LINES = "change_lines"
    COMPLETE = "complete"
    CANCEL = "cancel"


ALLOWED: dict[OrderMove, dict[OrderStatus, OrderStatus]] = {
    OrderMove.PROCESS: {
        OrderStatus.EXPECTED: OrderStatus.PROCESSING,
        OrderStatus.CONCEPT: OrderStatus.PROCESSING,
    },
    OrderMove.CHANGE_LINES: {
        OrderStatus.EXPECTED: OrderStatus.EXPECTED,
        OrderStatus.CONCEPT: OrderStatus.CONCEPT,
    },
    OrderMove.COMPLETE: {OrderStatus.PROCESSING: OrderStatus.COMPLETED},
    OrderMove.CANCEL: {
        OrderStatus.EXPECTED: OrderStatus.CANCELLED,
        OrderStatus.CONCEPT: OrderStatus.CANCELLED,
    },
}
"""move: from which status to which; what is not here is refused."""


def after(move: OrderMove, status: OrderStatus) -> OrderStatus | None:
    """The status after the move, or None when it is not allowed from here."""
    return ALLOWED[move].get(status)
