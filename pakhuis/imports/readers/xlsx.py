"""Big XLSX files as a stream: a row is forgotten when it has been given, so that memory stays flat.

Calamine reads a sheet as a whole, which is quick and knows every oddity; of a sheet with a million rows it
would keep gigabytes. Values here are those calamine gives (a test compares them over all our files).
"""

from __future__ import annotations

import os
import re
import tempfile
import zipfile
from array import array
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import IO, Self

from pakhuis.imports.problems import (
    broken_file,
    empty_file,
    merged_downwards,
    no_such_sheet,
    other_sheets,
    too_many_cells,
)
from pakhuis.imports.readers.cells import cell_text, tidy
from pakhuis.imports.readers.contract import Limits, ReadOptions
from pakhuis.imports.readers.merged import Downwards, column_of, spans_in
from pakhuis.imports.readers.workbook import (
    BROKEN,
    Book,
    as_written,
    book_of,
    is_written_otherwise,
    moment_of,
    parser_of,
    shows_of,
)
from pakhuis.kernel.problem import Problem, Refused

BIG = 30_000_000
"""From so many bytes of a sheet on it is read as a stream."""
PIECE = 1 << 17
STRINGS_REMEMBERED = 50_000
MOST_BLANK = 1000
"""Rows that are not there are given as blank ones, but no more than so many in a row."""
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_DIGITS = re.compile(r"[1-9][0-9]{0,14}")


class StreamedSource:
    """One sheet of a big workbook. Hidden sheets are offered but never chosen by themselves."""

    kind = "spreadsheet"
    keeps_width = False

    def __init__(self, path: Path, options: ReadOptions, limits: Limits) -> None:
        self._path, self._limits = path, limits
        self.warnings: list[Problem] = []
        try:
            with zipfile.ZipFile(path) as archive:
                self._book = book_of(archive)
                self.sheets = tuple(self._book.parts)
                visible = [one for one in self.sheets if one not in self._book.hidden]
                if options.sheet and options.sheet not in self.sheets:
                    raise Refused([no_such_sheet(options.sheet)])
                big = (one for one in visible if archive.getinfo(self._book.parts[one]).file_size > BIG)
                filled = (
                    one for one in (*visible, *self.sheets) if self._is_filled(archive, self._book.parts[one])
                )
                self._name = options.sheet or next(big, "") or next(filled, "")
                if not self._name:
                    raise Refused([empty_file()])
                with archive.open(self._book.parts[self._name]) as file:
                    self._merged = Downwards(spans_in(file))
                others = [
                    one
                    for one in visible
                    if one != self._name and self._is_filled(archive, self._book.parts[one])
                ]
        except BROKEN:
            raise Refused([broken_file()]) from None
        if others and not options.sheet:
            self.warnings.append(other_sheets(", ".join(others)))
        if self._merged:
            self.warnings.append(merged_downwards())
        self.options = ReadOptions(sheet=self._name, header_row=options.header_row)

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """Numbered as the spreadsheet does; a merged cell has its text in its first column, in each row."""
        try:
            with (
                zipfile.ZipFile(self._path) as archive,
                _strings_of(archive) as strings,
                archive.open(self._book.parts[self._name]) as file,
            ):
                yield from self._merged.filled(_rows(file, self._book, strings, self._limits))
        except BROKEN:
            raise Refused([broken_file()]) from None

    def _is_filled(self, archive: zipfile.ZipFile, part: str) -> bool:
        with archive.open(part) as file:
            return next(_rows(file, self._book, None, self._limits), None) is not None


def is_big(path: Path) -> bool:
    """Whether this is an XLSX with a sheet that is too big to be kept in memory."""
    try:
        with zipfile.ZipFile(path) as archive:
            sizes = {one.filename: one.file_size for one in archive.infolist()}
    except BROKEN:
        return False
    sheets = (size for name, size in sizes.items() if name.startswith("xl/worksheets/"))
    return "xl/workbook.xml" in sizes and any(size > BIG for size in sheets)


def shows_otherwise(path: Path) -> bool:
    """Whether this is an XLSX with numbers that are shown with zeros in front, or as percentages.

    Calamine does not tell: 123 shown as 00123 is a customer's number with five digits.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            return any(map(is_written_otherwise, shows_of(archive)))
    except BROKEN:
        return False


class _Strings:
    """The texts that cells share, in a passing file: only where each begins is kept in memory."""

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile()  # noqa: SIM115 - closed with this object
        self._ends = array("Q", [0])
        self.text = lru_cache(maxsize=STRINGS_REMEMBERED)(self._text)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def add(self, text: str) -> None:
        data = tidy(_unescaped(text)).encode("utf-8", "replace")
        self._file.write(data)
        self._ends.append(self._ends[-1] + len(data))

    def done(self) -> None:
        self._file.flush()

    def _text(self, place: int) -> str:
        start, end = self._ends[place], self._ends[place + 1]
        return os.pread(self._file.fileno(), end - start, start).decode()


def _strings_of(archive: zipfile.ZipFile) -> _Strings:
    strings = _Strings()
    if "xl/sharedStrings.xml" not in archive.namelist():
        return strings
    parser = parser_of()
    texts: list[str] = []
    # Within `rPh` stands how a text is pronounced, which nobody sees.
    state = {"reads": False, "hidden": False}

    def start(name: str, _: object) -> None:
        bare = name.rpartition(":")[2]
        if bare == "si":
            texts.clear()
        elif bare == "rPh":
            state["hidden"] = True
        state["reads"] = bare == "t" and not state["hidden"]

    def end(name: str) -> None:
        bare = name.rpartition(":")[2]
        state["reads"] = False
        if bare == "rPh":
            state["hidden"] = False
        elif bare == "si":
            strings.add("".join(texts))

    def said(text: str) -> None:
        if state["reads"]:
            texts.append(text)

    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, said
    with archive.open("xl/sharedStrings.xml") as file:
        parser.ParseFile(file)
    strings.done()
    return strings


def _rows(
    file: IO[bytes], book: Book, strings: _Strings | None, limits: Limits
) -> Iterator[tuple[int, list[str]]]:
    """Every row from the first, blank ones too; without `strings` their texts are all “?”."""
    sheet = _Sheet(book, strings, limits)
    last = 0
    while True:
        piece = file.read(PIECE)
        sheet.parser.Parse(piece, not piece)
        for number, cells in sheet.done:
            if strings is not None:
                yield from ((blank, []) for blank in range(max(last + 1, number - MOST_BLANK), number))
            last = number
            yield number, cells
        sheet.done.clear()
        if not piece:
            return


class _Sheet:
    """The rows of a sheet as they come out of its XML; `done` are those that nobody has taken yet."""

    def __init__(self, book: Book, strings: _Strings | None, limits: Limits) -> None:
        self._shows, self._book, self._strings, self._limits = book.shows, book, strings, limits
        self.done: list[tuple[int, list[str]]] = []
        self._number, self._cells = 0, list[str]()
        self._place, self._kind, self._style = 0, "", ""
        self._texts: list[str] = []
        self._is_read = self._is_hidden = False
        self.parser = parser_of()
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._said

    def _start(self, name: str, given: dict[str, str]) -> None:
        bare = name.rpartition(":")[2] if ":" in name else name
        if bare == "v" or bare == "t":  # noqa: PLR1714 - a third of all calls, and quicker
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
        bare = name.rpartition(":")[2] if ":" in name else name
        if bare == "c":
            if self._texts:
                self._put(self._value("".join(self._texts)))
        elif bare == "rPh":
            self._is_hidden = False
        elif bare == "row" and any(self._cells):
            self.done.append((self._number, self._cells))

    def _put(self, text: str) -> None:
        missing = self._place - len(self._cells) - 1
        if missing < 0:
            return
        if self._place > self._limits.cells:
            raise Refused([too_many_cells(self._limits.cells)])
        if missing:
            self._cells += [""] * missing
        self._cells.append(text)

    def _value(self, text: str) -> str:
        kind = self._kind
        if kind == "s":
            return "?" if self._strings is None else self._strings.text(int(text))
        if kind != "n":
            return tidy(_unescaped(text))
        style = int(self._style or 0)
        shown = self._shows[style] if style < len(self._shows) else ""
        if is_written_otherwise(shown):
            return as_written(text, shown)
        if shown:
            return cell_text(moment_of(float(text), shown, is_1904=self._book.is_1904))
        return text if _DIGITS.fullmatch(text) else cell_text(float(text))


def _unescaped(text: str) -> str:
    """A text with the letters back that XML cannot hold: ``_x000D_`` is a carriage return."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text
