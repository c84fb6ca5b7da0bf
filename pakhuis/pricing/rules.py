"""What a product costs, and why: one total order, no ties, a discount never twice.

Source: domain rules, section 3. Prices exclude VAT and have four decimals; a line is rounded half up to
the cent once, after the discount.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from pakhuis.kernel.money import Money


class PriceSource(StrEnum):
    """Where a price came from."""

    EXPLICIT = "explicit"
    WEBSHOP = "webshop"
    PRICE_LIST = "price_list"
    PRODUCT = "product"


@dataclass(frozen=True, slots=True, kw_only=True)
class ListPrice:
    """A product's price on a list, from `min_amount` pieces, between two days (both included)."""

    list_id: int
    list_name: str
    price: Decimal
    min_amount: int = 1
    valid_from: date | None = None
    valid_until: date | None = None

    def is_valid(self, *, amount: int, on: date) -> bool:
        """Whether this price may be used for so many pieces on that day."""
        return (
            amount >= self.min_amount
            and (self.valid_from is None or self.valid_from <= on)
            and (self.valid_until is None or on <= self.valid_until)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Priced:
    """A price per piece with its reason; `min_amount` is the step of the list, 1 elsewhere."""

    price: Decimal
    source: PriceSource
    list_name: str = ""
    min_amount: int = 1


def best_price(base: Decimal, prices: Iterable[ListPrice], *, amount: int, on: date) -> Priced:
    """The lowest valid list price, the list with the lower id on a tie; without any, the product's own.

    A list may raise a price: what stands on it goes before the product's price.
    """
    valid = [price for price in prices if price.is_valid(amount=amount, on=on)]
    if not valid:
        return Priced(price=base, source=PriceSource.PRODUCT)
    best = min(valid, key=lambda price: (price.price, price.list_id, price.min_amount))
    return Priced(
        price=best.price, source=PriceSource.PRICE_LIST, list_name=best.list_name, min_amount=best.min_amount
    )


def line_total(price: Decimal, *, amount: int, discount: Decimal) -> Money:
    """amount × price × (1 − discount), half up to the cent."""
    return (Money(price) * amount).less(discount).rounded()


def later(one: date | None, other: date | None) -> date | None:
    """The later of two first days, of which either may be missing."""
    return max(one, other) if one and other else one or other


def earlier(one: date | None, other: date | None) -> date | None:
    """The earlier of two last days, of which either may be missing."""
    return min(one, other) if one and other else one or other


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A price on one list, to be held against the others of the same product."""

    id: int
    product_id: int
    price: Decimal
    min_amount: int
    valid_from: date | None = None
    valid_until: date | None = None

    def meets(self, other: Step) -> bool:
        """Whether there is a day on which both are valid."""
        begins = later(self.valid_from, other.valid_from)
        ends = earlier(self.valid_until, other.valid_until)
        return begins is None or ends is None or begins <= ends


def dearer_steps(steps: Iterable[Step]) -> frozenset[int]:
    """The ids of steps that cost more than one from fewer pieces on the same day: they are never used there,
    as the lowest price wins, so that somebody has probably mistyped one of the two."""
    by_product: dict[int, list[Step]] = {}
    for step in steps:
        by_product.setdefault(step.product_id, []).append(step)
    return frozenset(
        step.id
        for group in by_product.values()
        for step in group
        if any(
            other.min_amount < step.min_amount and other.price < step.price and other.meets(step)
            for other in group
        )
    )
