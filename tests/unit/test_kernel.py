"""The laws of money, quantities, numbers and texts."""

from __future__ import annotations

import unicodedata
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pakhuis.kernel.actor import SYSTEM, Actor, ActorKind
from pakhuis.kernel.checking import Checks, missing, not_whole
from pakhuis.kernel.money import CENT, PRICE_STEP, ZERO, Money, round_half_up
from pakhuis.kernel.numbers import HIGHEST_ID, as_decimal, as_whole, possible_ids
from pakhuis.kernel.problem import Problem, Refused
from pakhuis.kernel.quantities import Quantities
from pakhuis.kernel.text import clean, fold, key

amounts = st.decimals(min_value=-(10**9), max_value=10**9, places=4)
moneys = amounts.map(Money)
pieces = st.dictionaries(st.sampled_from("abcde"), st.integers(0, 50)).map(Quantities[str])


@given(moneys, moneys, moneys)
def test_money_adds_like_numbers(a: Money, b: Money, c: Money) -> None:
    assert a + b == b + a
    assert (a + b) + c == a + (b + c)
    assert a + ZERO == a
    assert a - a == ZERO
    assert -(ZERO - a) == a


@given(moneys, st.integers(-1000, 1000))
def test_money_times_pieces_is_exact(a: Money, times: int) -> None:
    assert (a * times).amount == a.amount * times


@given(moneys)
def test_rounding_is_to_the_nearest_cent_and_only_once(a: Money) -> None:
    rounded = a.rounded()
    assert abs(rounded.amount - a.amount) <= CENT / 2
    assert rounded.rounded() == rounded


@pytest.mark.parametrize(
    ("value", "cents"),
    [("0.005", "0.01"), ("-0.005", "-0.01"), ("2.675", "2.68"), ("0.0049", "0.00"), ("1.015", "1.02")],
)
def test_halves_go_away_from_nought(value: str, cents: str) -> None:
    assert Money(Decimal(value)).rounded() == Money(Decimal(cents))


@given(moneys, st.decimals(0, 100, places=2))
def test_what_is_taken_off_and_what_is_left_make_the_whole(a: Money, percent: Decimal) -> None:
    assert a.less(percent) + a.part(percent) == a
    assert a.less(Decimal(0)) == a
    assert a.less(Decimal(100)) == ZERO


@pytest.mark.parametrize("bad", [1.5, 1, "1"])
def test_money_is_made_of_decimals(bad: object) -> None:
    with pytest.raises(TypeError):
        Money(bad)  # type: ignore[arg-type]


@pytest.mark.parametrize("bad", ["NaN", "Infinity"])
def test_money_is_finite(bad: str) -> None:
    with pytest.raises(ValueError, match="finite"):
        Money(Decimal(bad))


def test_prices_are_rounded_to_four_decimals() -> None:
    assert round_half_up(Decimal("1.00005"), step=PRICE_STEP) == Decimal("1.0001")


@given(pieces, pieces, pieces)
def test_quantities_add_and_meet(a: Quantities[str], b: Quantities[str], c: Quantities[str]) -> None:
    assert a + b == b + a
    assert (a + b) + c == a + (b + c)
    assert a + Quantities() == a
    assert a & b == b & a
    assert (a & b) & c == a & (b & c)
    assert a & a == a
    assert (a & b) <= a
    assert (a & b) <= b


@given(pieces, pieces)
def test_quantities_subtract_what_is_there(a: Quantities[str], b: Quantities[str]) -> None:
    assert (a + b) - b == a
    assert (a - (a & b)) + (a & b) == a
    assert (a <= b) == (a & b == a)
    if a <= b:
        assert a + (b - a) == b
    else:
        with pytest.raises(ValueError, match="fewer than no pieces"):
            _ = b - a


@given(pieces)
def test_nought_is_not_there(a: Quantities[str]) -> None:
    assert all(amount > 0 for _, amount in a.items())
    assert a.total == sum(a[name] for name in "abcde")
    assert bool(a) == bool(len(a)) == (a.total > 0)
    assert hash(a) == hash(Quantities(dict(a.items())))


@pytest.mark.parametrize("bad", [1.5, "1", True, None])
def test_pieces_are_whole(bad: object) -> None:
    with pytest.raises(TypeError):
        Quantities({"a": bad})  # type: ignore[dict-item]


def test_every_actor_but_the_system_has_an_id() -> None:
    assert SYSTEM.id is None
    with pytest.raises(ValueError, match="every actor"):
        Actor(ActorKind.PERSON, None, "x")
    with pytest.raises(ValueError, match="every actor"):
        Actor(ActorKind.SYSTEM, 1, "x")


def test_a_problem_says_where_and_what() -> None:
    problem = Problem("x", ("amount",), "At most %(limit)s.", (("limit", "5"),))
    assert str(problem.under("lines", 2)) == "lines.2.amount: At most 5."
    assert str(Problem("x", (), "No.")) == "No."
    with pytest.raises(ValueError, match="at least one"):
        Refused([])


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**15), max_value=10**15, places=6))
def test_numbers_are_read_back_exactly(value: Decimal) -> None:
    assert as_decimal(str(value)) == value
    assert as_decimal(f" {value} ") == value


@given(st.floats(-1e12, 1e12))
def test_floats_are_read_by_their_shortest_spelling(value: float) -> None:
    assert as_decimal(value) is None or as_decimal(value) == Decimal(str(value))


@pytest.mark.parametrize(
    "bad",
    ["", " ", "x", "1,5", "NaN", "inf", "1_000", "1e500", "9" * 61, True, None, [], {}, float("nan"), "१२x"],
)
def test_what_is_no_number(bad: object) -> None:
    assert as_decimal(bad) is None
    assert as_whole(bad) is None


@pytest.mark.parametrize(("value", "whole"), [("3", 3), (3.0, 3), ("3.00", 3), ("-2", -2), ("3.5", None)])
def test_whole_numbers(value: object, whole: int | None) -> None:
    assert as_whole(value) == whole


def test_ids_that_can_be_none_are_left_out() -> None:
    assert possible_ids([3, None, 0, -1, 3, HIGHEST_ID + 1, HIGHEST_ID]) == [3, HIGHEST_ID]


@given(st.text())
def test_clean_text_can_be_stored(text: str) -> None:
    cleaned = clean(text)
    assert cleaned == cleaned.strip() == clean(cleaned)
    assert "\x00" not in cleaned
    cleaned.encode()


@given(st.text())
def test_keys_and_search_texts_are_stable(text: str) -> None:
    assert key(key(text)) == key(text)
    assert key(text.upper()) == key(key(text).upper())
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("  Café  de Kade ", "cafe de kade"),
        ("Øresund & Łódź", "oresund & lodz"),
        ("STRASSE Straße", "strasse strasse"),
        ("１２３", "123"),
    ],
)
def test_search_is_blind_for_accents_and_case(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_checks_collect_everything() -> None:
    checks = Checks()
    assert checks.text(("name",), "  x ", limit=5) == "x"
    checks.text(("name",), " ", limit=5, required=True)
    checks.text(("city",), "xxxxxx", limit=5)
    assert checks.whole(("a",), "1.5", low=1, high=9) == 1
    assert checks.decimal(("b",), "1.005", low=Decimal(0), high=Decimal(9), step=CENT) == Decimal("1.01")
    checks.decimal(("c",), "10", low=Decimal(0), high=Decimal(9), step=CENT)
    assert checks.country(("d",), " nl ") == "NL"
    checks.country(("e",), "QQ")
    checks.country(("f",), "", required=True)
    assert [(one.code, one.path) for one in checks.problems] == [
        ("missing", ("name",)),
        ("too_long", ("city",)),
        ("not_whole", ("a",)),
        ("out_of_range", ("c",)),
        ("unknown_country", ("e",)),
        ("missing", ("f",)),
    ]
    assert checks.problems[2] == not_whole(("a",))
    assert checks.problems[0] == missing(("name",))
    with pytest.raises(Refused) as refused:
        checks.refuse_if_any()
    assert refused.value.problems == tuple(checks.problems)


def _folded_slowly(text: str) -> str:
    """What folding means, letter by letter and mark by mark, without any table."""
    once = unicodedata.normalize("NFKD", clean(text).casefold())
    plain = unicodedata.normalize("NFKD", once.casefold())
    for letter, spelled in (
        ("ß", "ss"),
        ("ø", "o"),
        ("đ", "d"),
        ("ł", "l"),
        ("æ", "ae"),
        ("œ", "oe"),
        ("ı", "i"),
    ):
        plain = plain.replace(letter, spelled)
    return " ".join("".join(one for one in plain if not unicodedata.combining(one)).split())


@given(st.text())
def test_folding_by_table_is_folding(text: str) -> None:
    assert fold(text) == _folded_slowly(text)


@given(st.text(st.characters(max_codepoint=127)))
def test_plain_letters_take_the_short_way_to_the_same_form(text: str) -> None:
    marked = f"{text}é"
    assert clean(marked) == f"{clean(f'{text}.')[:-1]}é"
    assert key(marked) == f"{key(f'{text}.')[:-1]}é"
