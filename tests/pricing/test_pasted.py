"""Prices pasted from a spreadsheet: read as people here write them, all that is wrong told with its line."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pakhuis.pricing.limits import MOST_LINES
from pakhuis.pricing.pasted import PastedPrice, plain_number, read_pasted

pytestmark = pytest.mark.once


def prices(text: str) -> list[tuple[str, str, int]]:
    found, problems = read_pasted(text)
    assert problems == []
    return [(one.code, str(one.price), one.min_amount) for one in found]


def faults(text: str) -> list[tuple[str, tuple[str | int, ...]]]:
    return [(one.code, one.path) for one in read_pasted(text)[1]]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("A\t7,50", [("A", "7.5000", 1)]),
        ("A;7.50", [("A", "7.5000", 1)]),
        ("A\t€ 1.234,50\t10", [("A", "1234.5000", 10)]),
        ("A;7,5;10\r\nB;6;", [("A", "7.5000", 10), ("B", "6.0000", 1)]),
        ("\n\nA\t1\n\n", [("A", "1.0000", 1)]),
        ("Productcode\tprijs\nA\t1", [("A", "1.0000", 1)]),
        ("artikelcode;prijs\nA;1", [("A", "1.0000", 1)]),
        (' "A" ; "1" ', [("A", "1.0000", 1)]),
        ("0012\t1,00", [("0012", "1.0000", 1)]),
        ("A\t1\t1\nA\t0,90\t10", [("A", "1.0000", 1), ("A", "0.9000", 10)]),
        ("A\t0,33335", [("A", "0.3334", 1)]),
        ("A;B\t1", [("A;B", "1.0000", 1)]),
    ],
)
def test_what_people_paste(text: str, found: list[tuple[str, str, int]]) -> None:
    assert prices(text) == found


@pytest.mark.parametrize("day", ["1-12-2026", "01/12/2026", "2026-12-01", "1.12.2026"])
def test_days_as_they_are_written_here(day: str) -> None:
    (one,), problems = read_pasted(f"A\t1\t\t{day}\t31-12-2026")
    assert problems == []
    assert one == PastedPrice(
        line=1,
        code="A",
        price=Decimal("1.0000"),
        valid_from=date(2026, 12, 1),
        valid_until=date(2026, 12, 31),
    )


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", [("nothing_pasted", ("pasted",))]),
        ("code;price", [("nothing_pasted", ("pasted",))]),
        ("A", [("too_few_columns", (1,))]),
        ("A;1;1;;;x", [("too_many_columns", (1,))]),
        (";1", [("missing", (1, "code"))]),
        ("A;;5", [("missing", (1, "price"))]),
        ("A;x", [("not_a_number", (1, "price"))]),
        ("A;1,2,3", [("not_a_number", (1, "price"))]),
        ("A;-1", [("out_of_range", (1, "price"))]),
        ("A;1;0", [("out_of_range", (1, "min_amount"))]),
        ("A;1;1,5", [("not_whole", (1, "min_amount"))]),
        ("A;1;;32-12-2026", [("not_a_day", (1, "valid_from"))]),
        ("A;1;;;morgen", [("not_a_day", (1, "valid_until"))]),
        ("A;1;;2-12-2026;1-12-2026", [("dates_reversed", (1, "valid_until"))]),
        ("A;1\n\nA;2", [("twice", (3, "code"))]),
        ("A;1\nA;x\nB", [("not_a_number", (2, "price")), ("too_few_columns", (3,))]),
        ("x" * 101 + ";1", [("too_long", (1, "code"))]),
    ],
)
def test_all_that_is_wrong_is_told_with_its_line(text: str, found: list[tuple[str, object]]) -> None:
    assert faults(text) == found


def test_too_many_lines_are_refused_before_they_are_read() -> None:
    assert faults("A;1\n" * (MOST_LINES + 1)) == [("too_many_lines", ("pasted",))]


@given(st.text(alphabet="AB;\t0123456789,.-€ \n", max_size=60))
def test_any_text_is_read_or_told(text: str) -> None:
    found, problems = read_pasted(text)
    assert found or problems
    lines = len(text.splitlines())
    assert all(1 <= one.line <= lines for one in found)


@given(st.decimals(0, 99_999_999, places=4))
def test_numbers_come_back_as_they_were(value: Decimal) -> None:
    dutch = f"{value:,.4f}".replace(",", "_").replace(".", ",").replace("_", ".")
    assert Decimal(plain_number(f"€ {dutch}")) == value
    assert Decimal(plain_number(f"{value:f}")) == value
