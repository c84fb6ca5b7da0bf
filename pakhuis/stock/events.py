"""Facts about stock."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from pakhuis.journal.events import Event, FieldChange


@dataclass(frozen=True, slots=True, kw_only=True)
class WarehouseCreated(Event):
    """A warehouse was made."""

    name: ClassVar[str] = "warehouse.created"
    kind: ClassVar[str] = "warehouse"
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WarehouseChanged(Event):
    """Fields of a warehouse changed."""

    name: ClassVar[str] = "warehouse.changed"
    kind: ClassVar[str] = "warehouse"
    label: str
    changes: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WarehouseRemoved(Event):
    """A warehouse that was never used was removed."""

    name: ClassVar[str] = "warehouse.removed"
    kind: ClassVar[str] = "warehouse"
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LocationCreated(Event):
    """A location was made."""

    name: ClassVar[str] = "location.created"
    kind: ClassVar[str] = "location"
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LocationChanged(Event):
    """Fields of a location changed."""

    name: ClassVar[str] = "location.changed"
    kind: ClassVar[str] = "location"
    label: str
    changes: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LocationRemoved(Event):
    """An empty location was removed."""

    name: ClassVar[str] = "location.removed"
    kind: ClassVar[str] = "location"
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductPlaced(Event):
    """A product got a place on a location, or lost it."""

    name: ClassVar[str] = "product.placed"
    kind: ClassVar[str] = "product"
    location: str
    is_placed: bool
    preferred: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class StockChanged(Event):
    """What is on hand of a product changed in one warehouse.

    `move_id`: its row in the history of stock; `place_moves`: ids of that of the locations.
    """

    name: ClassVar[str] = "product.stock_changed"
    kind: ClassVar[str] = "product"
    warehouse_id: int
    change: int
    on_hand: int
    reason: str
    move_id: int
    place_moves: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelsChanged(Event):
    """Somewhere another number of these products is `free`, or `on_hand`: promised, let go, come in, gone.

    It happened to the one stock there is, and stands in no logbook of a product: pieces are promised all day.
    """

    name: ClassVar[str] = "stock.levels_changed"
    kind: ClassVar[str] = "stock"
    free: tuple[int, ...]
    on_hand: tuple[int, ...]
    id: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class GoodsMoved(Event):
    """So many pieces lie on another location now; an empty name is no location."""

    name: ClassVar[str] = "product.goods_moved"
    kind: ClassVar[str] = "product"
    movement_id: int
    pieces: int
    from_location: str
    to_location: str
    place_moves: tuple[int, ...] = ()
