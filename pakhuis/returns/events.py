"""Facts about returns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from pakhuis.journal.events import Event, FieldChange


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnReasonSaved(Event):
    """A reason for sending something back was made or changed."""

    name: ClassVar[str] = "return_reason.saved"
    kind: ClassVar[str] = "return_reason"
    label: str
    changes: tuple[FieldChange, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnStatusSaved(Event):
    """A status that returns can have was made or changed."""

    name: ClassVar[str] = "return_status.saved"
    kind: ClassVar[str] = "return_status"
    label: str
    changes: tuple[FieldChange, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnEvent(Event):
    """Something that happened to a return; `number` as people know it."""

    kind: ClassVar[str] = "return"
    number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnCreated(ReturnEvent):
    """Goods are expected back."""

    name: ClassVar[str] = "return.created"
    customer_id: int | None
    order_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnChanged(ReturnEvent):
    """Fields or lines of a return changed; lines as ``lines.CODE``."""

    name: ClassVar[str] = "return.changed"
    changes: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnLogged(ReturnEvent):
    """It got another status, or somebody wrote something down (`note`); `status` as it is now."""

    name: ClassVar[str] = "return.status_changed"
    status_id: int
    status: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GoodsCameBack(ReturnEvent):
    """Pieces of a product are here: `pieces` on the shelf again, `broken` not fit for it."""

    name: ClassVar[str] = "return.goods_received"
    product_id: int
    label: str
    pieces: int
    broken: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnRemoved(ReturnEvent):
    """A return of which nothing came was thrown away."""

    name: ClassVar[str] = "return.removed"
