"""The values that conditions of a rule may name, and a rule in words for the logbook."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db.models import Model

from pakhuis.accounts.languages import LANGUAGES
from pakhuis.accounts.models import Tag, Webshop
from pakhuis.catalogue.models import Product
from pakhuis.kernel.numbers import possible_ids
from pakhuis.orders.conditions import NO_WEBSHOP, Condition, What
from pakhuis.orders.field_queries import order_fields
from pakhuis.orders.field_words import word_of, words_to_ask
from pakhuis.orders.models import RuleCondition
from pakhuis.stock.models import Warehouse

OF: dict[What, type[Model]] = {
    What.WEBSHOP: Webshop,
    What.TAGS: Tag,
    What.PRODUCTS: Product,
    What.PRODUCT_TAGS: Tag,
    What.WAREHOUSE: Warehouse,
}
"""What the ids among the values are of."""


def known_values(conditions: Sequence[Condition]) -> dict[What, frozenset[str]]:
    """Which of the values there are, of things that must be there: a query for each that is asked."""
    known: dict[What, frozenset[str]] = {What.LANGUAGE: frozenset(LANGUAGES)}
    for one in conditions:
        if one.what in OF:
            ids = possible_ids(int(it) for it in one.values if it.isascii() and it.isdigit() and len(it) < 19)
            found = OF[one.what]._default_manager.filter(pk__in=ids).values_list("pk", flat=True)
            extra = {NO_WEBSHOP} if one.what is What.WEBSHOP else set()
            known[one.what] = frozenset({*map(str, found), *extra})
        elif one.what is What.ORDER_FIELDS:
            words = words_to_ask(order_fields())
            known[one.what] = frozenset(word_of(field.pk, value) for field, value in words)
    return known


def told_conditions(conditions: Iterable[Condition | RuleCondition]) -> str:
    """The conditions in one line of our own words, for telling what changed."""
    return "; ".join(f"{one.what} {one.how} {', '.join(one.values)}".strip() for one in conditions)
