"""Facts about picking and receiving."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from pakhuis.journal.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class PicklistCreated(Event):
    """A picklist was made for an order."""

    name: ClassVar[str] = "picklist.created"
    kind: ClassVar[str] = "picklist"
    number: str
    order_id: int
    warehouse_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PicklistClosed(Event):
    """A picklist was closed: its pieces left the warehouse."""

    name: ClassVar[str] = "picklist.closed"
    kind: ClassVar[str] = "picklist"
    number: str
    order_id: int
    pieces: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LinePicked(Event):
    """Pieces of a picklist line were picked, or put back when negative."""

    name: ClassVar[str] = "picklist.line_picked"
    kind: ClassVar[str] = "picklist"
    line_id: int
    pieces: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AllPicked(Event):
    """Everything that was left of a picklist was picked at once."""

    name: ClassVar[str] = "picklist.all_picked"
    kind: ClassVar[str] = "picklist"
    pieces: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PicklistPaused(Event):
    """A picklist was put aside; `reason` is that of its order where the whole order is paused."""

    name: ClassVar[str] = "picklist.paused"
    kind: ClassVar[str] = "picklist"
    number: str
    order_id: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PicklistResumed(Event):
    """A paused picklist goes on."""

    name: ClassVar[str] = "picklist.resumed"
    kind: ClassVar[str] = "picklist"
    number: str
    order_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PicklistCancelled(Event):
    """A picklist was cancelled; `picked` pieces of it have to go back to their place."""

    name: ClassVar[str] = "picklist.cancelled"
    kind: ClassVar[str] = "picklist"
    number: str
    order_id: int
    picked: int
