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
class ProductFieldEvent(Event):
    """Something that happened to an own field of products."""

    kind: ClassVar[str] = "product_field"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductFieldCreated(ProductFieldEvent):
    """An own field of products was made."""

    name: ClassVar[str] = "product_field.created"
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductFieldChanged(ProductFieldEvent):
    """An own field of products was renamed, required, shown elsewhere, moved or retired."""

    name: ClassVar[str] = "product_field.changed"
    changes: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductFieldDeleted(ProductFieldEvent):
    """An own field in which no product had a value was deleted."""

    name: ClassVar[str] = "product_field.deleted"
    label: str


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
