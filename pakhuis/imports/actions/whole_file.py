"""All rows of a run, for what has to be known of a file before its first row is taken."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pakhuis.bulk.reading import values_of
from pakhuis.imports.models import ImportRun

AT_ONCE = 5000


def texts_of(run: ImportRun, places: Sequence[int]) -> Iterator[dict[int, list[str]]]:
    """The texts in these columns of the file, by the column's place, some thousands of rows at a time."""
    last = 0
    while places:
        found = run.rows.filter(number__gt=last).order_by("number")[:AT_ONCE]
        rows = values_of(found, ("number", "cells"))
        if not rows:
            return
        last = rows[-1][0]
        yield {place: [cells[place] for _, cells in rows if place < len(cells)] for place in places}
