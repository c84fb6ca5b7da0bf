"""What a rule asks of an order or picklist, and whether it is so. Pure.

A rule holds when all of its conditions hold; "one of" is the or. Of each thing a rule asks at most once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import StrEnum


class What(StrEnum):
    """What is looked at. Ids as text, so that a rule outlives a change of name; weight in grams.

    Own fields of orders are asked by words of `field_words`.
    """

    WEBSHOP = "webshop"
    COUNTRY = "country"
    ZIPCODE = "zipcode"
    LANGUAGE = "language"
    TAGS = "tags"
    PRODUCTS = "products"
    PRODUCT_TAGS = "product_tags"
    TOTAL = "total"
    PIECES = "pieces"
    WEIGHT = "weight"
    REMARKS = "remarks"
    WISHED_DAY = "wished_day"
    ORDER_FIELDS = "order_fields"
    WAREHOUSE = "warehouse"
    LOCATION = "location"


class How(StrEnum):
    """How what is there is held against the values of the condition."""

    ONE_OF = "one_of"
    NONE_OF = "none_of"
    ALL_OF = "all_of"
    NOT_ALL_OF = "not_all_of"
    ONLY = "only"
    BETWEEN = "between"
    GIVEN = "given"
    NOT_GIVEN = "not_given"


_ONE = (How.ONE_OF, How.NONE_OF)
_SEVERAL = (*_ONE, How.ALL_OF, How.NOT_ALL_OF)
HOWS: Mapping[What, tuple[How, ...]] = {
    What.WEBSHOP: _ONE,
    What.COUNTRY: _ONE,
    What.ZIPCODE: _ONE,
    What.LANGUAGE: _ONE,
    What.TAGS: _SEVERAL,
    What.PRODUCTS: (*_SEVERAL, How.ONLY),
    What.PRODUCT_TAGS: _SEVERAL,
    What.TOTAL: (How.BETWEEN,),
    What.PIECES: (How.BETWEEN,),
    What.WEIGHT: (How.BETWEEN,),
    What.REMARKS: (How.GIVEN, How.NOT_GIVEN),
    What.WISHED_DAY: (How.GIVEN, How.NOT_GIVEN),
    What.ORDER_FIELDS: _SEVERAL,
    What.WAREHOUSE: _ONE,
    What.LOCATION: (*_ONE, How.ONLY),
}
"""The ways in which each thing can be asked for."""
NO_WEBSHOP = "0"
"""Stands among the webshops for an order that came from none."""
BEGINNINGS = (What.ZIPCODE, What.LOCATION)
"""Words that are asked for by how they begin, without blanks and in capitals."""
OF_ORDER = tuple(one for one in What if one not in (What.WAREHOUSE, What.LOCATION))
OF_PICKLIST = (*OF_ORDER, What.WAREHOUSE)
OF_BATCH = (
    *(What.TAGS, What.PRODUCTS, What.PRODUCT_TAGS, What.LOCATION, What.WEBSHOP),
    *(What.COUNTRY, What.ZIPCODE, What.PIECES, What.WEIGHT),
)
"""What can be asked of an order, of a picklist that is made, and of one in the queue."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """One thing asked. `values` of `BETWEEN` are the lowest and the highest, both counted in; empty: open."""

    what: What
    how: How
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What an order or picklist shows to the rules, as far as they ask."""

    words: Mapping[What, frozenset[str]] = field(default_factory=dict)
    numbers: Mapping[What, Decimal] = field(default_factory=dict)

    def with_words(self, what: What, more: Iterable[str]) -> Seen:
        """The same with these words added."""
        return replace(self, words={**self.words, what: self.words.get(what, frozenset()) | set(more)})


def all_hold(conditions: Iterable[Condition], seen: Seen) -> bool:
    """Whether everything that is asked is so; a rule that asks nothing always holds."""
    return all(holds(one, seen) for one in conditions)


def holds(asked: Condition, seen: Seen) -> bool:
    """Whether this is so."""
    if asked.how is How.BETWEEN:
        return _is_between(seen.numbers.get(asked.what, Decimal(0)), asked.values)
    there = seen.words.get(asked.what, frozenset())
    if asked.how in (How.GIVEN, How.NOT_GIVEN):
        return bool(there) is (asked.how is How.GIVEN)
    wanted = frozenset(asked.values)
    if asked.what in BEGINNINGS:
        wanted = frozenset(word for word in there if word.startswith(asked.values))
    return _compared(asked.how, there, wanted)


def _compared(how: How, there: frozenset[str], wanted: frozenset[str]) -> bool:
    results = {
        How.ONE_OF: bool(there & wanted),
        How.NONE_OF: not there & wanted,
        How.ALL_OF: wanted <= there,
        How.NOT_ALL_OF: not wanted <= there,
        How.ONLY: bool(there) and there <= wanted,
    }
    return results[how]


def _is_between(number: Decimal, values: tuple[str, ...]) -> bool:
    low, high = values
    return (not low or number >= Decimal(low)) and (not high or number <= Decimal(high))
