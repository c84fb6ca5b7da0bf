"""Conditions of rules and what the rules make of an order: pure, without a database."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pakhuis.fulfilment.picklist_rules import PicklistRuling, PicklistTerms, terms
from pakhuis.kernel.checking import Checks
from pakhuis.orders.condition_checks import checked_conditions
from pakhuis.orders.conditions import HOWS, OF_ORDER, Condition, How, Seen, What, all_hold, holds
from pakhuis.orders.field_words import word_of, words_in
from pakhuis.orders.order_rules import RuleProduct, Ruling, outcome

WORDS = st.frozensets(st.sampled_from("abcd"))


def asks(what: What, how: How, *values: str) -> Condition:
    return Condition(what=what, how=how, values=values)


def seen(what: What, *words: str) -> Seen:
    return Seen(words={what: frozenset(words)})


@pytest.mark.parametrize(
    ("how", "there", "wanted", "is_so"),
    [
        (How.ONE_OF, "ab", "bc", True),
        (How.ONE_OF, "ab", "c", False),
        (How.NONE_OF, "ab", "c", True),
        (How.NONE_OF, "ab", "bc", False),
        (How.ALL_OF, "abc", "ab", True),
        (How.ALL_OF, "a", "ab", False),
        (How.NOT_ALL_OF, "a", "ab", True),
        (How.NOT_ALL_OF, "ab", "ab", False),
        (How.ONLY, "a", "ab", True),
        (How.ONLY, "abc", "ab", False),
        (How.ONLY, "", "ab", False),
    ],
)
def test_words_are_held_against_words(how: How, there: str, wanted: str, *, is_so: bool) -> None:
    assert holds(asks(What.PRODUCTS, how, *wanted), seen(What.PRODUCTS, *there)) is is_so


@given(there=WORDS, wanted=WORDS)
def test_each_way_of_asking_has_its_opposite(there: frozenset[str], wanted: frozenset[str]) -> None:
    shown = seen(What.TAGS, *there)
    for yes, no in ((How.ONE_OF, How.NONE_OF), (How.ALL_OF, How.NOT_ALL_OF), (How.GIVEN, How.NOT_GIVEN)):
        assert holds(asks(What.TAGS, yes, *wanted), shown) is not holds(asks(What.TAGS, no, *wanted), shown)


@given(number=st.integers(0, 100), low=st.integers(0, 100), high=st.integers(0, 100))
def test_bounds_are_counted_in_and_may_be_open(number: int, low: int, high: int) -> None:
    shown = Seen(numbers={What.TOTAL: Decimal(number)})

    def between(*values: str) -> bool:
        return holds(asks(What.TOTAL, How.BETWEEN, *values), shown)

    assert between(str(low), str(high)) is (low <= number <= high)
    assert between(str(low), "") is (low <= number)
    assert between("", str(high)) is (number <= high)


def test_a_postcode_is_asked_by_its_beginning() -> None:
    delft = seen(What.ZIPCODE, "2611AB")
    assert holds(asks(What.ZIPCODE, How.ONE_OF, "10", "261"), delft)
    assert not holds(asks(What.ZIPCODE, How.NONE_OF, "10", "261"), delft)
    assert holds(asks(What.ZIPCODE, How.NONE_OF, "10"), delft)


@given(st.dictionaries(st.integers(1, 3), st.lists(st.sampled_from("abc"), min_size=1, unique=True)))
def test_an_own_field_is_asked_by_what_is_chosen_in_it(chosen: dict[int, list[str]]) -> None:
    texts = {field: ";".join(values) for field, values in chosen.items()}
    shown = Seen(words={What.ORDER_FIELDS: frozenset(words_in(texts))})
    for field in (1, 2, 3):
        for value in "abc":
            is_so = value in chosen.get(field, ())
            assert holds(asks(What.ORDER_FIELDS, How.ONE_OF, word_of(field, value)), shown) is is_so
        assert holds(asks(What.ORDER_FIELDS, How.ALL_OF, word_of(field)), shown) is (field in chosen)


def test_all_must_hold_and_nothing_asked_holds() -> None:
    shown = Seen(words={What.COUNTRY: frozenset({"BE"})}, numbers={What.PIECES: Decimal(3)})
    country, pieces = asks(What.COUNTRY, How.ONE_OF, "BE"), asks(What.PIECES, How.BETWEEN, "4", "")
    assert all_hold((country,), shown)
    assert not all_hold((country, pieces), shown)
    assert all_hold((), shown)


def test_every_thing_can_be_asked_somehow() -> None:
    assert set(HOWS) == set(What)
    assert all(HOWS.values())


def checked(*given_conditions: Condition) -> tuple[tuple[Condition, ...], list[tuple[str, object]]]:
    checks = Checks()
    known = {What.TAGS: frozenset({"1"}), What.PRODUCTS: frozenset({"6"})}
    found = checked_conditions(given_conditions, checks, allowed=OF_ORDER, known=known)
    return found, [(one.code, one.path[-1]) for one in checks.problems]


def test_values_are_kept_in_one_spelling() -> None:
    found, problems = checked(
        asks(What.COUNTRY, How.ONE_OF, "nl", " BE ", "NL"),
        asks(What.ZIPCODE, How.ONE_OF, "2611 ab"),
        asks(What.PRODUCTS, How.ONE_OF, "6", " 6"),
        asks(What.TOTAL, How.BETWEEN, "100", ""),
    )
    assert problems == []
    assert [one.values for one in found] == [("NL", "BE"), ("2611AB",), ("6",), ("100.00", "")]


def test_all_that_is_wrong_is_told_at_once() -> None:
    _, problems = checked(
        asks(What.COUNTRY, How.ONE_OF, "Holland"),
        asks(What.TAGS, How.ONE_OF, "2"),
        asks(What.PRODUCTS, How.BETWEEN, "1", "2"),
        asks(What.WAREHOUSE, How.ONE_OF, "1"),
        asks(What.TOTAL, How.BETWEEN, "9", "8"),
        asks(What.PIECES, How.BETWEEN, "many", ""),
        asks(What.LANGUAGE, How.ONE_OF),
    )
    assert [what for _, what in problems if what != "country"] == [
        What.TAGS,
        What.PRODUCTS,
        What.WAREHOUSE,
        What.TOTAL,
        What.PIECES,
        What.LANGUAGE,
    ]
    assert ("unknown_country", What.COUNTRY) in problems


def test_the_same_thing_is_asked_once() -> None:
    twice = asks(What.COUNTRY, How.ONE_OF, "NL")
    assert checked(twice, twice)[1] == [("asked_twice", What.COUNTRY)]


BIG = asks(What.TOTAL, How.BETWEEN, "500", "")
DEAR = Seen(numbers={What.TOTAL: Decimal(900)})


def test_a_later_rule_overrides_and_what_can_be_added_up_is() -> None:
    flyer, gift = (
        RuleProduct(product_id=1, amount=1, price=Decimal(0)),
        RuleProduct(product_id=2, amount=1, price=None),
    )
    first = Ruling(id=1, title="first", template_id=1, warehouse_ids=(1,), tag_ids=(1,), products=(flyer,))
    second = Ruling(
        id=2,
        title="second",
        template_id=2,
        tag_ids=(2,),
        products=(gift,),
        conditions=(BIG,),
        pause_reason="look",
    )
    decided = outcome([first, second], DEAR)
    assert (decided.template, decided.warehouses, decided.pause_reason) == (second, first, "look")
    assert decided.tag_ids == {1, 2}
    assert decided.products == ((first, flyer), (second, gift))
    cheap = outcome([first, second], Seen(numbers={What.TOTAL: Decimal(1)}))
    assert (cheap.held, cheap.template, cheap.pause_reason) == ((first,), first, "")


def test_tags_of_a_rule_are_seen_by_those_after_it_only() -> None:
    tags = Ruling(id=1, title="tags", tag_ids=(7,))
    asks_it = Ruling(id=2, title="asks", conditions=(asks(What.TAGS, How.ONE_OF, "7"),), pause_reason="x")
    assert outcome([tags, asks_it], Seen()).pause_reason == "x"
    assert outcome([asks_it, tags], Seen()).pause_reason == ""


@given(holding=st.lists(st.booleans(), max_size=6))
def test_a_rule_that_does_not_hold_changes_nothing(holding: list[bool]) -> None:
    never = asks(What.COUNTRY, How.ONE_OF, "NL")
    rulings = [
        Ruling(id=pk, title=str(pk), template_id=pk, tag_ids=(pk,), conditions=() if does else (never,))
        for pk, does in enumerate(holding, start=1)
    ]
    held = [one for one, does in zip(rulings, holding, strict=True) if does]
    assert outcome(rulings, Seen()) == outcome(held, Seen())


def test_picklists_take_the_last_of_each_and_stay_urgent() -> None:
    rulings = [
        PicklistRuling(title="a", profile_id=1, user_id=5, user="Joke", is_urgent=True),
        PicklistRuling(title="b", profile_id=2),
        PicklistRuling(title="c", profile_id=3, conditions=(BIG,)),
    ]
    decided = terms(rulings, Seen(numbers={What.TOTAL: Decimal(1)}))
    assert decided == PicklistTerms(rules=("a", "b"), profile_id=2, user_id=5, user="Joke", is_urgent=True)
