"""The kinds of things that are spoken of, and which right it takes to see each and to comment on it.

One table for whatever tells of a thing away from its own page: comments, notices, webhooks.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from pakhuis.accounts.rights import Right


@dataclass(frozen=True, slots=True)
class Kind:
    """Any one of `seen_with` is enough to see it; `changed_with` is what a comment on it takes."""

    seen_with: frozenset[Right]
    changed_with: Right


_PURCHASING = Kind(
    frozenset({Right.PURCHASING_WORK, Right.STOCK_CHANGE, Right.PICKLISTS_WORK}), Right.PURCHASING_WORK
)
KINDS: dict[str, Kind] = {
    "customer": Kind(frozenset({Right.CUSTOMERS_SEE}), Right.CUSTOMERS_CHANGE),
    "order": Kind(frozenset({Right.ORDERS_SEE}), Right.ORDERS_CHANGE),
    "return": Kind(frozenset({Right.ORDERS_SEE}), Right.ORDERS_CHANGE),
    "product": Kind(frozenset({Right.PRODUCTS_SEE}), Right.PRODUCTS_CHANGE),
    "picklist": Kind(frozenset({Right.ORDERS_SEE, Right.PICKLISTS_WORK}), Right.PICKLISTS_WORK),
    "batch": Kind(frozenset({Right.PICKLISTS_WORK}), Right.PICKLISTS_WORK),
    "supplier": Kind(frozenset({Right.PURCHASING_WORK}), Right.PURCHASING_WORK),
    "purchase": _PURCHASING,
    "receipt": _PURCHASING,
}


def may_see(kind: str, rights: Collection[Right]) -> bool:
    """Whether these rights are enough to see things of this kind; of an unknown kind nobody sees any."""
    return kind in KINDS and not KINDS[kind].seen_with.isdisjoint(rights)


def may_comment(kind: str, rights: Collection[Right]) -> bool:
    """Whether these rights are enough to say something about things of this kind."""
    return kind in KINDS and KINDS[kind].changed_with in rights


def seen_with(rights: Collection[Right]) -> list[str]:
    """The kinds of things that can be seen with these rights."""
    return [kind for kind in KINDS if may_see(kind, rights)]
