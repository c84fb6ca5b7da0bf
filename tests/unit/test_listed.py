"""Several names in one cell come apart as they were put together, whatever stands in them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pakhuis.kernel.listed import MOST_PARTS, listed, names_in
from pakhuis.kernel.text import key

NAMES = st.lists(st.text('abZ ,;|":\n', min_size=1, max_size=8).map(str.strip).filter(bool), max_size=5)


@given(NAMES)
def test_what_is_listed_comes_apart_again(names: list[str]) -> None:
    assert names_in(listed(names)) == names


@given(NAMES, NAMES)
def test_what_is_listed_comes_apart_again_whatever_else_there_is(names: list[str], others: list[str]) -> None:
    known = {key(one) for one in (*names, *others)}
    assert names_in(listed(names, known), known) == names


def test_names_are_quoted_where_together_they_are_another() -> None:
    known = {"a", "b", "c", "a, b"}
    assert listed(["A", "B"], known) == '"A", "B"'
    assert listed(["A", "C"], known) == "A, C"
    assert names_in(listed(["C", "A", "B"], known), known) == ["C", "A", "B"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("", []),
        (" , ;", []),
        ("vip, horeca", ["vip", "horeca"]),
        ("vip;horeca|x\ny ::: z", ["vip", "horeca", "x", "y", "z"]),
        ("Groot, zwaar", ["Groot, zwaar"]),
        ("vip, groot, ZWAAR, licht", ["vip", "groot, ZWAAR", "licht"]),
        ('"a, b", c', ["a, b", "c"]),
        ('24" scherm, c', ['24" scherm', "c"]),
        ('"half, open', ['"half', "open"]),
        ('"a" b, c', ['"a" b', "c"]),
    ],
)
def test_names_of_other_programs(text: str, names: list[str]) -> None:
    assert names_in(text, {"groot, zwaar"}) == names


class Asked:
    """Knows no name, and how often it was asked for one."""

    def __init__(self) -> None:
        self.times = 0

    def __contains__(self, name: object) -> bool:
        self.times += 1
        return False


def test_a_cell_full_of_commas_is_asked_about_in_proportion() -> None:
    known = Asked()
    assert len(names_in("a," * 2_000, known)) == 2_000
    assert known.times <= 2_000 * (MOST_PARTS + 1)
