"""The autosplit rules: against brute force, and against the example of the domain page."""

from __future__ import annotations

from itertools import combinations, permutations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pakhuis.kernel.quantities import Quantities
from pakhuis.orders.allocation import (
    EXHAUSTIVE_UP_TO,
    Division,
    Pick,
    Queued,
    Shelf,
    Wait,
    Wanted,
    divide,
    hand_out,
    whole_from,
)

A, B, C = 1, 2, 3
products = st.sampled_from([A, B, C])


@st.composite
def orders(draw: st.DrawFn) -> list[Wanted]:
    lines = draw(st.lists(st.tuples(products, st.integers(1, 8)), min_size=1, max_size=5))
    return [Wanted(line=place, product=one, amount=amount) for place, (one, amount) in enumerate(lines)]


@st.composite
def houses(draw: st.DrawFn, *, most: int = 4) -> list[Shelf]:
    stocks = draw(st.lists(st.dictionaries(products, st.integers(0, 9)), min_size=1, max_size=most))
    ranks = draw(st.lists(st.integers(1, 3), min_size=len(stocks), max_size=len(stocks)))
    return [
        Shelf(warehouse=10 + place, priority=rank, available=Quantities(stock))
        for place, (stock, rank) in enumerate(zip(stocks, ranks, strict=True))
    ]


def needed(wanted: list[Wanted]) -> Quantities[int]:
    total: Quantities[int] = Quantities()
    for one in wanted:
        total += Quantities({one.product: one.amount})
    return total


def together(shelves: list[Shelf] | tuple[Shelf, ...]) -> Quantities[int]:
    total: Quantities[int] = Quantities()
    for shelf in shelves:
        total += shelf.available
    return total


def per_line(division: Division) -> dict[int, int]:
    found: dict[int, int] = {}
    both: list[Pick | Wait] = [*division.picks, *division.waits]
    for one in both:
        found[one.line] = found.get(one.line, 0) + one.amount
    return found


@given(orders(), houses(), st.booleans())
def test_every_piece_is_picked_or_waits(wanted: list[Wanted], shelves: list[Shelf], autosplit: bool) -> None:
    division = divide(wanted, shelves, autosplit=autosplit)
    assert per_line(division) == {one.line: one.amount for one in wanted}
    assert all(one.amount > 0 for one in division.picks)
    assert all(one.amount > 0 for one in division.waits)


@given(orders(), houses(), st.booleans())
def test_never_more_than_there_is(wanted: list[Wanted], shelves: list[Shelf], autosplit: bool) -> None:
    division = divide(wanted, shelves, autosplit=autosplit)
    for shelf in shelves:
        taken: Quantities[int] = Quantities()
        for pick in division.picks:
            if pick.warehouse == shelf.warehouse:
                taken += Quantities({pick.product: pick.amount})
        for wait in division.waits:
            if wait.warehouse == shelf.warehouse:
                assert wait.available <= wait.amount
                taken += Quantities({wait.product: wait.available})
        assert taken <= shelf.available


@given(orders(), houses(), st.booleans())
def test_one_warehouse_that_has_everything_wins(
    wanted: list[Wanted], shelves: list[Shelf], autosplit: bool
) -> None:
    able = [one for one in shelves if needed(wanted) <= one.available]
    division = divide(wanted, shelves, autosplit=autosplit)
    if able:
        best = min(able, key=lambda one: (one.priority, one.warehouse))
        assert {pick.warehouse for pick in division.picks} == {best.warehouse}
        assert division.waits == ()
        assert whole_from(wanted, shelves) == best.warehouse
    else:
        assert whole_from(wanted, shelves) is None


@given(orders(), houses())
def test_without_autosplit_all_or_nothing(wanted: list[Wanted], shelves: list[Shelf]) -> None:
    division = divide(wanted, shelves, autosplit=False)
    assert not (division.picks and division.waits)
    if division.waits:
        (home,) = {wait.warehouse for wait in division.waits}
        most = max((one.available & needed(wanted)).total for one in shelves)
        held = sum(wait.available for wait in division.waits)
        assert held == most
        assert home in {one.warehouse for one in shelves}


@given(orders(), houses())
def test_with_autosplit_everything_there_is_goes(wanted: list[Wanted], shelves: list[Shelf]) -> None:
    division = divide(wanted, shelves, autosplit=True)
    picked: Quantities[int] = Quantities()
    for pick in division.picks:
        picked += Quantities({pick.product: pick.amount})
    assert picked == together(shelves) & needed(wanted)
    assert all(wait.available == 0 for wait in division.waits)


@given(orders(), houses())
def test_no_fewer_warehouses_could_give_as_much(wanted: list[Wanted], shelves: list[Shelf]) -> None:
    division = divide(wanted, shelves, autosplit=True)
    used = {pick.warehouse for pick in division.picks}
    possible = together(shelves) & needed(wanted)
    for size in range(len(used)):
        for some in combinations(shelves, size):
            assert not possible <= together(some)


@given(orders(), houses(most=3), st.booleans())
def test_the_order_of_shelves_does_not_matter(
    wanted: list[Wanted], shelves: list[Shelf], autosplit: bool
) -> None:
    outcomes = {divide(wanted, list(some), autosplit=autosplit) for some in permutations(shelves)}
    assert len(outcomes) == 1


@example([Wanted(line=0, product=A, amount=2)], [{A: 1}] * 13)
@given(orders(), st.lists(st.dictionaries(products, st.integers(0, 3)), min_size=13, max_size=16))
def test_with_very_many_warehouses_nothing_is_lost(
    wanted: list[Wanted], stocks: list[dict[int, int]]
) -> None:
    shelves = [
        Shelf(warehouse=place, priority=1, available=Quantities(one)) for place, one in enumerate(stocks)
    ]
    assert len(shelves) > EXHAUSTIVE_UP_TO
    division = divide(wanted, shelves, autosplit=True)
    assert per_line(division) == {one.line: one.amount for one in wanted}
    assert sum(one.amount for one in division.picks) == (together(shelves) & needed(wanted)).total


EXAMPLE = [
    Wanted(line=1, product=A, amount=4),
    Wanted(line=2, product=B, amount=6),
    Wanted(line=3, product=C, amount=1),
]
ONE_HOUSE = [Shelf(warehouse=1, priority=1, available=Quantities({A: 6, B: 3}))]


def test_the_worked_example_with_autosplit() -> None:
    division = divide(EXAMPLE, ONE_HOUSE, autosplit=True)
    assert [(one.product, one.amount) for one in division.picks] == [(A, 4), (B, 3)]
    assert [(one.product, one.amount) for one in division.waits] == [(B, 3), (C, 1)]


def test_the_worked_example_without_autosplit() -> None:
    division = divide(EXAMPLE, ONE_HOUSE, autosplit=False)
    assert division.picks == ()
    assert [(one.product, one.amount, one.available) for one in division.waits] == [
        (A, 4, 4),
        (B, 6, 3),
        (C, 1, 0),
    ]


def test_the_lowest_priority_number_goes_first() -> None:
    shelves = [
        Shelf(warehouse=1, priority=5, available=Quantities({A: 9})),
        Shelf(warehouse=2, priority=1, available=Quantities({A: 9})),
    ]
    division = divide([Wanted(line=1, product=A, amount=2)], shelves, autosplit=True)
    assert [one.warehouse for one in division.picks] == [2]


def test_a_line_stays_whole_where_one_warehouse_has_it() -> None:
    shelves = [
        Shelf(warehouse=1, priority=1, available=Quantities({A: 2, B: 1})),
        Shelf(warehouse=2, priority=2, available=Quantities({A: 5})),
    ]
    wanted = [Wanted(line=1, product=A, amount=4), Wanted(line=2, product=B, amount=1)]
    division = divide(wanted, shelves, autosplit=True)
    assert [(one.line, one.warehouse, one.amount) for one in division.picks] == [(1, 2, 4), (2, 1, 1)]


def test_without_any_shelf_nothing_can_be_divided() -> None:
    with pytest.raises(ValueError, match="at least one warehouse"):
        divide(EXAMPLE, [], autosplit=True)


queues = st.lists(st.integers(0, 9), max_size=8).map(
    lambda missing: [Queued(backorder=place, missing=one) for place, one in enumerate(missing)]
)


@given(st.integers(0, 40), queues)
def test_stock_is_handed_out_in_the_order_of_the_queue(free: int, queue: list[Queued]) -> None:
    handed = hand_out(free, queue)
    given_to = {one.backorder: one.amount for one in handed}
    assert sum(given_to.values()) == min(free, sum(one.missing for one in queue))
    unserved = False
    for one in queue:
        got = given_to.get(one.backorder, 0)
        assert not (unserved and got)
        unserved = unserved or got < one.missing


@given(st.integers(0, 40), queues)
def test_handing_out_twice_gives_nothing_more(free: int, queue: list[Queued]) -> None:
    first = {one.backorder: one.amount for one in hand_out(free, queue)}
    left = [
        Queued(backorder=one.backorder, missing=one.missing - first.get(one.backorder, 0)) for one in queue
    ]
    assert hand_out(free - sum(first.values()), left) == ()
