"""Which products a fact about stock is about: those it names, and the compositions made up from them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping

from pakhuis.catalogue.models import ProductPart
from pakhuis.journal.models import Fact

PRODUCT = "product"
LOCATION_MOVE = "location_move"
PARTS_CHANGED = "product.parts_changed"


def free_of(fact: Fact) -> set[int]:
    """The products of which another number is free."""
    return set(fact.data.get("free", ()))


def _touched(fact: Fact) -> set[int]:
    return free_of(fact) | set(fact.data.get("on_hand", ()))


def compositions_of(facts: Collection[Fact]) -> Mapping[int, set[int]]:
    """By id of the fact: the compositions of which another number can be made up now. One query.

    Those with a part of which another number is free, or lies there; and the one that got other parts.
    """
    touched = set[int]().union(*map(_touched, facts))
    mains_of: dict[int, set[int]] = defaultdict(set)
    if touched:
        for main, part in ProductPart.objects.filter(part__in=touched).values_list("main_id", "part_id"):
            mains_of[part].add(main)
    return {
        fact.pk: {fact.subject_id}
        if fact.name == PARTS_CHANGED
        else set[int]().union(*(mains_of[one] for one in _touched(fact)))
        for fact in facts
    }
