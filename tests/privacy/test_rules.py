"""Which orders keep their names and until when."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pakhuis.privacy.rules import OrderAge, later, split

pytestmark = pytest.mark.once
NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)


def order(days: int, *, is_open: bool = False) -> OrderAge:
    return OrderAge(id=days, number=f"O{days}", counts_from=NOW - timedelta(days=days), is_open=is_open)


def test_old_ones_go_and_young_ones_stay_with_their_last_day() -> None:
    old, young, working = order(7 * 365 + 10), order(100), order(3, is_open=True)
    parts = split([old, young, working], years=7, now=NOW)
    assert (parts.erased, parts.open) == ((old,), (working,))
    assert parts.kept == ((young, date(2033, 8, 15)),)


@pytest.mark.parametrize(
    ("day", "years", "expected"),
    [
        (date(2019, 11, 23), 7, date(2026, 11, 23)),
        (date(2024, 2, 29), 1, date(2025, 3, 1)),
        (date(2024, 2, 29), 4, date(2028, 2, 29)),
        (date(2026, 1, 1), 0, date(2026, 1, 1)),
    ],
)
def test_the_same_day_years_later(day: date, years: int, expected: date) -> None:
    assert later(day, years=years) == expected


@given(st.lists(st.tuples(st.integers(0, 9000), st.booleans()), max_size=9), st.integers(0, 30))
def test_every_order_is_in_one_heap(drawn: list[tuple[int, bool]], years: int) -> None:
    orders = [order(days, is_open=is_open) for days, is_open in drawn]
    parts = split(orders, years=years, now=NOW)
    heaps = [*parts.open, *parts.erased, *(one for one, _ in parts.kept)]
    assert sorted(one.id for one in heaps) == sorted(one.id for one in orders)
    assert all(end > NOW.date() for _, end in parts.kept)
    if years == 0:
        assert parts.kept == ()
