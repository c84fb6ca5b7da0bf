"""Which pieces on the shelves are for which line of picklists that are picked together. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from pakhuis.stock.rules import Place, Taken, take_from


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A line of a picklist and how many pieces it asks for. `batch` and `box`: none, where it goes alone.

    `is_open`: its pieces still lie on the shelf by the books.
    """

    line: int
    picklist: int
    product: int
    warehouse: int
    pieces: int
    batch: int | None = None
    box: int | None = None
    is_open: bool = True


def taken_for(places: Iterable[Place], amount: int) -> tuple[Taken, ...]:
    """Where so many pieces are to be taken, as far as anybody has said where they lie."""
    named = [one for one in places if one.location is not None]
    return take_from(named, min(amount, sum(one.pieces for one in named)))


def shared_out(
    asked: Iterable[Asked], places: Mapping[tuple[int, int], Sequence[Place]]
) -> dict[int, tuple[Taken, ...]]:
    """By line where to take its pieces; `places` by (product, warehouse).

    Within a batch, box after box finds what the boxes before it leave. The lines of one product on one
    picklist divide what that picklist takes of it, which is how closing it takes the goods off the books.
    """
    left: dict[tuple[tuple[int, ...], int], list[Place]] = {}
    shares: dict[int, tuple[Taken, ...]] = {}
    for lines in _together(asked):
        first = lines[0]
        walk = (first.batch, 0) if first.batch is not None else (0, first.picklist)
        here = left.setdefault((walk, first.product), list(places.get((first.product, first.warehouse), ())))
        taken = taken_for(here, sum(one.pieces for one in lines))
        shares |= _divided(lines, taken)
        left[walk, first.product] = _without(here, taken)
    return shares


def shared_as_taken(
    asked: Iterable[Asked], taken: Mapping[tuple[int, int], Sequence[Taken]]
) -> dict[int, tuple[Taken, ...]]:
    """By line its part of what was taken; `taken` by (picklist, product), of whole picklists."""
    shares: dict[int, tuple[Taken, ...]] = {}
    for lines in _together(asked):
        shares |= _divided(lines, taken.get((lines[0].picklist, lines[0].product), ()))
    return shares


def _together(asked: Iterable[Asked]) -> list[list[Asked]]:
    """The lines of one product on one picklist, box after box."""
    groups: dict[tuple[int, int], list[Asked]] = defaultdict(list)
    for one in sorted(asked, key=lambda one: (one.box or 0, one.picklist, one.line)):
        groups[one.picklist, one.product].append(one)
    return list(groups.values())


def _divided(lines: Sequence[Asked], taken: Sequence[Taken]) -> dict[int, tuple[Taken, ...]]:
    """What is taken, line after line; the last go without where too little has a place."""
    rest = list(taken)
    shares = {}
    for line in lines:
        wanted, share = line.pieces, []
        while wanted and rest:
            pieces = min(wanted, rest[0].pieces)
            share.append(Taken(place=rest[0].place, pieces=pieces))
            wanted -= pieces
            rest[0] = replace(rest[0], pieces=rest[0].pieces - pieces)
            if not rest[0].pieces:
                del rest[0]
        shares[line.line] = tuple(share)
    return shares


def _without(places: Iterable[Place], taken: Iterable[Taken]) -> list[Place]:
    gone = {one.place.location: one.pieces for one in taken}
    return [replace(one, pieces=one.pieces - gone.get(one.location, 0)) for one in places]
