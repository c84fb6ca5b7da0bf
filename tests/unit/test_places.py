"""From which places pieces are taken: all of them, no more than there are, and in a known order."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pakhuis.stock.rules import Place, in_order, take_from

pytestmark = pytest.mark.once

PLACES = st.lists(
    st.builds(
        Place,
        pieces=st.integers(0, 9),
        location=st.none() | st.integers(1, 50),
        name=st.sampled_from(("A1", "A2", "B1")),
        preferred=st.booleans(),
        is_bulk=st.booleans(),
        pick_order=st.integers(0, 3),
    ),
    max_size=6,
)


@given(places=PLACES, part=st.floats(0, 1), unplaced_first=st.booleans())
def test_exactly_what_is_asked_comes_from_what_is_there(
    places: list[Place], part: float, unplaced_first: bool
) -> None:
    wanted = int(sum(one.pieces for one in places) * part)
    taken = take_from(places, wanted, unplaced_first=unplaced_first)
    assert sum(one.pieces for one in taken) == wanted
    assert all(0 < one.pieces <= one.place.pieces for one in taken)
    for one in places:
        assert sum(it.pieces for it in taken if it.place is one) <= one.pieces


@given(places=PLACES)
def test_more_than_there_is_cannot_be_taken(places: list[Place]) -> None:
    with pytest.raises(ValueError, match="more than there are"):
        take_from(places, sum(one.pieces for one in places) + 1)


@given(places=PLACES, wanted=st.integers(1, 9))
def test_one_place_that_has_all_is_enough(places: list[Place], wanted: int) -> None:
    if any(one.pieces >= wanted and not one.is_bulk for one in places):
        (taken,) = take_from(places, wanted)
        assert taken.place.pieces >= wanted


def test_the_order_of_places() -> None:
    preferred = Place(pieces=1, location=1, name="Z9", preferred=True, pick_order=9)
    early = Place(pieces=1, location=2, name="B", pick_order=1)
    late = Place(pieces=1, location=3, name="A", pick_order=2)
    nowhere = Place(pieces=1)
    bulk = Place(pieces=1, location=4, name="A", is_bulk=True)
    empty = Place(pieces=0, location=5, name="A", preferred=True)
    mixed = [bulk, late, nowhere, empty, early, preferred]
    assert in_order(mixed) == [preferred, early, late, nowhere, bulk]
    assert in_order(mixed, unplaced_first=True) == [nowhere, preferred, early, late, bulk]


def shelf(name: str, pieces: int, *, preferred: bool = False, is_bulk: bool = False, at: int = 0) -> Place:
    return Place(
        pieces=pieces, location=at + 1, name=name, preferred=preferred, is_bulk=is_bulk, pick_order=at
    )


def names(places: list[Place], wanted: int) -> list[tuple[str, int]]:
    return [(one.place.name, one.pieces) for one in take_from(places, wanted)]


def test_the_preferred_place_with_enough_then_that_which_is_emptied_soonest() -> None:
    full, low = shelf("A", 9), shelf("B", 4, at=1)
    assert names([full, low], 3) == [("B", 3)]
    assert names([full, low, shelf("C", 8, preferred=True, at=2)], 3) == [("C", 3)]
    assert names([full, low, shelf("C", 2, preferred=True, at=2)], 3) == [("B", 3)]
    assert names([shelf("A", 4), low], 3) == [("A", 3)]
    assert names([full, Place(pieces=3)], 3) == [("A", 3)]


def test_as_few_places_as_possible_in_the_order_of_the_walk() -> None:
    places = [shelf("A", 1), shelf("B", 5, at=1), shelf("C", 6, at=2)]
    assert names(places, 10) == [("B", 5), ("C", 5)]
    assert names(places, 12) == [("A", 1), ("B", 5), ("C", 6)]


def test_bulk_only_for_what_is_nowhere_else() -> None:
    places = [shelf("A", 2), shelf("X", 3, is_bulk=True, at=1), shelf("Y", 90, is_bulk=True, at=2)]
    assert names(places, 2) == [("A", 2)]
    assert names(places, 10) == [("A", 2), ("Y", 8)]


@given(places=PLACES, part=st.floats(0.01, 1))
def test_no_smaller_set_of_places_at_hand_would_do(places: list[Place], part: float) -> None:
    at_hand = [one for one in places if not one.is_bulk]
    wanted = int(sum(one.pieces for one in at_hand) * part)
    taken = take_from(at_hand, wanted)
    most = sorted((one.pieces for one in at_hand), reverse=True)[: max(0, len(taken) - 1)]
    assert not taken or sum(most) < wanted
