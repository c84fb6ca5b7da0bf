"""What a workbook says beside its cells: its sheets, and how styles show a number."""

from __future__ import annotations

import datetime as dt
import posixpath
import re
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import IO, Any
from xml.parsers import expat

from pakhuis.imports.readers.cells import cell_text

BROKEN = (
    *(zipfile.BadZipFile, zlib.error, expat.ExpatError, NotImplementedError),
    *(EOFError, OSError, LookupError, ValueError, ArithmeticError),
)
"""What comes up in an archive or its XML that is damaged."""
_DATES = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}
"""Number formats without a code of their own that stand for a day or a time."""
_NO_DATE = re.compile(r'"[^"]*"|\\.|\[(?!h+\]|m+\]|s+\])[^\]]*\]|_.|\*.', re.IGNORECASE)
_IS_DATE = re.compile(r"[dmyhs]", re.IGNORECASE)
_IS_LENGTH = re.compile(r"\[(h+|m+|s+)\]", re.IGNORECASE)
# Cells have no time zone.
_FIRST_OF_1904 = dt.datetime.fromisoformat("1904-01-01")
_LAST_OF_1899 = dt.datetime.fromisoformat("1899-12-31")
_ZEROS = re.compile("0[0#]+")
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_SIGNS = {"&lt;": "<", "&gt;": ">", "&quot;": '"', "&apos;": "'"}
_OTHER_SIGN = re.compile(f"&(?!{'|'.join(one[1:] for one in (*_SIGNS, '&amp;'))})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """What a workbook says beside its cells: the part of each sheet, and how styles show their numbers.

    `shows` has for each style ``day``, ``length`` (of time), ``percent``, zeros (“00000”) or nothing special.
    """

    parts: dict[str, str]
    hidden: frozenset[str]
    is_1904: bool
    shows: list[str]


def _elements(file: IO[bytes], wanted: Callable[[str, dict[str, str]], None]) -> None:
    """Tell every element of a small part by its name without prefix."""
    parser = parser_of()
    parser.StartElementHandler = lambda name, given: wanted(name.rpartition(":")[2], given)
    parser.ParseFile(file)


def parser_of() -> Any:
    parser = expat.ParserCreate()
    parser.buffer_text = True

    def refuse(*_: object) -> None:
        raise ValueError("No workbook declares entities.")

    parser.EntityDeclHandler = refuse
    return parser


def book_of(archive: zipfile.ZipFile) -> Book:
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
    return Book(
        parts={name: part for name, part, _ in tables},
        hidden=frozenset(name for name, _, is_hidden in tables if is_hidden),
        is_1904=said.get("date1904") in ("1", "true"),
        shows=shows_of(archive),
    )


def shows_of(archive: zipfile.ZipFile) -> list[str]:
    """For each style of cells how it shows a number: see `Book`."""
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
        return (
            "length"
            if number == 46
            else "day"
            if number in _DATES
            else "percent"
            if number in (9, 10)
            else ""
        )
    bare = _NO_DATE.sub("", code.partition(";")[0])
    if _IS_LENGTH.search(bare):
        return "length"
    if _IS_DATE.search(bare):
        return "day"
    return "percent" if bare.endswith("%") else bare if _ZEROS.fullmatch(bare) else ""


def is_written_otherwise(shown: str) -> bool:
    return shown == "percent" or shown.startswith("0")


def as_written(text: str, shown: str) -> str:
    """A number as a person sees it: 123 as “00123”, 0.05 as “5%”."""
    if shown == "percent":
        return f"{round(Decimal(text) * 100, 10).normalize():f}%"
    plain = cell_text(float(text))
    return plain.zfill(len(shown)) if plain.isdigit() else plain


def moment_of(days: float, shown: str, *, is_1904: bool) -> object:
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


def escapes_out(text: str) -> str:
    """A text with the letters back that XML cannot hold: ``_x000D_`` is a carriage return."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


def signs_known(xml: str) -> bool:
    """Whether the only signs in it are the five of all XML, which `signs_out` knows."""
    return "&" not in xml or _OTHER_SIGN.search(xml) is None


def signs_out(xml: str) -> str:
    """Text of XML as it is meant."""
    if "&" in xml:
        for sign, meant in _SIGNS.items():
            xml = xml.replace(sign, meant)
        xml = xml.replace("&amp;", "&")
    return xml
