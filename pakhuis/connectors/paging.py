"""Where the reading of a list goes on: by the time of change, so that nothing is passed over meanwhile.

By page number alone an order is passed over when one that was read already changes: it moves to the end of
the list, and all after it move up. Where a shop knows nothing but page numbers, they overlap.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

SECOND = timedelta(seconds=1)
BETWEEN = "|"


@dataclass(frozen=True, slots=True)
class Place:
    """The page (or the row) of this number, of the list of what changed since."""

    since: datetime | None
    number: int


def place_of(start: str, since: datetime | None, *, first: int) -> Place:
    """The place that `following` wrote down; without one the beginning of the list."""
    moment, _, number = start.rpartition(BETWEEN)
    return Place(datetime.fromisoformat(moment) if moment else since, int(number or first))


def following(place: Place, changed: Sequence[datetime | None], *, number: int | None, first: int) -> str:
    """Where it goes on after a page of orders that `changed` then; `number` is of the next page, if any.

    The list begins anew at the last time of change. Shops tell whole seconds, so it begins with the orders of
    that second, of which there may be more; only where a page is full of one second its next page is wanted.
    """
    if number is None:
        return ""
    times = [one for one in changed if one is not None]
    since = times[-1] - SECOND if times else None
    is_in_order = len(times) == len(changed) and times == sorted(times)
    if since is not None and is_in_order and (place.since is None or since > place.since):
        return f"{since.isoformat()}{BETWEEN}{first}"
    return f"{place.since.isoformat() if place.since else ''}{BETWEEN}{number}"


@dataclass(frozen=True, slots=True)
class Rows:
    """The page of this number, where each has so many rows."""

    number: int
    size: int

    @property
    def end(self) -> int:
        return self.number * self.size


def overlapping(end: int, *, most: int, overlap: int) -> Rows:
    """The page that begins a few rows before this end and reaches furthest.

    For lists that only go by page number, in an order that nobody promises: an order that goes elsewhere
    while pages are read makes all after it move up, and is found again in the rows that two pages share.
    """
    latest = max(end - overlap, 0)
    pages: Iterable[Rows] = (Rows(latest // size + 1, size) for size in range(most // 2 + 1, most + 1))
    return max(pages, key=lambda one: one.end)
