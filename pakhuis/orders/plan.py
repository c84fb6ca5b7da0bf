"""The values an order is decided from and the decision itself: frozen, without a database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from pakhuis.customers.intake import NewAddress
from pakhuis.customers.terms import CustomerTerms
from pakhuis.pricing.rules import ListPrice


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductFacts:
    """A product as an order line copies it."""

    id: int
    code: str
    name: str
    price: Decimal
    vat_group_id: int
    weight: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WebshopTerms:
    """What a webshop's settings say about its orders."""

    our_prices_lead: bool
    autosplit: bool | None
    template_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountTerms:
    """What holds where nobody said anything; `today` is the day in the account's time zone."""

    language: str
    autosplit: bool
    template_id: int
    today: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """Which of the ids that a new order names exist."""

    vat_groups: frozenset[int] = frozenset()
    templates: frozenset[int] = frozenset()
    tags: frozenset[int] = frozenset()
    price_lists: frozenset[int] = frozenset()
    warehouses: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderFacts:
    """Everything that the plan of an order is made from.

    `price_list_ids` are the customer's; `prices` holds, per product, what stands on the lists in question.
    `standard_vat_group_id` is for own lines.
    """

    account: AccountTerms
    customer: CustomerTerms | None = None
    webshop: WebshopTerms | None = None
    by_id: Mapping[int, ProductFacts] = field(default_factory=dict)
    by_code: Mapping[str, ProductFacts] = field(default_factory=dict)
    price_list_ids: tuple[int, ...] = ()
    prices: Mapping[int, Sequence[ListPrice]] = field(default_factory=dict)
    known: Known = Known()
    standard_vat_group_id: int = 0

    @property
    def shop_prices_lead(self) -> bool:
        """Whether the webshop's own prices count, so that neither discount nor price lists apply."""
        return self.webshop is not None and not self.webshop.our_prices_lead


Source = tuple[str | int, ...]
"""Where a value came from: who said it, then details: ``("price_list", "Horeca", 10)``.

Of remarks with the customer's behind them, a third part says how many letters are the order's own.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedLine:
    """One order line, ready to be written; the `product` of an own line has id 0."""

    product: ProductFacts
    vat_group_id: int
    name: str
    remarks: str
    amount: int
    price: Decimal
    price_source: Source
    delivered: int = 0
    cancelled: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What an order costs and how it is handled, decided."""

    discount: Decimal
    template_id: int
    autosplit: bool
    calculate_vat: bool
    language: str
    price_list_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderPlan:
    """An order with every term decided; `sources` says of each where it came from.

    `inherited_tag_ids` are those of its tags that only the customer gave it.
    """

    delivery: NewAddress
    invoice: NewAddress
    email: str
    phone: str
    reference: str
    remarks: str
    discount: Decimal
    template_id: int
    autosplit: bool
    calculate_vat: bool
    language: str
    preferred_delivery_date: date | None
    pickup_point: Mapping[str, Any] | None
    tag_ids: tuple[int, ...]
    inherited_tag_ids: tuple[int, ...]
    price_list_ids: tuple[int, ...]
    warehouse_ids: tuple[int, ...]
    lines: tuple[PlannedLine, ...]
    sources: Mapping[str, Source]
