"""Which orders must keep their names, and until when. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

LEAST_AGE = timedelta(days=7)
"""So old an order must be before who it was for may be taken off it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderAge:
    """An order of the person: since when its bookkeeping counts, and whether it is still being worked on."""

    id: int
    number: str
    counts_from: datetime
    is_open: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Split:
    """Orders that are not finished, those whose legal period is over, and those kept, with the last day."""

    open: tuple[OrderAge, ...]
    erased: tuple[OrderAge, ...]
    kept: tuple[tuple[OrderAge, date], ...]

    @property
    def first_end(self) -> date | None:
        """The last day of the order that may go first; None when none is kept."""
        return min((end for _, end in self.kept), default=None)


def may_anonymize_from(made: datetime) -> datetime:
    """The moment from which an order of that moment is old enough."""
    return made + LEAST_AGE


def split(orders: Iterable[OrderAge], *, years: int, now: datetime) -> Split:
    """An order counts from the day it was completed, else made; after `years` its names may go."""
    finished = [one for one in orders if not one.is_open]
    ends = [(one, later(one.counts_from.date(), years=years)) for one in finished]
    return Split(
        open=tuple(one for one in orders if one.is_open),
        erased=tuple(one for one, end in ends if end <= now.date()),
        kept=tuple((one, end) for one, end in ends if end > now.date()),
    )


def later(day: date, *, years: int) -> date:
    """The same day so many years on; of a leap day the first of March."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)
