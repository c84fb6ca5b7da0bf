"""Several names in one cell come apart as they were put together, whatever stands in them."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pakhuis.kernel.listed import listed, names_in

NAMES = st.lists(st.text('abZ ,;|":\n', min_size=1, max_size=8).map(str.strip).filter(bool), max_size=5)


@given(NAMES)
def test_what_is_listed_comes_apart_again(names: list[str]) -> None:
    assert names_in(listed(names)) == names


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


def test_a_cell_full_of_commas_takes_no_time() -> None:
    begun = time.monotonic()
    assert len(names_in("a," * 50_000, {"x"})) == 50_000
    assert time.monotonic() - begun < 30
