"""Facts about stock."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from pakhuis.journal.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class WarehouseCreated(Event):
    """A warehouse was made."""

    name: ClassVar[str] = "warehouse.created"
    kind: ClassVar[str] = "warehouse"
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StockChanged(Event):
    """What is on hand of a product changed in one warehouse."""

    name: ClassVar[str] = "product.stock_changed"
    kind: ClassVar[str] = "product"
    warehouse_id: int
    change: int
    on_hand: int
    reason: str
