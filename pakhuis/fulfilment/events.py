"""Facts about picking and receiving."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from pakhuis.journal.events import Event, FieldChange


@dataclass(frozen=True, slots=True, kw_only=True)
class PicklistEvent(Event):
    """Something that happened to a picklist."""

    kind: ClassVar[str] = "picklist"


@dataclass(frozen=True, slots=True, kw_only=True)
class PicklistCreated(PicklistEvent):
    """A picklist was made for an order."""

    name: ClassVar[str] = "picklist.created"
    number: str
    order_id: int
    warehouse_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PicklistClosed(PicklistEvent):
    """A picklist was closed: its pieces left the warehouse."""

    name: ClassVar[str] = "picklist.closed"
    number: str
    order_id: int
    pieces: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PicklistCancelled(PicklistEvent):
    """A picklist was cancelled; `picked` pieces of it have to go back to their place."""

    name: ClassVar[str] = "picklist.cancelled"
    number: str
    order_id: int
    picked: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RestPutBack(PicklistEvent):
    """A picklist was closed with less than all picked: these pieces wait as backorders again."""

    name: ClassVar[str] = "picklist.rest_put_back"
    pieces: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PiecesMissing(PicklistEvent):
    """A picker did not find these pieces of a line; they wait as a backorder, and stock was put right."""

    name: ClassVar[str] = "picklist.pieces_missing"
    line_id: int
    pieces: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PicklistSplit(PicklistEvent):
    """Pieces went from a picklist to a second one."""

    name: ClassVar[str] = "picklist.split"
    to_id: int
    to_number: str
    pieces: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PicklistRuled(PicklistEvent):
    """Rules of the account held for a picklist when it was made."""

    name: ClassVar[str] = "picklist.ruled"
    order_id: int
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PicklistAssigned(PicklistEvent):
    """Somebody is going to pick it."""

    name: ClassVar[str] = "picklist.assigned"
    user_id: int
    user: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PicklistUnassigned(PicklistEvent):
    """Nobody in particular is going to pick it any more."""

    name: ClassVar[str] = "picklist.unassigned"


@dataclass(frozen=True, slots=True, kw_only=True)
class PicklistSnoozed(PicklistEvent):
    """A picklist is out of the queue until a moment (ISO, with zone)."""

    name: ClassVar[str] = "picklist.snoozed"
    until: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PicklistWoken(PicklistEvent):
    """A snoozed picklist is back in the queue, by hand or because its moment came."""

    name: ClassVar[str] = "picklist.woken"


@dataclass(frozen=True, slots=True, kw_only=True)
class PicklistPaused(PicklistEvent):
    """A picklist is held up; `reason` is that of its order where the whole order is paused."""

    name: ClassVar[str] = "picklist.paused"
    number: str
    order_id: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PicklistResumed(PicklistEvent):
    """A paused picklist may be picked again."""

    name: ClassVar[str] = "picklist.resumed"
    number: str
    order_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PicklistChanged(PicklistEvent):
    """Urgency, shipping profile, invoiced: old and new value."""

    name: ClassVar[str] = "picklist.changed"
    changes: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LinePicked(PicklistEvent):
    """Pieces of a picklist line were picked, or put back when negative."""

    name: ClassVar[str] = "picklist.line_picked"
    line_id: int
    pieces: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PickUndone(PicklistEvent):
    """The last grip was undone: so many pieces count as not picked again."""

    name: ClassVar[str] = "picklist.pick_undone"
    pieces: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AllPicked(PicklistEvent):
    """Everything that was left of a picklist was picked at once."""

    name: ClassVar[str] = "picklist.all_picked"
    pieces: int
