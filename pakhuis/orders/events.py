"""Facts about orders."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from pakhuis.journal.events import Event, FieldChange


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderEvent(Event):
    """Something that happened to an order; `number` as people know it."""

    kind: ClassVar[str] = "order"
    number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderPlaced(OrderEvent):
    """An order came in."""

    name: ClassVar[str] = "order.placed"
    customer_id: int | None
    webshop_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OldOrderTakenIn(OrderEvent):
    """An order of old was taken in as history: it was delivered elsewhere."""

    name: ClassVar[str] = "order.old_taken_in"
    customer_id: int | None
    webshop_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderMovedIn(OrderEvent):
    """An open order of another system was moved here with its number; nobody is told that it came in."""

    name: ClassVar[str] = "order.moved_in"
    customer_id: int | None
    webshop_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderProcessed(OrderEvent):
    """An order was divided: so many pieces to pick, so many wait."""

    name: ClassVar[str] = "order.processed"
    to_pick: int
    waiting: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderCompleted(OrderEvent):
    """Nothing of an order is left to deliver."""

    name: ClassVar[str] = "order.completed"


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderCancelled(OrderEvent):
    """An order was cancelled: `from_status` says from where, `freed` how many tied pieces that set free."""

    name: ClassVar[str] = "order.cancelled"
    from_status: str
    forced: bool = False
    freed: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderCancellationUndone(OrderEvent):
    """A cancelled order is a concept again."""

    name: ClassVar[str] = "order.cancellation_undone"


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderMadeConcept(OrderEvent):
    """An expected order became a concept."""

    name: ClassVar[str] = "order.made_concept"


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderPaused(OrderEvent):
    """An order was put aside, with its picklists."""

    name: ClassVar[str] = "order.paused"
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderResumed(OrderEvent):
    """A paused order goes on."""

    name: ClassVar[str] = "order.resumed"


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderReopened(OrderEvent):
    """A processed or completed order is a concept again; `freed` tied pieces came free."""

    name: ClassVar[str] = "order.reopened"
    from_status: str
    freed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderAnonymized(OrderEvent):
    """Who an order was for was taken off it, for good; what was known before is in no logbook any more."""

    name: ClassVar[str] = "order.anonymized"


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderAllocated(OrderEvent):
    """Stock was set aside for an order, not tied: so many of the pieces it asks for."""

    name: ClassVar[str] = "order.allocated"
    pieces: int
    wanted: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderDeallocated(OrderEvent):
    """What was set aside for an order is free again."""

    name: ClassVar[str] = "order.deallocated"
    pieces: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderPrioritised(OrderEvent):
    """The backorders of an order go first; so many more pieces are reserved for them now."""

    name: ClassVar[str] = "order.prioritised"
    pieces: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BackordersEmptied(Event):
    """Pieces that were reserved for backorders of the order are not there after all."""

    name: ClassVar[str] = "order.backorders_emptied"
    kind: ClassVar[str] = "order"
    pieces: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BackordersFilled(Event):
    """New stock was reserved for backorders of an order: so many pieces."""

    name: ClassVar[str] = "order.backorders_filled"
    kind: ClassVar[str] = "order"
    pieces: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderChanged(OrderEvent):
    """Fields or lines of an order were changed; a line's field is named ``line 2: amount``."""

    name: ClassVar[str] = "order.changed"
    changes: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderRuled(OrderEvent):
    """Rules of the account held for an order that was processed; `changes` are what they made of it."""

    name: ClassVar[str] = "order.ruled"
    rules: tuple[str, ...]
    changes: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BackorderCancelled(OrderEvent):
    """So many waiting pieces of an order will not be delivered."""

    name: ClassVar[str] = "order.backorder_cancelled"
    pieces: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BackordersExpected(Event):
    """It was said when the goods an order waits for are thought to come; empty: not known any more."""

    name: ClassVar[str] = "order.backorders_expected"
    kind: ClassVar[str] = "order"
    day: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AutosplitSwitched(OrderEvent):
    """An order may be delivered in parts from now on, or may not."""

    name: ClassVar[str] = "order.autosplit_switched"
    autosplit: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderRedivided(OrderEvent):
    """What waits of an order was divided anew; so many pieces of it lie ready."""

    name: ClassVar[str] = "order.redivided"
    ready: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderNoted(OrderEvent):
    """Somebody wrote a note into the logbook of an order."""

    name: ClassVar[str] = "order.noted"
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderFieldEvent(Event):
    """Something that happened to an own field of orders."""

    kind: ClassVar[str] = "order_field"


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderFieldCreated(OrderFieldEvent):
    """An own field of orders was made."""

    name: ClassVar[str] = "order_field.created"
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderFieldChanged(OrderFieldEvent):
    """An own field of orders was renamed, required, shown elsewhere, moved or retired."""

    name: ClassVar[str] = "order_field.changed"
    changes: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderFieldDeleted(OrderFieldEvent):
    """An own field in which no order had a value was deleted."""

    name: ClassVar[str] = "order_field.deleted"
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderRuleEvent(Event):
    """Something that happened to a rule of orders."""

    kind: ClassVar[str] = "order_rule"


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderRuleCreated(OrderRuleEvent):
    """A rule of orders was made."""

    name: ClassVar[str] = "order_rule.created"
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderRuleChanged(OrderRuleEvent):
    """A rule of orders asks or does something else now, or was moved, switched off or on."""

    name: ClassVar[str] = "order_rule.changed"
    label: str
    changes: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderRuleDeleted(OrderRuleEvent):
    """A rule of orders was deleted; what it did to orders stays."""

    name: ClassVar[str] = "order_rule.deleted"
    label: str
