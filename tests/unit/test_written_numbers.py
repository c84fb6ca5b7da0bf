"""Numbers are read as their writer meant them, in Dutch and in English."""

from __future__ import annotations

from decimal import Decimal

import pytest
from babel.numbers import format_decimal
from hypothesis import given
from hypothesis import strategies as st

from pakhuis.kernel.numbers import as_decimal
from pakhuis.kernel.written_numbers import with_point

CENTS = st.decimals(allow_nan=False, allow_infinity=False, places=2, min_value=-(10**9), max_value=10**9)


@pytest.mark.parametrize("language", ["nl", "en"])
@given(CENTS)
def test_a_number_written_in_full_is_read_back(language: str, number: Decimal) -> None:
    written = format_decimal(number, format="#,##0.00", locale=language)
    assert as_decimal(with_point(written)) == number


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("1.234,56", "1234.56"),
        ("1,234.56", "1234.56"),
        ("1 234,5", "1234.5"),
        ("7,5", "7.5"),
        ("7.5", "7.5"),
        ("-0,25", "-0.25"),
        ("1.234.567", "1234567"),
        ("1,234,567", "1234567"),
        ("1.234", "1.234"),
        ("", ""),
        ("veel", "veel"),
    ],
)
def test_signs_in_numbers(text: str, read: str) -> None:
    assert with_point(text) == read


@given(st.text(max_size=30))
def test_what_is_no_number_stays_none(text: str) -> None:
    if not any(letter.isdigit() for letter in text):
        assert as_decimal(with_point(text)) is None
