"""Dividing compositions: whole ones only, each from one warehouse, with plain lines beside them."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pakhuis.kernel.quantities import Quantities
from pakhuis.orders.allocation import Part, Pick, Shelf, Wait, Wanted, divide

pytestmark = pytest.mark.once
A, B, C = 1, 2, 3
products = st.sampled_from([A, B, C])


@st.composite
def wishes(draw: st.DrawFn) -> list[Wanted]:
    """One to four lines, some of them compositions of one to three products."""
    wanted = []
    for place in range(draw(st.integers(1, 4))):
        amount = draw(st.integers(1, 5))
        recipe = draw(st.dictionaries(products, st.integers(1, 3), min_size=1, max_size=3))
        if draw(st.booleans()):
            parts = tuple(
                Part(line=100 * (place + 1) + product, product=product, each=each)
                for product, each in recipe.items()
            )
            wanted.append(Wanted(line=place, product=90 + place, amount=amount, parts=parts))
        else:
            wanted.append(Wanted(line=place, product=draw(products), amount=amount))
    return wanted


@st.composite
def houses(draw: st.DrawFn) -> list[Shelf]:
    stocks = draw(st.lists(st.dictionaries(products, st.integers(0, 12)), min_size=1, max_size=4))
    return [
        Shelf(warehouse=10 + place, priority=place, available=Quantities(stock))
        for place, stock in enumerate(stocks)
    ]


def by_line(rows: tuple[Pick, ...] | tuple[Wait, ...]) -> Counter[tuple[int, int]]:
    found: Counter[tuple[int, int]] = Counter()
    for one in rows:
        found[one.line, one.warehouse] += one.amount
    return found


@given(wishes(), houses(), st.booleans())
def test_compositions_are_whole_in_every_warehouse(
    wanted: list[Wanted], shelves: list[Shelf], autosplit: bool
) -> None:
    division = divide(wanted, shelves, autosplit=autosplit)
    for rows in (by_line(division.picks), by_line(division.waits)):
        for one in wanted:
            for shelf in shelves:
                units = {rows[part.line, shelf.warehouse] / part.each for part in one.pieces}
                assert len(units) == 1
                assert units.pop().is_integer()


@given(wishes(), houses(), st.booleans())
def test_nothing_is_lost_and_nothing_promised_twice(
    wanted: list[Wanted], shelves: list[Shelf], autosplit: bool
) -> None:
    division = divide(wanted, shelves, autosplit=autosplit)
    total: Counter[int] = Counter()
    promised: Counter[tuple[int, int]] = Counter()
    for pick in division.picks:
        total[pick.line] += pick.amount
        promised[pick.product, pick.warehouse] += pick.amount
    for wait in division.waits:
        total[wait.line] += wait.amount
        promised[wait.product, wait.warehouse] += wait.available
        assert 0 <= wait.available <= wait.amount
    assert total == {part.line: part.each * one.amount for one in wanted for part in one.pieces}
    for shelf in shelves:
        for product in (A, B, C):
            assert promised[product, shelf.warehouse] <= shelf.available[product]
    assert divide(wanted, shelves, autosplit=autosplit) == division


@given(wishes(), houses())
def test_without_autosplit_all_goes_from_one_house_or_nothing_does(
    wanted: list[Wanted], shelves: list[Shelf]
) -> None:
    division = divide(wanted, shelves, autosplit=False)
    assert not division.picks or not division.waits
    houses_used = {one.warehouse for one in division.picks} | {one.warehouse for one in division.waits}
    assert len(houses_used) == 1


def test_halves_wait_together_and_keep_what_lies_there() -> None:
    parts = (Part(line=11, product=A, each=2), Part(line=12, product=B, each=1))
    wanted = [Wanted(line=1, product=9, amount=3, parts=parts), Wanted(line=2, product=A, amount=1)]
    shelf = Shelf(warehouse=10, priority=1, available=Quantities({A: 6, B: 2}))
    other = Shelf(warehouse=20, priority=2, available=Quantities({B: 9}))
    division = divide(wanted, [shelf, other], autosplit=True)
    assert division.picks == (
        Pick(line=11, product=A, warehouse=10, amount=4),
        Pick(line=12, product=B, warehouse=10, amount=2),
        Pick(line=2, product=A, warehouse=10, amount=1),
    )
    assert division.waits == (
        Wait(line=11, product=A, warehouse=10, amount=2, available=1),
        Wait(line=12, product=B, warehouse=10, amount=1, available=0),
    )


def test_parts_in_different_houses_make_no_composition() -> None:
    parts = (Part(line=11, product=A), Part(line=12, product=B))
    wanted = [Wanted(line=1, product=9, amount=1, parts=parts)]
    apart = [
        Shelf(warehouse=10, priority=1, available=Quantities({A: 5})),
        Shelf(warehouse=20, priority=2, available=Quantities({B: 5})),
    ]
    division = divide(wanted, apart, autosplit=True)
    assert division.picks == ()
    assert {one.warehouse for one in division.waits} == {10}
