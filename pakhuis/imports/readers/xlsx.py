"""XLSX files as a stream: memory stays flat whatever their size, and their first rows are quickly seen.

Calamine reads a sheet as a whole, four times over until it is known what is in the file; of a sheet with a
million rows it would keep gigabytes, and it does not tell how numbers are shown: 123 shown as 00123 is a
customer's number with five digits. Otherwise values are those that calamine gives (a test compares them over
all our files).
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from pakhuis.imports.problems import broken_file, empty_file, merged_downwards, no_such_sheet, other_sheets
from pakhuis.imports.readers.contract import Limits, ReadOptions
from pakhuis.imports.readers.merged import Downwards, spans_in
from pakhuis.imports.readers.shared_texts import SharedTexts
from pakhuis.imports.readers.sheet_rows import rows_in
from pakhuis.imports.readers.workbook import BROKEN, book_of
from pakhuis.kernel.problem import Problem, Refused

BIG = 30_000_000
"""A sheet of so many bytes is the one with the customers, whatever stands before it."""
LOOKED_AT = 20
"""Rows that tell whether a sheet is a table."""


class StreamedSource:
    """One sheet of a workbook. Hidden sheets are offered but never chosen by themselves."""

    kind = "spreadsheet"
    keeps_width = False
    is_tidy = True

    def __init__(self, path: Path, options: ReadOptions, limits: Limits) -> None:
        self._path, self._limits = path, limits
        self.warnings: list[Problem] = []
        try:
            with zipfile.ZipFile(path) as archive:
                self._book = book_of(archive)
                self.sheets = tuple(self._book.parts)
                if options.sheet and options.sheet not in self.sheets:
                    raise Refused([no_such_sheet(options.sheet)])
                first = {one: self._first_rows(archive, one) for one in self.sheets}
                visible = [one for one in self.sheets if one not in self._book.hidden]
                self._name = options.sheet or self._chosen(archive, visible, first)
                with archive.open(self._book.parts[self._name]) as file:
                    self._merged = Downwards(spans_in(file))
        except BROKEN:
            raise Refused([broken_file()]) from None
        others = [one for one in visible if one != self._name and first[one]]
        if others and not options.sheet:
            self.warnings.append(other_sheets(", ".join(others)))
        if self._merged:
            self.warnings.append(merged_downwards())
        self.options = ReadOptions(sheet=self._name, header_row=options.header_row)

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """Numbered as the spreadsheet does; a merged cell has its text in its first column, in each row."""
        try:
            with zipfile.ZipFile(self._path) as archive:
                yield from self._merged.filled(self._rows(archive, self._name))
        except BROKEN:
            raise Refused([broken_file()]) from None

    def _rows(self, archive: zipfile.ZipFile, sheet: str) -> Iterator[tuple[int, list[str]]]:
        with SharedTexts(archive) as texts, archive.open(self._book.parts[sheet]) as file:
            yield from rows_in(file, self._book, texts, self._limits)

    def _first_rows(self, archive: zipfile.ZipFile, sheet: str) -> list[list[str]]:
        """The first rows with anything in them."""
        filled = (cells for _, cells in self._rows(archive, sheet) if cells)
        return list(islice(filled, LOOKED_AT))

    def _chosen(self, archive: zipfile.ZipFile, visible: list[str], first: dict[str, list[list[str]]]) -> str:
        """The first sheet with rows and columns, as one may only explain; else the first with anything."""
        big = (one for one in visible if archive.getinfo(self._book.parts[one]).file_size > BIG)
        tables = (one for one in visible if _is_table(first[one]))
        filled = (one for one in (*visible, *self.sheets) if first[one])
        name = next(big, "") or next(tables, "") or next(filled, "")
        if not name:
            raise Refused([empty_file()])
        return name


def _is_table(rows: list[list[str]]) -> bool:
    columns = {place for cells in rows for place, one in enumerate(cells) if one}
    return len(rows) > 1 and len(columns) > 1
