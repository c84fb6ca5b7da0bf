"""Facts about products."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from pakhuis.journal.events import Event, FieldChange


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductCreated(Event):
    """A product was made, by hand or because a webshop order asked for it."""

    name: ClassVar[str] = "product.created"
    kind: ClassVar[str] = "product"
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductChanged(Event):
    """Fields of a product changed."""

    name: ClassVar[str] = "product.changed"
    kind: ClassVar[str] = "product"
    changes: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PartsChanged(Event):
    """A composition got a part, another number of it (`amount`), or lost it (0)."""

    name: ClassVar[str] = "product.parts_changed"
    kind: ClassVar[str] = "product"
    part_id: int
    code: str
    before: int
    amount: int


@dataclass(frozen=True, slots=True, kw_only=True)
class VatGroupCreated(Event):
    """A VAT group was made."""

    name: ClassVar[str] = "vat_group.created"
    kind: ClassVar[str] = "vat_group"
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VatGroupChanged(Event):
    """Fields of a VAT group changed."""

    name: ClassVar[str] = "vat_group.changed"
    kind: ClassVar[str] = "vat_group"
    label: str
    changes: tuple[FieldChange, ...]
