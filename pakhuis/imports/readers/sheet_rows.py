"""The rows of an XLSX sheet as they come out of its XML: a row is forgotten when it has been given."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import IO

from pakhuis.imports.problems import too_many_cells
from pakhuis.imports.readers.cells import cell_text, is_tidy, tidy
from pakhuis.imports.readers.contract import Limits
from pakhuis.imports.readers.merged import column_of
from pakhuis.imports.readers.shared_texts import SharedTexts
from pakhuis.imports.readers.whole_elements import fed
from pakhuis.imports.readers.workbook import (
    Book,
    as_written,
    escapes_out,
    is_written_otherwise,
    moment_of,
    parser_of,
    signs_known,
    signs_out,
)
from pakhuis.kernel.problem import Refused

MOST_BLANK = 1000
"""Rows that are not there are given as blank ones, but no more than so many in a row."""
MOST_LOOKS = 10_000
"""Looks of cells of which it is remembered how to read them."""
_DIGITS = re.compile(r"[1-9][0-9]{0,14}")
_ROW = re.compile(r"\s*<row((?: [^<>]*)?)>")
_NUMBER = re.compile(r' r="([0-9]{1,7})"')
_CELL = re.compile(
    r'<c(?: r="([A-Z]{1,3})[0-9]{1,7}")?((?: (?!r=)[a-z]+="[A-Za-z0-9]*")*) ?'
    r"(?:/>|>(?:<f(?: [^<>]*)?(?:/>|>[^<]*</f>))?"
    r'(?:<v>([^<]*)</v>|<v ?/>|<is><t(?: xml:space="preserve")? ?(?:/>|>([^<]*)</t>)</is>)?</c>)'
    r"|(\S)"
)
"""A cell as programs usually write it: column, its other attributes, value, text; or anything else."""
_KIND, _STYLE = re.compile(' t="([A-Za-z]*)"'), re.compile(' s="([0-9]*)"')


def rows_in(
    file: IO[bytes], book: Book, texts: SharedTexts, limits: Limits
) -> Iterator[tuple[int, list[str]]]:
    """Every row from the first, blank ones too."""
    sheet = _Sheet(book, texts, limits)
    last = 0
    for _ in fed(file, sheet.parser, element="row", take=sheet.take):
        for number, cells in sheet.done:
            yield from ((blank, []) for blank in range(max(last + 1, number - MOST_BLANK), number))
            last = number
            yield number, cells
        sheet.done.clear()


class _Sheet:
    """Gathers the filled rows in `done`, those that nobody has taken yet."""

    def __init__(self, book: Book, texts: SharedTexts, limits: Limits) -> None:
        self._book, self._shared, self._limits = book, texts, limits
        self._readers: dict[str, Callable[[str], str] | None] = {}
        self.done: list[tuple[int, list[str]]] = []
        self._number, self._cells = 0, list[str]()
        self._place, self._kind, self._style = 0, "", ""
        self._texts: list[str] = []
        self._is_read = self._is_hidden = False
        self.parser = parser_of()
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._said

    def take(self, run: str) -> bool:
        """Whole rows of cells as programs usually write them; false, and nothing taken, for any others."""
        if not signs_known(run):
            return False
        is_plain = "&" not in run and "_x" not in run
        number, rows = self._number, []
        for row in run.split("</row>")[:-1]:
            begun = _ROW.match(row)
            if begun is None or begun[1].endswith("/"):
                return False
            said = _NUMBER.search(begun[1])
            if said is None and " r=" in begun[1]:
                return False
            number = max(number + 1, int(said[1]) if said else 0)
            cells = self._cells_of(row, begun.end(), is_plain=is_plain)
            if cells is None:
                return False
            rows.append((number, cells))
        for number, cells in rows:
            self._row_ends(number, cells)
        self._number = number
        return True

    def _cells_of(self, row: str, start: int, *, is_plain: bool) -> list[str] | None:
        """The cells of a row; None where it holds anything but cells."""
        cells: list[str] = []
        place = 0
        readers = self._readers
        for letters, attributes, value, text, other in _CELL.findall(row, start):
            if other:
                return None
            place = column_of(letters) if letters else place + 1
            said = value or text
            if not said:
                continue
            read = readers[attributes] if attributes in readers else self._reader_of(attributes)
            if read is not None:
                said = read(said)
            elif not is_plain:
                said = escapes_out(signs_out(said))
            if place == len(cells) + 1:
                cells.append(said)
            else:
                self._put(cells, place, said)
        return cells

    def _reader_of(self, attributes: str) -> Callable[[str], str] | None:
        """What makes a text of what stands in a cell with these attributes; None where it is one."""
        kind, style = _KIND.search(attributes), _STYLE.search(attributes)
        read = self._reading(kind[1] if kind else "n", style[1] if style else "")
        if len(self._readers) < MOST_LOOKS:
            self._readers[attributes] = read
        return read

    def _put(self, cells: list[str], place: int, text: str) -> None:
        """A cell in its column, which are counted from 1; of two for one place the first stays."""
        missing = place - len(cells) - 1
        if missing < 0:
            return
        if place > self._limits.cells:
            raise Refused([too_many_cells(self._limits.cells)])
        cells += [""] * missing
        cells.append(text)

    def _row_ends(self, number: int, cells: list[str]) -> None:
        if not is_tidy(cells):
            cells = [tidy(one) for one in cells]
        if any(cells):
            self.done.append((number, cells))

    def _start(self, name: str, given: dict[str, str]) -> None:
        bare = name.rpartition(":")[2]
        if bare in ("v", "t"):
            self._is_read = not self._is_hidden
        elif bare == "c":
            where = given.get("r")
            self._place = column_of(where.rstrip("0123456789")) if where else self._place + 1
            self._kind, self._style = given.get("t", "n"), given.get("s", "")
            self._texts = []
        elif bare == "row":
            # Numbers only rise, whatever a careless program wrote: a row is known by its number.
            self._number = max(self._number + 1, int(given.get("r", 0)))
            self._cells, self._place = [], 0
        elif bare == "rPh":
            self._is_hidden = True

    def _said(self, text: str) -> None:
        if self._is_read:
            self._texts.append(text)

    def _end(self, name: str) -> None:
        self._is_read = False
        bare = name.rpartition(":")[2]
        if bare == "c":
            if self._texts:
                text, read = "".join(self._texts), self._reading(self._kind, self._style)
                self._put(self._cells, self._place, read(text) if read else escapes_out(text))
        elif bare == "rPh":
            self._is_hidden = False
        elif bare == "row":
            self._row_ends(self._number, self._cells)

    def _reading(self, kind: str, style: str) -> Callable[[str], str] | None:
        if kind == "s":
            return lambda text: self._shared.text(int(text))
        if kind != "n":
            return None
        looks = int(style or 0)
        shown = self._book.shows[looks] if looks < len(self._book.shows) else ""
        if is_written_otherwise(shown):
            return lambda text: as_written(text, shown)
        if shown:
            return lambda text: cell_text(moment_of(float(text), shown, is_1904=self._book.is_1904))
        return _number


def _number(text: str) -> str:
    return text if _DIGITS.fullmatch(text) else cell_text(float(text))
