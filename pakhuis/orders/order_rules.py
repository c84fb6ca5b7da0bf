"""What the account's own rules make of an order at the moment it is processed. Pure.

The rules are gone through in their order and a later one overrides an earlier: its template, its
warehouses, its reason to pause. Tags and products are added up, and tags a rule adds are seen by those after
it; amounts are those of the order as it came.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from pakhuis.orders.conditions import Condition, Seen, What, all_hold


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleProduct:
    """So many pieces of a product to add; `price` per piece, excluding VAT, None: the price by the rules."""

    product_id: int
    amount: int
    price: Decimal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """A rule: when it holds, and what is done then. None or empty: nothing of that kind."""

    id: int
    title: str
    conditions: tuple[Condition, ...] = ()
    template_id: int | None = None
    warehouse_ids: tuple[int, ...] = ()
    tag_ids: tuple[int, ...] = ()
    products: tuple[RuleProduct, ...] = ()
    pause_reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What is to be done with an order: each thing with the rule that says so."""

    held: tuple[Ruling, ...] = ()
    template: Ruling | None = None
    warehouses: Ruling | None = None
    tag_ids: frozenset[int] = frozenset()
    products: tuple[tuple[Ruling, RuleProduct], ...] = ()
    pause_reason: str = ""


def outcome(rulings: Iterable[Ruling], seen: Seen) -> Outcome:
    """Go through the rules in their order."""
    held: list[Ruling] = []
    for one in rulings:
        if all_hold(one.conditions, seen):
            held.append(one)
            seen = seen.with_words(What.TAGS, map(str, one.tag_ids))
    return Outcome(
        held=tuple(held),
        template=next((one for one in reversed(held) if one.template_id is not None), None),
        warehouses=next((one for one in reversed(held) if one.warehouse_ids), None),
        tag_ids=frozenset(pk for one in held for pk in one.tag_ids),
        products=tuple((one, product) for one in held for product in one.products),
        pause_reason=next((one.pause_reason for one in reversed(held) if one.pause_reason), ""),
    )
