"""Facts about price lists."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar

from pakhuis.journal.events import Event, FieldChange, Links


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceListCreated(Event):
    """A price list was made."""

    name: ClassVar[str] = "price_list.created"
    kind: ClassVar[str] = "price_list"
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceListsAttached(Event):
    """The price lists of a customer were changed; in bulk it is also told which, so that it can be undone."""

    name: ClassVar[str] = "customer.changed"
    kind: ClassVar[str] = "customer"
    changes: tuple[FieldChange, ...]
    links: dict[str, Links] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceListChanged(Event):
    """A price list got another name or other days, was retired or brought back."""

    name: ClassVar[str] = "price_list.changed"
    kind: ClassVar[str] = "price_list"
    label: str
    changes: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PricesChanged(Event):
    """Prices on a list were set or taken off: how many, and the first of them with old and new price."""

    name: ClassVar[str] = "price_list.prices_changed"
    kind: ClassVar[str] = "price_list"
    label: str
    count: int
    changes: tuple[FieldChange, ...]
