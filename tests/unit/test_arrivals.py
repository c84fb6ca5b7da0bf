"""What comes in of a product is divided over its lines: all of it, in their order, a surplus on the last."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pakhuis.purchasing.arrival_rules import spread

pytestmark = pytest.mark.once

EXPECTED = st.dictionaries(st.integers(1, 99), st.integers(0, 9), min_size=1, max_size=5)


@given(pieces=st.integers(1, 60), expected=EXPECTED)
def test_every_piece_goes_to_a_line_and_only_the_last_gets_too_many(
    pieces: int, expected: dict[int, int]
) -> None:
    shares = spread(pieces, expected)
    assert sum(shares.values()) == pieces
    assert all(shares.values())
    *before, last = expected
    assert all(shares.get(line, 0) <= expected[line] for line in before)
    surplus = shares.get(last, 0) - expected[last]
    assert surplus <= max(0, pieces - sum(expected.values()))


@given(pieces=st.integers(1, 60), expected=EXPECTED)
def test_a_line_gets_something_only_when_those_before_it_are_complete(
    pieces: int, expected: dict[int, int]
) -> None:
    shares = spread(pieces, expected)
    order = list(expected)
    for place, line in enumerate(order):
        if line in shares:
            assert all(shares.get(one, 0) == expected[one] for one in order[:place])


@given(first=st.integers(1, 30), second=st.integers(1, 30), expected=EXPECTED)
def test_in_two_goes_it_comes_to_the_same_as_at_once(
    first: int, second: int, expected: dict[int, int]
) -> None:
    shares = spread(first, expected)
    left = {line: max(0, pieces - shares.get(line, 0)) for line, pieces in expected.items()}
    then = spread(second, left)
    together = {line: shares.get(line, 0) + then.get(line, 0) for line in expected}
    at_once = spread(first + second, expected)
    assert together == {line: at_once.get(line, 0) for line in expected}
