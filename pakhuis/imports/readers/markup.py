"""Tables of pages, and XML of Excel 2003, that call themselves `.xls`: many programs export so.

Excel opens both without a word, so nobody who has such a file knows what it is. Read as a stream.
"""

from __future__ import annotations

import codecs
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from html.parser import HTMLParser
from pathlib import Path
from xml.parsers import expat

from pakhuis.imports.problems import (
    broken_file,
    merged_downwards,
    no_such_sheet,
    not_a_table,
    other_sheets,
    too_many_cells,
)
from pakhuis.imports.readers.cells import cell_text, tidy
from pakhuis.imports.readers.contract import Limits, ReadOptions
from pakhuis.imports.readers.encodings import encoding_of
from pakhuis.imports.readers.merged import OpenSpans
from pakhuis.imports.readers.workbook import parser_of
from pakhuis.kernel.problem import Problem, Refused

PIECE = 1 << 16
SURVEYED = 5000
"""After so many rows the table they are of is known to be one: what comes behind is not looked for."""
EXCEL_2003 = b"urn:schemas-microsoft-com:office:spreadsheet"
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?([\w-]+)", re.IGNORECASE)
_NUMBER = re.compile(r"-?\d{1,15}(\.\d+)?(E[+-]?\d{1,2})?", re.IGNORECASE)
_MIDNIGHT = "T00:00:00.000"

Row = tuple[str, int, list[str]]
"""The table, the number of the row in it, and its cells."""


class MarkupSource:
    """The chosen table, else the first with several rows and columns."""

    kind = "spreadsheet"
    keeps_width = False
    is_tidy = False

    def __init__(self, path: Path, options: ReadOptions, limits: Limits) -> None:
        self._path, self._limits = path, limits
        self.warnings: list[Problem] = []
        self._merged: set[str] = set()
        heights: Counter[str] = Counter()
        wide = set()
        for count, (name, number, cells) in enumerate(self._all()):
            heights[name] = number
            if len(cells) > 1:
                wide.add(name)
            if count > SURVEYED and (options.sheet or name) in wide:
                break
        self.sheets = tuple(heights)
        tables = [one for one in self.sheets if one in wide and heights[one] > 1]
        if options.sheet and options.sheet not in self.sheets:
            raise Refused([no_such_sheet(options.sheet)])
        if not tables:
            raise Refused([not_a_table("HTML / XML")])
        chosen = options.sheet or tables[0]
        others = [one for one in tables if one != chosen]
        if others and not options.sheet:
            self.warnings.append(other_sheets(", ".join(others)))
        if chosen in self._merged:
            self.warnings.append(merged_downwards())
        self.options = ReadOptions(sheet=chosen, header_row=options.header_row)

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        for name, number, cells in self._all():
            if name == self.options.sheet:
                yield number, cells

    def _all(self) -> Iterator[Row]:
        """The rows of every table in which anything stands."""
        with self._path.open("rb") as file:
            start = file.read(PIECE)
        if EXCEL_2003 in start:
            rows = _rows_of_excel(self._path, _Excel2003(self._merged))
        else:
            rows = _rows_of_page(self._path, start, _Page(self._merged))
        size = 0
        for row in rows:
            size += len(row[2])
            if size > self._limits.cells or len(row[2]) > self._limits.columns:
                raise Refused([too_many_cells(self._limits.cells)])
            if any(row[2]):
                yield row


def _rows_of_page(path: Path, start: bytes, page: _Page) -> Iterator[Row]:
    with path.open(encoding=_encoding(path, start), errors="replace", newline="") as file:
        while piece := file.read(PIECE):
            page.feed(piece)
            yield from page.taken()
    page.close()
    page.end_row()
    yield from page.taken()


def _encoding(path: Path, start: bytes) -> str:
    """What the bytes tell; where they may be anything, what the page says of itself."""
    found = encoding_of(path, start)
    said = _CHARSET.search(start)
    if said and not found.startswith("utf"):
        try:
            return codecs.lookup(said[1].decode()).name
        except LookupError:
            return found
    return found


class _Page(HTMLParser):
    """The rows of a page's tables. What stands in a table within a cell is of that cell.

    Tables with cells over several rows are added to `merged`. Those that begin below such a cell move to the
    right of it, and a part of the table (its head, its foot) ends them.
    """

    def __init__(self, merged: set[str]) -> None:
        super().__init__(convert_charrefs=True)
        self._merged = merged
        self._done: list[Row] = []
        self._depth = self._tables = self._number = self._span = self._down = 0
        self._spans = OpenSpans()
        self._cells: list[str] | None = None
        self._texts: list[str] | None = None

    def taken(self) -> list[Row]:
        done, self._done = self._done, []
        return done

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self._depth += 1
            if self._depth == 1:
                self._tables, self._number = self._tables + 1, 0
                self._spans.clear()
        elif tag in ("br", "p", "div", "li") and self._texts is not None:
            self._texts.append("\n")
        elif self._depth != 1:
            return
        elif tag == "tr":
            self.end_row()
            self._cells = []
        elif tag in PARTS:
            self.end_row()
            self._spans.clear()
        elif tag in ("td", "th") and self._cells is not None:
            self._end_cell()
            self._span, self._down = _count(attrs, "colspan"), _count(attrs, "rowspan")
            self._texts = []

    def handle_endtag(self, tag: str) -> None:
        if tag == "table" and self._depth:
            if self._depth == 1:
                self.end_row()
            self._depth -= 1
        elif self._depth == 1 and tag in ("td", "th"):
            self._end_cell()
        elif self._depth == 1 and tag == "tr":
            self.end_row()

    def handle_data(self, data: str) -> None:
        if self._texts is not None:
            self._texts.append(data if data.strip() else " ")

    def _end_cell(self) -> None:
        # A row that is wider than any spreadsheet is refused when it ends.
        if self._cells is not None and self._texts is not None and len(self._cells) <= MOST_COLUMNS:
            lines = (" ".join(one.split()) for one in "".join(self._texts).split("\n"))
            row = self._number + 1
            while self._spans.covers(len(self._cells), row):
                self._cells.append("")
            text = tidy("\n".join(one for one in lines if one))
            texts = [text, *[""] * (self._span - 1)]
            if self._down > 1:
                self._merged.add(self._name)
                for place, one in enumerate(texts, start=len(self._cells)):
                    self._spans.begin(place, one, last=row + self._down - 1)
            self._cells += texts
        self._texts = None

    def end_row(self) -> None:
        self._end_cell()
        if self._cells is not None:
            self._number += 1
            self._spans.fill(self._cells, self._number)
            self._done.append((self._name, self._number, self._cells))
        self._cells = None

    @property
    def _name(self) -> str:
        return f"Table {self._tables}"


PARTS = ("thead", "tbody", "tfoot")
MOST_SPANNED = {"colspan": 1_000, "rowspan": 65_534}
"""As browsers have it."""


def _count(attrs: Sequence[tuple[str, str | None]], name: str) -> int:
    """Over how many columns or rows a cell goes; one where that is not said, or said to be none."""
    said = dict(attrs).get(name) or ""
    is_number = said.isascii() and said.isdecimal() and len(said) < 9
    return min(max(int(said), 1), MOST_SPANNED[name]) if is_number else 1


def _rows_of_excel(path: Path, book: _Excel2003) -> Iterator[Row]:
    try:
        with path.open("rb") as file:
            while piece := file.read(PIECE):
                book.parser.Parse(piece.lstrip() if not book.is_begun else piece, False)
                book.is_begun = True
                yield from book.taken()
        book.parser.Parse(b"", True)
    except (expat.ExpatError, ValueError, LookupError):
        raise Refused([broken_file()]) from None
    yield from book.taken()


class _Excel2003:
    """The rows of a workbook in XML as they end; a row or cell that is left out moves those behind it."""

    def __init__(self, merged: set[str]) -> None:
        self.is_begun = False
        self._merged, self._spans, self._down = merged, OpenSpans(), 0
        self._done: list[Row] = []
        self._sheet, self._number, self._place, self._across = "", 0, 0, 0
        self._cells: dict[int, str] = {}
        self._texts: list[str] | None = None
        self._kind = ""
        self.parser = parser_of()
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._said

    def taken(self) -> list[Row]:
        done, self._done = self._done, []
        return done

    def _start(self, name: str, given: dict[str, str]) -> None:
        bare = name.rpartition(":")[2]
        said = {key.rpartition(":")[2]: value for key, value in given.items()}
        if bare == "Worksheet":
            self._sheet, self._number = said.get("Name", "?"), 0
            self._spans.clear()
        elif bare == "Row":
            self._number = max(self._number + 1, int(said.get("Index", 0)))
            self._cells, self._place, self._across = {}, 0, 0
        elif bare == "Cell":
            self._place = max(self._place + self._across + 1, int(said.get("Index", 0)))
            self._across, self._down = int(said.get("MergeAcross", 0)), int(said.get("MergeDown", 0))
        elif bare == "Data":
            self._kind, self._texts = said.get("Type", "String"), []

    def _said(self, text: str) -> None:
        if self._texts is not None:
            self._texts.append(text)

    def _end(self, name: str) -> None:
        bare = name.rpartition(":")[2]
        if bare == "Data" and self._texts is not None:
            self._cells[self._place] = _value("".join(self._texts), self._kind)
            self._texts = None
            if self._down > 0:
                self._merged.add(self._sheet)
                last = self._number + self._down
                self._spans.begin(self._place - 1, self._cells[self._place], last=last)
        elif bare == "Row":
            width = max(self._cells, default=0)
            if width > MOST_COLUMNS:
                raise ValueError("No spreadsheet is as wide.")
            cells = [self._cells.get(place, "") for place in range(1, width + 1)]
            self._spans.fill(cells, self._number)
            self._done.append((self._sheet, self._number, cells))


MOST_COLUMNS = 16_384
"""The last column of a spreadsheet."""


def _value(text: str, kind: str) -> str:
    if kind == "Number" and _NUMBER.fullmatch(text):
        return cell_text(float(text))
    return tidy(text.removesuffix(_MIDNIGHT).replace("T", " ") if kind == "DateTime" else text)
