"""Which picklist comes first: urgent ones, then those that are due, then the oldest."""

from __future__ import annotations

from datetime import date

AFTER_URGENT = 10_000_000
"""More than any day's number, so that every urgent picklist stands before all others."""


def rank(*, is_urgent: bool, made_on: date, wished_on: date | None) -> int:
    """The place in the queue as a number, lower first; those of the same number go by id.

    A picklist is due on the day the customer wished for, else on the day it was made. A wish for a day
    that had passed already does not jump the queue by more than the days it is late.
    """
    due = wished_on or made_on
    return due.toordinal() + (0 if is_urgent else AFTER_URGENT)


def urgent_rank(rank_now: int, *, is_urgent: bool) -> int:
    """The same place with urgency switched on or off."""
    return rank_now % AFTER_URGENT + (0 if is_urgent else AFTER_URGENT)
