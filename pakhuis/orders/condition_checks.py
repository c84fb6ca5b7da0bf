"""Checking the conditions of a rule as they are handed in, all problems at once. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from pakhuis.kernel.checking import Checks, not_found, out_of_range
from pakhuis.kernel.problem import Place, Problem, gettext_noop
from pakhuis.orders.conditions import BEGINNINGS, HOWS, Condition, How, What

MOST_VALUES = 200
LONGEST_VALUE = 150
HIGHEST = Decimal(1_000_000_000)
STEP: Mapping[What, Decimal] = {
    What.TOTAL: Decimal("0.01"),
    What.PIECES: Decimal(1),
    What.WEIGHT: Decimal(1),
}
KIND: Mapping[What, str] = {
    What.WEBSHOP: "webshop",
    What.TAGS: "tag",
    What.PRODUCTS: "product",
    What.PRODUCT_TAGS: "tag",
    What.WAREHOUSE: "warehouse",
    What.LANGUAGE: "language",
    What.ORDER_FIELDS: "order field",
}
"""What the values name, for those that must be there."""


def asked_twice(what: What) -> Problem:
    return Problem("asked_twice", ("conditions", what), gettext_noop("A rule asks this only once."))


def unknown_condition(path: Place) -> Problem:
    return Problem("unknown_condition", path, gettext_noop("A rule cannot ask this."))


def checked_conditions(
    given: Sequence[Condition],
    checks: Checks,
    *,
    allowed: Sequence[What],
    known: Mapping[What, frozenset[str]],
) -> tuple[Condition, ...]:
    """The conditions cleaned, each at most once; `known` are the values there are, where they must be.

    Problems stand at ``("conditions", what)``.
    """
    found: dict[What, Condition] = {}
    for one in given:
        if one.what not in allowed or one.how not in HOWS[one.what]:
            checks.add(unknown_condition(("conditions", one.what)))
            continue
        if one.what in found:
            checks.add(asked_twice(one.what))
        found[one.what] = _checked(one, checks, known.get(one.what))
    return tuple(found.values())


def _checked(one: Condition, checks: Checks, known: frozenset[str] | None) -> Condition:
    path = ("conditions", one.what)
    values: tuple[str, ...] = ()
    if one.how is How.BETWEEN:
        values = _bounds(one, checks, path)
    elif one.how not in (How.GIVEN, How.NOT_GIVEN):
        words = [_word(one.what, value, checks, path) for value in one.values[:MOST_VALUES]]
        values = tuple(dict.fromkeys(filter(None, words)))
        if len(one.values) > MOST_VALUES:
            checks.add(out_of_range(path, 1, MOST_VALUES))
        elif not values:
            checks.add(unknown_condition(path))
        if known is not None and not known.issuperset(values):
            checks.add(not_found(KIND[one.what], path))
    return Condition(what=one.what, how=one.how, values=values)


def _word(what: What, value: str, checks: Checks, path: Place) -> str:
    if what is What.COUNTRY:
        return checks.country(path, value)
    word = checks.text(path, value, limit=LONGEST_VALUE)
    return zip_key(word) if what in BEGINNINGS else word


def zip_key(text: str) -> str:
    """A postcode or the name of a place for comparing: without blanks, in capitals."""
    return "".join(text.split()).upper()


def _bounds(one: Condition, checks: Checks, path: Place) -> tuple[str, str]:
    """The lowest and the highest; at least one of them must be said, and they must not be crossed."""
    low, high = (*one.values, "", "")[:2]
    step = STEP[one.what]
    ends = [
        str(checks.decimal(path, end, low=Decimal(0), high=HIGHEST, step=step)) if end.strip() else ""
        for end in (low, high)
    ]
    if not any(ends):
        checks.add(unknown_condition(path))
    elif all(ends) and Decimal(ends[0]) > Decimal(ends[1]):
        checks.add(out_of_range(path, 0, Decimal(ends[1])))
    return ends[0], ends[1]
