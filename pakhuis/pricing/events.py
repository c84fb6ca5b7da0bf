"""Facts about price lists."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from pakhuis.journal.events import Event, FieldChange


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceListCreated(Event):
    """A price list was made."""

    name: ClassVar[str] = "price_list.created"
    kind: ClassVar[str] = "price_list"
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceSet(Event):
    """A product's price on a list was set; `price` as text, from `min_amount` pieces."""

    name: ClassVar[str] = "price_list.price_set"
    kind: ClassVar[str] = "price_list"
    product_id: int
    price: str
    min_amount: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceRemoved(Event):
    """A product's price was taken off a list."""

    name: ClassVar[str] = "price_list.price_removed"
    kind: ClassVar[str] = "price_list"
    product_id: int
    price: str
    min_amount: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceListsAttached(Event):
    """The price lists of a customer were changed."""

    name: ClassVar[str] = "customer.changed"
    kind: ClassVar[str] = "customer"
    changes: tuple[FieldChange, ...]
