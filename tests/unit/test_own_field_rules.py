"""What may stand in an own field: each kind, odd spellings, what is refused and where."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pakhuis.kernel.checking import Checks
from pakhuis.ownfields.values import (
    CHOICE_KINDS,
    SEPARATOR,
    Choice,
    OwnFieldKind,
    OwnFieldSpec,
    as_day,
    check_own_value,
    check_required,
    is_incomplete,
    joined,
    number_text,
    value_key,
)

pytestmark = pytest.mark.once
COLOURS = (
    Choice(id=1, title="Rood"),
    Choice(id=2, title="Groen"),
    Choice(id=3, title="Blauw", is_retired=True),
    Choice(id=4, title="Zwart; wit"),
)
PATH = ("own_fields", 7)


def spec(kind: OwnFieldKind, *, required: bool = False, retired: bool = False) -> OwnFieldSpec:
    choices = COLOURS if kind in CHOICE_KINDS else ()
    return OwnFieldSpec(
        id=7, title="Kleur", kind=kind, is_required=required, is_retired=retired, choices=choices
    )


def stored(kind: OwnFieldKind, value: str | tuple[str, ...], had: tuple[int, ...] = ()) -> str:
    checks = Checks()
    texts = check_own_value(spec(kind), value, checks, PATH, had=had)
    checks.refuse_if_any()
    return joined(texts)


def codes(kind: OwnFieldKind, value: str | tuple[str, ...], had: tuple[int, ...] = ()) -> list[str]:
    checks = Checks()
    check_own_value(spec(kind), value, checks, PATH, had=had)
    assert all(problem.path == PATH for problem in checks.problems)
    return [problem.code for problem in checks.problems]


@pytest.mark.parametrize(
    ("kind", "given_", "kept"),
    [
        (OwnFieldKind.TEXT, "  Hallo ", "Hallo"),
        (OwnFieldKind.TEXT, "<script>", "<script>"),
        (OwnFieldKind.LONG_TEXT, "twee\nregels", "twee\nregels"),
        (OwnFieldKind.NUMBER, "12,50", "12.5"),
        (OwnFieldKind.NUMBER, "1.500,25", "1500.25"),
        (OwnFieldKind.NUMBER, "100", "100"),
        (OwnFieldKind.NUMBER, "-0.0", "0"),
        (OwnFieldKind.DATE, "2026-11-05", "2026-11-05"),
        (OwnFieldKind.DATE, "5-11-2026", "2026-11-05"),
        (OwnFieldKind.DATE, "05/11/2026 12:00", "2026-11-05"),
        (OwnFieldKind.DATE, "2026-11-05T10:00:00Z", "2026-11-05"),
        (OwnFieldKind.YES_NO, "Ja", "yes"),
        (OwnFieldKind.YES_NO, "0", "no"),
        (OwnFieldKind.RADIO, "rood", "Rood"),
        (OwnFieldKind.SELECT, "zwart; wit", "Zwart; wit"),
        (OwnFieldKind.MULTIPLE, "groen;Rood;groen", "Rood;Groen"),
        (OwnFieldKind.MULTIPLE, "Zwart; wit", "Zwart; wit"),
        (OwnFieldKind.MULTIPLE, ("Groen", "Zwart; wit"), "Groen;Zwart; wit"),
    ],
)
def test_a_value_is_kept_in_one_spelling(
    kind: OwnFieldKind, given_: str | tuple[str, ...], kept: str
) -> None:
    assert stored(kind, given_) == kept


@pytest.mark.parametrize("kind", list(OwnFieldKind))
@pytest.mark.parametrize("nothing", ["", "   ", ()])
def test_nothing_is_no_value(kind: OwnFieldKind, nothing: str | tuple[str, ...]) -> None:
    assert stored(kind, nothing) == ""


@pytest.mark.parametrize(
    ("kind", "value", "code"),
    [
        (OwnFieldKind.TEXT, "x" * 301, "too_long"),
        (OwnFieldKind.LONG_TEXT, "x" * 10_001, "too_long"),
        (OwnFieldKind.NUMBER, "veel", "not_a_number"),
        (OwnFieldKind.NUMBER, "1e999", "not_a_number"),
        (OwnFieldKind.DATE, "31-02-2026", "not_a_date"),
        (OwnFieldKind.DATE, "morgen", "not_a_date"),
        (OwnFieldKind.DATE, "1-2-26", "not_a_date"),
        (OwnFieldKind.YES_NO, "misschien", "not_yes_or_no"),
        (OwnFieldKind.RADIO, "Paars", "unknown_choice"),
        (OwnFieldKind.SELECT, ("Rood", "Groen"), "only_one_choice"),
        (OwnFieldKind.SELECT, "Blauw", "unknown_choice"),
    ],
)
def test_what_fits_not_is_refused_at_its_place(
    kind: OwnFieldKind, value: str | tuple[str, ...], code: str
) -> None:
    assert codes(kind, value) == [code]


def test_every_unknown_choice_is_told() -> None:
    assert codes(OwnFieldKind.MULTIPLE, "Paars;Rood;Oker") == ["unknown_choice", "unknown_choice"]


def test_a_retired_choice_stays_with_who_has_it() -> None:
    assert stored(OwnFieldKind.SELECT, "blauw", had=(3,)) == "Blauw"
    assert codes(OwnFieldKind.SELECT, "blauw", had=(1,)) == ["unknown_choice"]


def test_required_counts_only_while_it_is_asked() -> None:
    asked = spec(OwnFieldKind.TEXT, required=True)
    retired = spec(OwnFieldKind.TEXT, required=True, retired=True)
    optional = spec(OwnFieldKind.TEXT)
    assert is_incomplete([optional, retired, asked], set())
    assert not is_incomplete([optional, retired, asked], {7})
    assert not is_incomplete([optional, retired], set())
    checks = Checks()
    check_required([asked, optional, retired], set(), checks)
    assert [(one.code, one.path) for one in checks.problems] == [("missing", PATH)]


@given(st.dates(min_value=date(1000, 1, 1)))
def test_every_date_is_read_in_each_spelling(day: date) -> None:
    for text in (day.isoformat(), f"{day.day}-{day.month}-{day.year}", f"{day:%d/%m/%Y}", f"{day:%d.%m.%Y}"):
        assert as_day(text) == day


@given(st.text(max_size=30))
def test_no_text_breaks_the_reading_of_dates_and_numbers(text: str) -> None:
    as_day(text)
    for kind in OwnFieldKind:
        check_own_value(spec(kind), text, Checks(), PATH)


@given(st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**9), max_value=10**9))
def test_a_number_keeps_its_value(number: Decimal) -> None:
    text = number_text(number)
    assert Decimal(text) == number
    assert stored(OwnFieldKind.NUMBER, text) == text
    assert stored(OwnFieldKind.NUMBER, text.replace(".", ",")) == text


@given(st.sets(st.sampled_from(["Rood", "Groen"])))
def test_reading_back_a_multiple_choice_changes_nothing(titles: set[str]) -> None:
    once = stored(OwnFieldKind.MULTIPLE, SEPARATOR.join(titles))
    assert stored(OwnFieldKind.MULTIPLE, once) == once
    assert set(filter(None, once.split(SEPARATOR))) == titles


@given(st.text(max_size=500))
def test_the_key_is_short_and_without_case(text: str) -> None:
    assert len(value_key(text)) <= 200
    assert value_key(f" {text} ") == value_key(text)
