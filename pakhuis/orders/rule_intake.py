"""Rules of orders as others hand them in: not yet checked."""

from __future__ import annotations

from dataclasses import dataclass

from pakhuis.kernel.numbers import RawNumber
from pakhuis.orders.conditions import Condition


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenRuleProduct:
    """A product to add, by its code; a `price` of None or "" means: the price by the rules of prices."""

    code: str
    amount: RawNumber = 1
    price: RawNumber = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderRuleFields:
    """A rule of orders as a whole."""

    title: str
    conditions: tuple[Condition, ...] = ()
    template_id: int | None = None
    warehouse_ids: tuple[int, ...] = ()
    tag_ids: tuple[int, ...] = ()
    products: tuple[GivenRuleProduct, ...] = ()
    pause_reason: str = ""
