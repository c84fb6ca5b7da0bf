"""What every connector can do, in one protocol; a shop is one folder that fulfils it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, Protocol

from pakhuis.catalogue.intake import NewProduct
from pakhuis.kernel.problem import Problem
from pakhuis.orders.intake import NewOrder

Payload = Mapping[str, Any]
"""An order as the shop tells it."""


class ShopError(Exception):
    """The shop cannot be asked; `problem` says why in plain words."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


class TemporaryFailure(ShopError):
    """Trying again later may help: no answer, too busy, trouble of its own."""


class PermanentFailure(ShopError):
    """Trying again does not help before a person changes something: wrong keys, wrong address."""


class OrderGone(ShopError):
    """The shop does not know the order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """How to reach a shop, with its secrets in the clear; never logged."""

    address: str
    key: str
    key_secret: str

    def __repr__(self) -> str:
        return f"Access({self.address})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What the mapping of an order depends on besides the order."""

    webshop_id: int
    country: str
    vat_fields: tuple[str, ...] = ()
    takes_on_hold: bool = False


class Stage(StrEnum):
    """What the shop's status of an order means here."""

    READY = "ready"
    EXPECTED = "expected"
    CANCELLED = "cancelled"
    NOT_YET = "not_yet"


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """What a webhook is about. A `ping` is answered and forgotten; without `order_id` it is malformed."""

    topic: str = ""
    key: str = ""
    order_id: str = ""
    is_ping: bool = False
    is_about_orders: bool = True
    problem: Problem | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedProduct:
    """A product that an order line asks for, with the VAT percentage its line bore (None: unknown)."""

    new: NewProduct
    vat_percentage: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShopOrderData:
    """An order translated. With `problems` it waits for a person; nothing of it is guessed."""

    external_id: str
    status: str
    stage: Stage
    modified_at: datetime | None
    new: NewOrder
    products: tuple[WantedProduct, ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page of orders that changed, oldest change first."""

    orders: Sequence[Payload]
    has_more: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Supplied:
    """One row of the table of what a shop tells: a field of the customer, and where it comes from."""

    field: str
    origin: str


class Connector(Protocol):
    """One kind of webshop. Only `fetch` and `changed_since` call out; all else is pure."""

    kind: str
    name: str
    supplies: Sequence[Supplied]

    def verify(self, body: bytes, headers: Mapping[str, str], *, secret: str) -> bool:
        """Whether the signature is right, in constant time."""
        ...

    def read(self, body: bytes, headers: Mapping[str, str]) -> Message:
        """What a message is about; anything at all may be in it."""
        ...

    def fetch(self, access: Access, order_id: str) -> Payload:
        """The order as it is now; raises a `ShopError`."""
        ...

    def changed_since(self, access: Access, since: datetime | None, *, page: int) -> Page:
        """Orders changed since then; raises a `ShopError`."""
        ...

    def translate(self, payload: Payload, options: Options) -> ShopOrderData:
        """The order in our words, with all problems at once; never raises on nonsense."""
        ...
