"""From which places in a warehouse pieces are taken. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
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
    """Where `pieces` come from, in the order of the walk; `ValueError` when there are not that many.

    One place that has them all: the preferred one, else that which is emptied soonest, else the first on the
    round; what lies nobody knows where comes after what has a place. Without such a place: from as few as
    possible. Bulk only for what is nowhere else. A correction (`unplaced_first`) goes place after place.
    """
    ordered = in_order(places, unplaced_first=unplaced_first)
    chosen = ordered if unplaced_first else _chosen(ordered, pieces)
    taken = []
    left = pieces
    for one in chosen:
        amount = min(left, one.pieces)
        if amount:
            taken.append(Taken(place=one, pieces=amount))
            left -= amount
    if left:
        raise ValueError(f"{left} pieces more than there are")
    return tuple(taken)


def _chosen(ordered: Sequence[Place], pieces: int) -> list[Place]:
    """The places to go to, in the order of the walk."""
    at_hand = [one for one in ordered if not one.is_bulk]
    there = sum(one.pieces for one in at_hand)
    if there < pieces:
        return [*at_hand, *_fewest([one for one in ordered if one.is_bulk], pieces - there)]
    whole = [one for one in at_hand if one.pieces >= pieces]
    if whole:
        return [min(whole, key=lambda one: (one.location is None, not one.preferred, one.pieces))]
    return _fewest(at_hand, pieces)


def _fewest(places: Sequence[Place], pieces: int) -> list[Place]:
    """As few places as have so many pieces together: those that have most."""
    most_first = sorted(range(len(places)), key=lambda at: -places[at].pieces)
    chosen = set[int]()
    for at in most_first:
        if sum(places[it].pieces for it in chosen) >= pieces:
            break
        chosen.add(at)
    return [one for at, one in enumerate(places) if at in chosen]
