"""What every connector can do; a shop is one folder that fulfils `Connector`, and nothing else knows it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from re import Pattern
from typing import Any

from pakhuis.catalogue.intake import NewProduct
from pakhuis.connectors.fields import SettingField
from pakhuis.connectors.states import Stage
from pakhuis.connectors.supplies import Supplied
from pakhuis.connectors.told import ToldLine
from pakhuis.kernel.problem import Problem
from pakhuis.orders.intake import NewOrder

Payload = Mapping[str, Any]
"""An order as the shop tells it."""


class ShopError(Exception):
    """The shop cannot be asked; `problem` says why in plain words, `wait` how long it asked us to wait."""

    def __init__(self, problem: Problem, *, wait: timedelta = timedelta(0)) -> None:
        super().__init__(problem.message)
        self.problem = problem
        self.wait = wait


class TemporaryFailure(ShopError):
    """Trying again later may help: no answer, too busy, trouble of its own."""


class NotAsked(TemporaryFailure):
    """The shop was not even asked: it gave no answer a moment ago, and is left alone for a while."""


class RateSpent(NotAsked):
    """The shop was not even asked: so many calls as its rate allows were made. All is well with it."""


class InTurn(RateSpent):
    """The shop was not even asked: it answers slowly, and is asked by one at a time."""


class PermanentFailure(ShopError):
    """Trying again does not help before a person changes something: wrong keys, wrong address."""


class OrderGone(ShopError):
    """The shop does not know the order."""


def nothing() -> None:
    """Where nobody wants to know."""


def unnoted(_seconds: float) -> None:
    """Where nobody wants to know how long it took."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """How to reach a shop: its declared values by name, secrets in the clear; never logged.

    `spend` is called before every call and raises `RateSpent` when the shop's rate is used up; `unanswered`
    when there was no answer to one, `answered` when there was, with the seconds that it took.
    """

    address: str
    values: Mapping[str, str] = field(default_factory=dict)
    spend: Callable[[], None] = nothing
    unanswered: Callable[[], None] = nothing
    answered: Callable[[float], None] = unnoted

    def __getitem__(self, name: str) -> str:
        return self.values.get(name, "")

    def __repr__(self) -> str:
        return f"Access({self.address})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What the mapping of an order depends on besides the order.

    `values` are the shop's declared settings without its secrets; `links` says which product code a thing
    without SKU stands for.
    """

    webshop_id: int
    country: str
    values: Mapping[str, str] = field(default_factory=dict)
    links: Mapping[str, str] = field(default_factory=dict)

    def __getitem__(self, name: str) -> str:
        return self.values.get(name, "")

    def words(self, name: str) -> tuple[str, ...]:
        """A setting that holds several words with commas."""
        return tuple(filter(None, (one.strip() for one in self[name].split(","))))

    def is_on(self, name: str) -> bool:
        return self[name] == "on"


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """What a webhook is about; without `order_id` it is malformed."""

    topic: str = ""
    key: str = ""
    order_id: str = ""
    is_about_orders: bool = True
    problem: Problem | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedProduct:
    """A product that an order line asks for, with the VAT percentage its line bore (None: unknown)."""

    new: NewProduct
    vat_percentage: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShopOrderData:
    """An order translated. With `problems` it waits for a person; nothing of it is guessed.

    `lines` are the goods as the shop told them: what includes VAT at a rate that the shop does not say can
    only be priced where the products are known. `fingerprint` is a hash of what the shop says: it stands for
    the time of change where a shop tells none, and tells apart versions of one time.
    """

    external_id: str
    status: str
    stage: Stage
    modified_at: datetime | None
    new: NewOrder
    products: tuple[WantedProduct, ...] = ()
    problems: tuple[Problem, ...] = ()
    lines: tuple[ToldLine, ...] = ()
    placed_at: datetime | None = None
    fingerprint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page of orders that changed, oldest change first; `next` is where the following one begins.

    An order has no more than the list of the shop tells: what is asked about one order alone may go wrong
    with that one, and is asked by `whole`, so that the others come in.
    """

    orders: Sequence[Payload]
    next: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """At most so many calls in so many seconds, as the shop wants it."""

    calls: int
    seconds: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Shipped:
    """What a shop is told when all of an order has left; of several parcels the codes stand with commas."""

    order_id: str
    carrier: str
    tracking_code: str
    tracking_url: str


class Connector(ABC):
    """One kind of webshop.

    Only `fetch`, `changed_since`, `together`, `whole` and the tellings call out; all else is pure.
    """

    kind: str
    name: str
    fields: Sequence[SettingField]
    supplies: Sequence[Supplied]
    rate: Rate | None = None
    webhook_help: str = ""
    posts_whole_orders: bool = False
    """Its messages are the orders themselves: there is nothing to ask the shop for."""
    ping: Pattern[bytes] | None = None
    """What it posts unsigned, about nothing, to see if anybody is there; answered 200 to anybody."""
    lists_whole: bool = True
    """Its list has all of its orders, or of most (`is_whole`)."""
    dates_every_change: bool = True
    """What changes in an order always gives it another time of change."""
    tells_stock: bool = False
    tells_shipments: bool = False
    needs_for_telling: Sequence[str] = ()
    """Settings without which it is told nothing."""
    cannot_be_told: str = ""
    """What this kind of shop cannot hear, and why, in plain English; shown on its page."""
    about_buyers: str = ""
    """What there is to know of recognising its buyers, in plain English; shown beside the switches for it."""

    def why_not_told(self, choices: Mapping[str, str]) -> str:
        """What it cannot be told with these settings; nothing, where all that it needs for that is given."""
        is_ready = bool(self.needs_for_telling) and all(map(choices.get, self.needs_for_telling))
        return "" if is_ready else self.cannot_be_told

    @abstractmethod
    def verify(self, body: bytes, headers: Mapping[str, str], access: Access) -> bool:
        """Whether the signature is right, in constant time; never without a secret."""

    @abstractmethod
    def read(self, body: bytes, headers: Mapping[str, str]) -> Message:
        """What a message is about; anything at all may be in it."""

    @abstractmethod
    def fetch(self, access: Access, order_id: str) -> Payload:
        """The order as it is now; raises a `ShopError`."""

    @abstractmethod
    def changed_since(self, access: Access, since: datetime | None, *, start: str) -> Page:
        """Orders changed since then, from `start` (empty: the first page); raises a `ShopError`."""

    def is_whole(self, listed: Payload) -> bool:  # noqa: ARG002 - where not all lists of a shop are alike
        """Whether the list told all of this order; else `whole` asks for the rest, where it is wanted."""
        return self.lists_whole

    def whole(self, access: Access, listed: Payload) -> Payload:  # noqa: ARG002 - to ask the shop with
        """An order of a page with all that belongs to it, as `fetch` gives it; raises a `ShopError`."""
        return listed

    def together(self, access: Access, listed: Sequence[Payload]) -> Sequence[Payload]:  # noqa: ARG002 - as above
        """The same orders, whole where the rest of several can be asked for at once; raises a `ShopError`."""
        return listed

    @abstractmethod
    def translate(self, payload: Payload, options: Options) -> ShopOrderData:
        """The order in our words, with all problems at once; never raises on nonsense."""

    def tell_shipment(self, access: Access, parcel: Shipped) -> None:
        """Tell the shop that a parcel has left; raises a `ShopError`."""
        raise NotImplementedError

    def tell_stock(self, access: Access, sku: str, free: int) -> None:
        """Tell the shop how many pieces are free; raises a `ShopError`."""
        raise NotImplementedError
