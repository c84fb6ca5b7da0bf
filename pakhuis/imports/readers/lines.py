"""A sheet whose cells hold whole lines of a text file, as when Excel opened one and did not divide it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from pakhuis.imports.problems import lines_in_cells
from pakhuis.imports.readers.contract import Source
from pakhuis.imports.readers.delimiters import delimiter_of, unwrapped


class CutSource:
    """The rows of another source, their one cell cut at the delimiter."""

    keeps_width = True
    is_tidy = False

    def __init__(self, source: Source, delimiter: str) -> None:
        self._source = source
        self.kind, self.sheets = source.kind, source.sheets
        self.warnings = [*source.warnings, lines_in_cells()]
        self.options = replace(source.options, delimiter=delimiter)

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        for number, cells in self._source.rows():
            filled = [one for one in cells if one]
            yield number, unwrapped(filled, self.options.delimiter, 0) if len(filled) == 1 else cells


def delimiter_within(rows: Sequence[Sequence[str]]) -> str:
    """What divides the only cells of these rows, the first one too; empty where they are no lines."""
    lines = [[one for one in cells if one] for cells in rows if any(cells)]
    if len(lines) < 2 or any(len(one) != 1 for one in lines):
        return ""
    found = delimiter_of("\n".join(one[0] for one in lines), '"')
    is_cut = found != "none" and len(unwrapped(lines[0], found, 0)) > 1
    return found if is_cut else ""
