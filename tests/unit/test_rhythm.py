"""The rhythm of ordering: the median of the days between, and when the next is due."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pakhuis.orders.rhythm import Rhythm, rhythm

pytestmark = pytest.mark.once
START = date(2026, 1, 1)


def days(*numbers: int) -> list[date]:
    return [START + timedelta(days=number) for number in numbers]


@pytest.mark.parametrize("ordered", [[], days(0), days(0, 7), days(0, 0, 0, 7)])
def test_too_little_says_nothing(ordered: list[date]) -> None:
    assert rhythm(ordered) is None


def test_a_holiday_does_not_pull_it_along() -> None:
    found = rhythm(days(0, 7, 14, 60, 67, 74))
    assert found == Rhythm(days=7, due=START + timedelta(days=81))


def test_the_order_of_the_days_does_not_matter_and_a_day_counts_once() -> None:
    assert rhythm(days(20, 0, 10, 10)) == rhythm(days(0, 10, 20))


def test_late_begins_after_the_day_it_is_due() -> None:
    found = rhythm(days(0, 7, 14))
    assert found is not None
    assert [found.days_late(START + timedelta(days=day)) for day in (15, 21, 22, 30)] == [0, 0, 1, 9]


@given(st.sets(st.integers(0, 2000), min_size=3, max_size=60))
def test_it_is_one_of_the_gaps_and_the_next_is_after_the_last(numbers: set[int]) -> None:
    found = rhythm(days(*numbers))
    assert found is not None
    in_order = sorted(numbers)
    gaps = [later - earlier for earlier, later in pairwise(in_order)]
    assert found.days in gaps
    assert found.due > START + timedelta(days=in_order[-1])
