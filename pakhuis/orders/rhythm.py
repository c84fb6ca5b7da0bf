"""How often somebody orders, and whether the next order is due. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from statistics import median_low

FEWEST_DAYS = 3
"""Days of ordering that make a rhythm: two say how long it took once."""


@dataclass(frozen=True, slots=True)
class Rhythm:
    """Usually an order every so many days; `due` is when the next would come by that."""

    days: int
    due: date

    def days_late(self, today: date) -> int:
        """How many days the next order is late; none until it is due."""
        return max(0, (today - self.due).days)


def rhythm(ordered: Iterable[date]) -> Rhythm | None:
    """The median number of days between days of ordering; several orders of a day count once.

    The median, as one summer holiday would pull an average along. None while there is too little to say.
    """
    days = sorted(set(ordered))
    if len(days) < FEWEST_DAYS:
        return None
    usual = median_low((later - earlier).days for earlier, later in pairwise(days))
    return Rhythm(days=usual, due=days[-1] + timedelta(days=usual))
