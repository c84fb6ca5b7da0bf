"""A column of days: 2026-12-31, 31-12-2026, 31/12/2026, or the number of days a spreadsheet counts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from pakhuis.imports.columns.contract import Column, Known, WrongCell
from pakhuis.imports.problems import not_a_date
from pakhuis.ownfields.values import as_day

FIRST_DAY = date(1899, 12, 30)
"""Day 0 of spreadsheets."""
EARLIEST, LATEST = 20_000, 80_000
"""Numbers between these are days from 1954 to 2119; others are no dates."""


def day_of(text: str) -> date | None:
    """The day a text stands for, None for none."""
    if text.isascii() and text.isdigit() and EARLIEST < int(text) < LATEST:
        return FIRST_DAY + timedelta(days=int(text))
    return as_day(text)


@dataclass(frozen=True, kw_only=True)
class DateColumn(Column):
    """What is assigned is a date."""

    def clean(self, text: str, known: Known) -> Any:
        day = day_of(text)
        if day is None:
            raise WrongCell(not_a_date((self.target,), text))
        return day
