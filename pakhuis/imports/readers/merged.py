"""Cells merged downwards: their text stands in the first row only, and is meant for each of them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import islice
from typing import IO

MOST = 200_000
"""Merged cells of a sheet that are looked at."""
PIECE = 1 << 20
LONGEST = 200
"""Bytes that one merged cell takes in XML at most; of so many the next piece begins with the last ones."""
_MERGED = re.compile(
    rb'<(?:\w+:)?mergeCell\s[^>]*?ref="\$?([A-Z]{1,3})\$?(\d{1,7}):\$?[A-Z]{1,3}\$?(\d{1,7})"'
)

Row = tuple[int, list[str]]
Span = tuple[int, int, int]
"""First row and last row, counted from 1, and the first column, from 0."""


class OpenSpans:
    """Merged cells while their rows are read: the text of each stands in the rows below it, too."""

    def __init__(self) -> None:
        self._open: dict[int, tuple[int, str]] = {}

    def begin(self, column: int, text: str, *, last: int) -> None:
        """A cell goes on to its last row."""
        self._open[column] = (last, text)

    def covers(self, column: int, row: int) -> bool:
        return column in self._open and row <= self._open[column][0]

    def fill(self, cells: list[str], row: int) -> None:
        """Give each empty cell of a span its text, as the row ends; one without anything else stays empty."""
        if not self._open:
            return
        if any(cells):
            for column, (last, text) in self._open.items():
                if row <= last and text:
                    cells.extend([""] * (column + 1 - len(cells)))
                    cells[column] = cells[column] or text
        self._open = {column: span for column, span in self._open.items() if span[0] > row}

    def clear(self) -> None:
        self._open = {}


class Downwards:
    """The spans of a sheet that go over more than one row."""

    def __init__(self, spans: Iterable[Span]) -> None:
        self._by_first: dict[int, list[tuple[int, int]]] = defaultdict(list)
        for first, last, column in islice(spans, MOST):
            if last > first:
                self._by_first[first].append((last, column))

    def __bool__(self) -> bool:
        return bool(self._by_first)

    def filled(self, rows: Iterable[Row]) -> Iterator[Row]:
        """The rows, each empty cell of a span with its text; a row without anything else stays empty."""
        spans = OpenSpans()
        for number, cells in rows:
            spans.fill(cells, number)
            for last, column in self._by_first.get(number, ()):
                if column < len(cells) and cells[column]:
                    spans.begin(column, cells[column], last=last)
            yield number, cells


def spans_in(file: IO[bytes]) -> Iterator[Span]:
    """The merged cells of an XLSX sheet, which stand behind all of its rows; found without reading those."""
    rest = b""
    while piece := file.read(PIECE):
        whole = rest + piece
        end = 0
        for found in _MERGED.finditer(whole) if b"mergeCell" in whole else ():
            yield int(found[2]), int(found[3]), column_of(found[1].decode()) - 1
            end = found.end()
        rest = whole[max(end, len(whole) - LONGEST) :]


MOST_LETTERS = 3
BEYOND = 1_000_000_000
"""Where a cell stands that is farther to the right than any sheet is wide: too far for everybody."""


@lru_cache(maxsize=2000)
def column_of(letters: str) -> int:
    """Which column, counted from 1, a spreadsheet calls so."""
    if len(letters) > MOST_LETTERS:
        return BEYOND
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number
