"""Big XLSX files as a stream: a row is forgotten when it has been given, so that memory stays flat.

Calamine reads a sheet as a whole, which is quick and knows every oddity; of a sheet with a million rows it
would keep gigabytes. Values here are those calamine gives (a test compares them over all our files).
"""

from __future__ import annotations

import datetime as dt
import os
import posixpath
import re
import tempfile
import zipfile
from array import array
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import IO, Any, Self
from xml.parsers import expat

from pakhuis.imports.problems import broken_file, empty_file, no_such_sheet, other_sheets, too_many_cells
from pakhuis.imports.readers.cells import cell_text, tidy
from pakhuis.imports.readers.contract import Limits, ReadOptions
from pakhuis.kernel.problem import Problem, Refused

BIG = 30_000_000
"""From so many bytes of a sheet on it is read as a stream."""
PIECE = 1 << 17
STRINGS_REMEMBERED = 50_000
MOST_BLANK = 1000
"""Rows that are not there are given as blank ones, but no more than so many in a row."""
_DATES = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}
"""Number formats without a code of their own that stand for a day or a time."""
_NO_DATE = re.compile(r'"[^"]*"|\\.|\[(?!h+\]|m+\]|s+\])[^\]]*\]|_.|\*.', re.IGNORECASE)
_IS_DATE = re.compile(r"[dmyhs]", re.IGNORECASE)
_IS_LENGTH = re.compile(r"\[(h+|m+|s+)\]", re.IGNORECASE)
_FIRST_OF_1904 = dt.datetime(1904, 1, 1)  # noqa: DTZ001 - cells have no time zone
_LAST_OF_1899 = dt.datetime(1899, 12, 31)  # noqa: DTZ001
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
                self._book = _book_of(archive)
                self.sheets = tuple(self._book.parts)
                visible = [one for one in self.sheets if one not in self._book.hidden]
                if options.sheet and options.sheet not in self.sheets:
                    raise Refused([no_such_sheet(options.sheet)])
                filled = (
                    one for one in (*visible, *self.sheets) if self._is_filled(archive, self._book.parts[one])
                )
                self._name = options.sheet or next(filled, "")
                if not self._name:
                    raise Refused([empty_file()])
                others = [
                    one
                    for one in visible
                    if one != self._name and self._is_filled(archive, self._book.parts[one])
                ]
        except (zipfile.BadZipFile, LookupError, ValueError, OverflowError, expat.ExpatError, OSError):
            raise Refused([broken_file()]) from None
        if others and not options.sheet:
            self.warnings.append(other_sheets(", ".join(others)))
        self.options = ReadOptions(sheet=self._name, header_row=options.header_row)

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """Numbered as the spreadsheet does; a merged cell has its text in the first of them."""
        try:
            with (
                zipfile.ZipFile(self._path) as archive,
                _strings_of(archive) as strings,
                archive.open(self._book.parts[self._name]) as file,
            ):
                yield from _rows(file, self._book, strings, self._limits)
        except (zipfile.BadZipFile, LookupError, ValueError, OverflowError, expat.ExpatError, OSError):
            raise Refused([broken_file()]) from None

    def _is_filled(self, archive: zipfile.ZipFile, part: str) -> bool:
        with archive.open(part) as file:
            return next(_rows(file, self._book, None, self._limits), None) is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Book:
    """What a workbook says beside its cells: the part of each sheet, and how styles show their numbers."""

    parts: dict[str, str]
    hidden: frozenset[str]
    is_1904: bool
    shows: list[str]


def is_big(archive_path: Path) -> bool:
    """Whether this is an XLSX with a sheet that had better be read as a stream."""
    try:
        with zipfile.ZipFile(archive_path) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, OSError):
        return False
    has_book = any(one.filename == "xl/workbook.xml" for one in entries)
    return has_book and any(
        one.file_size > BIG and one.filename.startswith("xl/worksheets/") for one in entries
    )


def _elements(file: IO[bytes], wanted: Callable[[str, dict[str, str]], None]) -> None:
    """Tell every element of a small part by its name without prefix."""
    parser = _parser()
    parser.StartElementHandler = lambda name, given: wanted(name.rpartition(":")[2], given)
    parser.ParseFile(file)


def _parser() -> Any:
    parser = expat.ParserCreate()
    parser.buffer_text = True

    def refuse(*_: object) -> None:
        raise ValueError("No workbook declares entities.")

    parser.EntityDeclHandler = refuse
    return parser


def _book_of(archive: zipfile.ZipFile) -> _Book:
    links: dict[str, str] = {}
    named: list[tuple[str, str, bool]] = []
    said: dict[str, str] = {}

    def link(name: str, given: dict[str, str]) -> None:
        if name == "Relationship" and given.get("Type", "").endswith("/worksheet"):
            target = given["Target"]
            links[given["Id"]] = posixpath.normpath(posixpath.join("/xl", target)).lstrip("/")

    def sheet(name: str, given: dict[str, str]) -> None:
        if name == "workbookPr":
            said.update(given)
        if name == "sheet":
            part = next((value for key, value in given.items() if key.rpartition(":")[2] == "id"), "")
            named.append((given["name"], part, given.get("state", "visible") != "visible"))

    with archive.open("xl/_rels/workbook.xml.rels") as file:
        _elements(file, link)
    with archive.open("xl/workbook.xml") as file:
        _elements(file, sheet)
    tables = [(name, links[part], is_hidden) for name, part, is_hidden in named if part in links]
    return _Book(
        parts={name: part for name, part, _ in tables},
        hidden=frozenset(name for name, _, is_hidden in tables if is_hidden),
        is_1904=said.get("date1904") in ("1", "true"),
        shows=_shows(archive),
    )


def _shows(archive: zipfile.ZipFile) -> list[str]:
    """For each style of cells: ``day``, ``length`` of time, or nothing special."""
    if "xl/styles.xml" not in archive.namelist():
        return []
    codes: dict[int, str] = {}
    styles: list[int] = []
    inside = [False]

    def style(name: str, given: dict[str, str]) -> None:
        if name == "numFmt":
            codes[int(given["numFmtId"])] = given.get("formatCode", "")
        elif name in ("cellXfs", "cellStyleXfs", "cellStyles", "dxfs"):
            inside[0] = name == "cellXfs"
        elif name == "xf" and inside[0]:
            styles.append(int(given.get("numFmtId", "0")))

    with archive.open("xl/styles.xml") as file:
        _elements(file, style)
    return [_shown(one, codes.get(one)) for one in styles]


def _shown(number: int, code: str | None) -> str:
    if code is None:
        return "length" if number == 46 else "day" if number in _DATES else ""
    bare = _NO_DATE.sub("", code.partition(";")[0])
    return "length" if _IS_LENGTH.search(bare) else "day" if _IS_DATE.search(bare) else ""


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
    parser = _parser()
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
    file: IO[bytes], book: _Book, strings: _Strings | None, limits: Limits
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

    def __init__(self, book: _Book, strings: _Strings | None, limits: Limits) -> None:
        self._shows, self._book, self._strings, self._limits = book.shows, book, strings, limits
        self.done: list[tuple[int, list[str]]] = []
        self._number, self._cells = 0, list[str]()
        self._place, self._kind, self._style = 0, "", ""
        self._texts: list[str] = []
        self._is_read = self._is_hidden = False
        self.parser = _parser()
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._said

    def _start(self, name: str, given: dict[str, str]) -> None:
        bare = name.rpartition(":")[2] if ":" in name else name
        if bare == "c":
            where = given.get("r")
            self._place = _column(where.rstrip("0123456789")) if where else self._place + 1
            self._kind, self._style = given.get("t", "n"), given.get("s", "")
            self._texts = []
        elif bare in ("v", "t"):
            self._is_read = not self._is_hidden
        elif bare == "row":
            self._number = int(given["r"]) if "r" in given else self._number + 1
            self._cells, self._place = [], 0
        elif bare == "rPh":
            self._is_hidden = True

    def _said(self, text: str) -> None:
        if self._is_read:
            self._texts.append(text)

    def _end(self, name: str) -> None:
        self._is_read = False
        bare = name.rpartition(":")[2] if ":" in name else name
        if bare == "rPh":
            self._is_hidden = False
        elif bare == "c":
            if self._texts:
                self._put(self._value("".join(self._texts)))
        elif bare == "row" and any(self._cells):
            self.done.append((self._number, self._cells))

    def _put(self, text: str) -> None:
        missing = self._place - len(self._cells) - 1
        if missing < 0:
            return
        if self._place > self._limits.cells:
            raise Refused([too_many_cells(self._limits.cells)])
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
        if shown:
            return cell_text(_moment(float(text), shown, is_1904=self._book.is_1904))
        return text if _DIGITS.fullmatch(text) else cell_text(float(text))


def _unescaped(text: str) -> str:
    """A text with the letters back that XML cannot hold: ``_x000D_`` is a carriage return."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


@lru_cache(maxsize=2000)
def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def _moment(days: float, shown: str, *, is_1904: bool) -> object:
    """A number of days as what its format shows: a length of time, a time of the day, or a moment."""
    since = dt.timedelta(milliseconds=round(days * 86_400_000))
    if shown == "length":
        return since
    if 0 <= days < 1:
        return (_FIRST_OF_1904 + since).time()
    if is_1904:
        return _FIRST_OF_1904 + since
    # The 29th of February 1900 counts, though it never was.
    return _LAST_OF_1899 + since - dt.timedelta(days=days >= 60)
