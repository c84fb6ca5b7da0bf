"""The values that conditions of a rule may name, and a rule in words for the logbook."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pakhuis.accounts.languages import LANGUAGES
from pakhuis.accounts.models import Tag, Webshop
from pakhuis.catalogue.models import Product
from pakhuis.kernel.numbers import possible_ids
from pakhuis.kernel.text import clean, key
from pakhuis.orders.conditions import NO_WEBSHOP, Condition, What
from pakhuis.orders.models import RuleCondition
from pakhuis.stock.models import Warehouse

OF = {What.WEBSHOP: Webshop, What.TAGS: Tag, What.PRODUCT_TAGS: Tag, What.WAREHOUSE: Warehouse}


def known_values(conditions: Sequence[Condition]) -> dict[What, frozenset[str]]:
    """Which of the values there are, of things that must be there: a query for each that is asked."""
    known: dict[What, frozenset[str]] = {What.LANGUAGE: frozenset(LANGUAGES)}
    for one in conditions:
        if one.what in OF:
            ids = possible_ids(int(it) for it in one.values if it.isascii() and it.isdigit() and len(it) < 19)
            found = OF[one.what]._default_manager.filter(pk__in=ids).values_list("pk", flat=True)
            extra = {NO_WEBSHOP} if one.what is What.WEBSHOP else set()
            known[one.what] = frozenset({*map(str, found), *extra})
        elif one.what is What.PRODUCTS:
            found_codes = Product.objects.filter(code__in=[clean(it) for it in one.values])
            known[one.what] = frozenset(key(code) for code in found_codes.values_list("code", flat=True))
    return known


def told_conditions(conditions: Iterable[Condition | RuleCondition]) -> str:
    """The conditions in one line of our own words, for telling what changed."""
    return "; ".join(f"{one.what} {one.how} {', '.join(one.values)}".strip() for one in conditions)
