"""Sentences of refusals: for one and for several, in both languages, also out of storage."""

from __future__ import annotations

import json

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from pakhuis.kernel.problem import Problem, as_stored, counted_problem, from_stored
from pakhuis.ui.entered import sentence

names = st.sampled_from(("a", "pieces", "zz", "amount"))
words = st.text(max_size=5)


def _left(number: int) -> Problem:
    return counted_problem(
        "left",
        ("lines", 1),
        "%(pieces)s piece is picked already: put it back first.",
        "%(pieces)s pieces are picked already: put them back first.",
        pieces=number,
        a="x",
    )


@pytest.mark.parametrize(
    ("number", "english", "dutch"),
    [
        (0, "0 pieces are picked", "Er zijn al 0 stuks gepickt: leg die"),
        (1, "1 piece is picked", "Er is al 1 stuk gepickt: leg dat"),
        (2, "2 pieces are picked", "Er zijn al 2 stuks gepickt: leg die"),
        (21, "21 pieces are picked", "Er zijn al 21 stuks gepickt: leg die"),
    ],
)
def test_one_piece_is_not_pieces(number: int, english: str, dutch: str) -> None:
    # A database may give the names of what was stored back in another order.
    stored = json.loads(json.dumps(as_stored([_left(number)]), sort_keys=True))
    for one in (_left(number), *from_stored(stored), _left(number).at(()), _left(number).under("x")):
        assert one.message.startswith(english)
        with override("en"):
            assert sentence(one) == one.message
        with override("nl"):
            assert sentence(one).startswith(dutch)


@given(st.builds(Problem, words, st.tuples(words), words, st.tuples(st.tuples(names, words))))
def test_a_problem_comes_out_of_storage_as_it_went_in(problem: Problem) -> None:
    assert from_stored(json.loads(json.dumps(as_stored([problem])))) == [problem]


def test_what_was_stored_before_problems_were_counted_is_still_read() -> None:
    old = {"code": "x", "path": [], "text": "%(pieces)s pieces.", "params": {"pieces": "1"}}
    assert [one.message for one in from_stored([old])] == ["1 pieces."]
