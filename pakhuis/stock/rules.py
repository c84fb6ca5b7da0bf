"""From which places in a warehouse pieces are taken. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """So many pieces of one product on a location; without a location: nobody has said where they lie."""

    pieces: int
    location: int | None = None
    name: str = ""
    preferred: bool = False
    is_bulk: bool = False
    pick_order: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """Pieces to be taken from a place."""

    place: Place
    pieces: int


def in_order(places: Iterable[Place], *, unplaced_first: bool = False) -> list[Place]:
    """The preferred location, then the round, then what lies nobody knows where, bulk last.

    `unplaced_first`: a correction that names no location first concerns what has none.
    """

    def rank(one: Place) -> tuple[int, bool, int, str]:
        if one.location is None:
            return 0 if unplaced_first else 2, False, 0, ""
        return 3 if one.is_bulk else 1, not one.preferred, one.pick_order, one.name

    return sorted((one for one in places if one.pieces > 0), key=rank)


def take_from(places: Iterable[Place], pieces: int, *, unplaced_first: bool = False) -> tuple[Taken, ...]:
    """Where `pieces` come from: the first place that has them all, bulk left aside, else place after place.

    `ValueError` when there are not that many.
    """
    ordered = in_order(places, unplaced_first=unplaced_first)
    whole = [one for one in ordered if one.pieces >= pieces and not one.is_bulk]
    taken = []
    left = pieces
    for one in whole[:1] or ordered:
        amount = min(left, one.pieces)
        if amount:
            taken.append(Taken(place=one, pieces=amount))
            left -= amount
    if left:
        raise ValueError(f"{left} pieces more than there are")
    return tuple(taken)
