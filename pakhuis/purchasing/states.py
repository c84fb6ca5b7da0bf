"""Where a purchase order and a receipt can stand, and what may be done from there."""

from __future__ import annotations

from enum import StrEnum


class PurchaseStatus(StrEnum):
    """`concept` announces nothing yet, `purchased` does; of a `received` one nothing more is expected."""

    CONCEPT = "concept"
    PURCHASED = "purchased"
    RECEIVED = "received"
    CANCELLED = "cancelled"


class PurchaseMove(StrEnum):
    """What can be done with a purchase order; `COMPLETE` and `REOPEN` follow from what is received."""

    CHANGE = "change"
    PURCHASE = "purchase"
    RECEIVE = "receive"
    COMPLETE = "complete"
    CLOSE = "close"
    CANCEL = "cancel"
    REOPEN = "reopen"


_P = PurchaseStatus
PURCHASE_ALLOWED: dict[PurchaseMove, dict[PurchaseStatus, PurchaseStatus]] = {
    PurchaseMove.CHANGE: {_P.CONCEPT: _P.CONCEPT, _P.PURCHASED: _P.PURCHASED},
    PurchaseMove.PURCHASE: {_P.CONCEPT: _P.PURCHASED},
    PurchaseMove.RECEIVE: {_P.PURCHASED: _P.PURCHASED},
    PurchaseMove.COMPLETE: {_P.PURCHASED: _P.RECEIVED},
    PurchaseMove.CLOSE: {_P.PURCHASED: _P.RECEIVED},
    PurchaseMove.CANCEL: {_P.CONCEPT: _P.CANCELLED, _P.PURCHASED: _P.CANCELLED},
    PurchaseMove.REOPEN: {_P.RECEIVED: _P.PURCHASED},
}
"""Each move with the statuses it may start from, and where each ends."""


def purchase_after(move: PurchaseMove, status: PurchaseStatus) -> PurchaseStatus | None:
    """The status after the move, or None when it is not allowed from here."""
    return PURCHASE_ALLOWED[move].get(status)


class ReceiptStatus(StrEnum):
    """Where a receipt stands."""

    PROCESSING = "processing"
    COMPLETED = "completed"


class ReceiptMove(StrEnum):
    """What can be done with a receipt. What was received can be reverted after it is completed too."""

    CHANGE = "change"
    RECEIVE = "receive"
    REVERT = "revert"
    COMPLETE = "complete"
    REMOVE = "remove"


_R = ReceiptStatus
_STAYS = {_R.PROCESSING: _R.PROCESSING}
RECEIPT_ALLOWED: dict[ReceiptMove, dict[ReceiptStatus, ReceiptStatus]] = {
    ReceiptMove.CHANGE: {**_STAYS, _R.COMPLETED: _R.COMPLETED},
    ReceiptMove.RECEIVE: _STAYS,
    ReceiptMove.REVERT: {**_STAYS, _R.COMPLETED: _R.COMPLETED},
    ReceiptMove.COMPLETE: {_R.PROCESSING: _R.COMPLETED},
    ReceiptMove.REMOVE: _STAYS,
}
"""The same for receipts."""


def receipt_after(move: ReceiptMove, status: ReceiptStatus) -> ReceiptStatus | None:
    """The status after the move, or None when it is not allowed from here."""
    return RECEIPT_ALLOWED[move].get(status)
