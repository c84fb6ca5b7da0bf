"""Facts about suppliers and purchase orders."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from pakhuis.journal.events import Event, FieldChange


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplierCreated(Event):
    """A supplier was made."""

    name: ClassVar[str] = "supplier.created"
    kind: ClassVar[str] = "supplier"
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplierChanged(Event):
    """Fields of a supplier changed."""

    name: ClassVar[str] = "supplier.changed"
    kind: ClassVar[str] = "supplier"
    label: str
    changes: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplierProductChanged(Event):
    """How a supplier sells a product was said, changed, or taken back (`is_sold` False)."""

    name: ClassVar[str] = "supplier.product_changed"
    kind: ClassVar[str] = "supplier"
    product_id: int
    label: str
    is_sold: bool
    changes: tuple[FieldChange, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PurchaseEvent(Event):
    """Something that happened to a purchase order; `number` as people know it."""

    kind: ClassVar[str] = "purchase"
    number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PurchaseCreated(PurchaseEvent):
    """A purchase order was made."""

    name: ClassVar[str] = "purchase.created"
    supplier_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PurchaseChanged(PurchaseEvent):
    """Fields or lines of a purchase order changed; lines as ``lines.CODE``."""

    name: ClassVar[str] = "purchase.changed"
    changes: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PurchasePurchased(PurchaseEvent):
    """It was ordered at the supplier's: its pieces are announced."""

    name: ClassVar[str] = "purchase.purchased"
    pieces: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PurchaseClosed(PurchaseEvent):
    """Nothing more of it is expected; `pieces` never came."""

    name: ClassVar[str] = "purchase.closed"
    pieces: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PurchaseCancelled(PurchaseEvent):
    """It was called off before anything came."""

    name: ClassVar[str] = "purchase.cancelled"


@dataclass(frozen=True, slots=True, kw_only=True)
class PurchaseReopened(PurchaseEvent):
    """What was received was taken back: it is expected again."""

    name: ClassVar[str] = "purchase.reopened"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptEvent(Event):
    """Something that happened to a receipt; `number` as people know it."""

    kind: ClassVar[str] = "receipt"
    number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptCreated(ReceiptEvent):
    """A delivery began to be put away."""

    name: ClassVar[str] = "receipt.created"
    purchase_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptChanged(ReceiptEvent):
    """Fields of a receipt changed."""

    name: ClassVar[str] = "receipt.changed"
    changes: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GoodsArrived(ReceiptEvent):
    """Pieces of a product went on the shelf."""

    name: ClassVar[str] = "receipt.goods_received"
    product_id: int
    label: str
    pieces: int


@dataclass(frozen=True, slots=True, kw_only=True)
class GoodsReverted(ReceiptEvent):
    """Pieces were taken back off the shelf: they had been counted wrong."""

    name: ClassVar[str] = "receipt.goods_reverted"
    product_id: int
    label: str
    pieces: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptCompleted(ReceiptEvent):
    """Everything of this delivery is put away."""

    name: ClassVar[str] = "receipt.completed"
    pieces: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptRemoved(ReceiptEvent):
    """An empty receipt was thrown away."""

    name: ClassVar[str] = "receipt.removed"
