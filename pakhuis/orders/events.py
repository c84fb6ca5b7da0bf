"""Facts about orders."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from pakhuis.journal.events import Event


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
    """An order was cancelled before it was processed."""

    name: ClassVar[str] = "order.cancelled"


@dataclass(frozen=True, slots=True, kw_only=True)
class BackordersFilled(Event):
    """New stock was reserved for backorders of an order: so many pieces."""

    name: ClassVar[str] = "order.backorders_filled"
    kind: ClassVar[str] = "order"
    pieces: int
