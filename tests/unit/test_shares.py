"""Who of a batch takes which pieces: nobody is sent to pieces that another box takes away."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pakhuis.fulfilment.shares import Asked, shared_as_taken, shared_out, taken_for
from pakhuis.stock.rules import Place, Taken

pytestmark = pytest.mark.once
HOUSE, PRODUCT, BATCH = 7, 1, 5

ASKED = st.lists(
    st.builds(
        Asked,
        line=st.integers(1, 10**6),
        picklist=st.integers(1, 4),
        product=st.just(PRODUCT),
        warehouse=st.just(HOUSE),
        pieces=st.integers(1, 6),
        batch=st.just(BATCH),
        box=st.just(1),
    ),
    max_size=8,
    unique_by=lambda one: one.line,
)
PIECES = st.lists(st.integers(0, 9), max_size=5)


def shelves(*pieces: int) -> dict[tuple[int, int], list[Place]]:
    """X0, X1 … along the round, with so many pieces."""
    named = [
        Place(pieces=one, location=at + 1, name=f"X{at}", pick_order=at) for at, one in enumerate(pieces)
    ]
    return {(PRODUCT, HOUSE): named}


def a_line(line: int, pieces: int, *, picklist: int = 1, box: int | None = None) -> Asked:
    return Asked(
        line=line,
        picklist=picklist,
        product=PRODUCT,
        warehouse=HOUSE,
        pieces=pieces,
        batch=BATCH if box else None,
        box=box,
    )


def told(taken: tuple[Taken, ...]) -> list[tuple[str, int]]:
    return [(one.place.name, one.pieces) for one in taken]


@given(asked=ASKED, pieces=PIECES)
def test_no_piece_is_promised_twice_and_none_is_left_while_somebody_asks(
    asked: list[Asked], pieces: list[int]
) -> None:
    shares = shared_out(asked, shelves(*pieces))
    taken = Counter[int]()
    for one in asked:
        assert sum(it.pieces for it in shares[one.line]) <= one.pieces
        for it in shares[one.line]:
            taken[it.place.location or 0] += it.pieces
    assert all(taken[at + 1] <= there for at, there in enumerate(pieces))
    assert taken.total() == min(sum(pieces), sum(one.pieces for one in asked))


@given(pieces=PIECES, amounts=st.lists(st.integers(1, 6), min_size=1, max_size=5))
def test_lines_of_one_picklist_divide_what_it_takes_as_a_whole(pieces: list[int], amounts: list[int]) -> None:
    asked = [a_line(at, one) for at, one in enumerate(amounts)]
    shares = shared_out(asked, shelves(*pieces))
    together = Counter[str]()
    for taken in shares.values():
        together.update(dict(told(taken)))
    whole = taken_for(shelves(*pieces)[PRODUCT, HOUSE], sum(amounts))
    assert together == Counter(dict(told(whole)))


def test_the_second_box_finds_what_the_first_leaves() -> None:
    shares = shared_out([a_line(2, 4, picklist=8, box=2), a_line(1, 4, picklist=9, box=1)], shelves(4, 4))
    assert (told(shares[1]), told(shares[2])) == ([("X0", 4)], [("X1", 4)])


def test_picklists_that_go_alone_do_not_see_each_other() -> None:
    shares = shared_out([a_line(1, 4, picklist=1), a_line(2, 4, picklist=2)], shelves(4, 4))
    assert told(shares[1]) == told(shares[2]) == [("X0", 4)]


def test_what_a_picklist_took_is_divided_over_its_lines_and_over_no_others() -> None:
    taken = taken_for(shelves(2, 3)[PRODUCT, HOUSE], 5)
    shares = shared_as_taken([a_line(1, 1), a_line(2, 4), a_line(3, 5, picklist=2)], {(1, PRODUCT): taken})
    assert [told(shares[line]) for line in (1, 2, 3)] == [[("X0", 1)], [("X0", 1), ("X1", 3)], []]


def test_too_little_with_a_place_leaves_the_last_line_without() -> None:
    shares = shared_out([a_line(1, 3), a_line(2, 3), a_line(3, 3)], shelves(2, 3))
    assert [told(shares[line]) for line in (1, 2, 3)] == [[("X0", 2), ("X1", 1)], [("X1", 2)], []]
    assert shared_out([a_line(1, 3)], {}) == {1: ()}
