"""What a file really is, by its bytes; and whether it is safe to unpack."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from pakhuis.imports.problems import (
    broken_file,
    empty_file,
    encrypted,
    not_a_table,
    password_protected,
    too_big,
    too_big_for_ods,
    too_many_cells,
    unpacks_too_big,
)
from pakhuis.imports.readers.contract import Limits
from pakhuis.imports.readers.merged import column_of
from pakhuis.imports.readers.ods import largest_table
from pakhuis.imports.readers.ole import MOST_HELD, check_container
from pakhuis.imports.readers.workbook import BROKEN
from pakhuis.kernel.problem import Refused

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP = (b"PK\x03\x04", b"PK\x05\x06")
OTHERS = (
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"RIFF", "RIFF"),
    (b"II*\x00", "TIFF"),
    (b"BM", "BMP"),
    (b"%PDF", "PDF"),
    (b"{\\rtf", "RTF"),
    (b"\x1f\x8b", "gzip"),
    (b"7z\xbc\xaf", "7z"),
    (b"Rar!", "RAR"),
    (b"SQLite format 3", "SQLite"),
    (b"\x7fELF", "ELF"),
    (b"MZ", "EXE"),
)
MARKUP = re.compile(
    rb"\s*(<\?xml|<!doctype html|<html|<head|<meta|<style|<body|<table|<workbook|<!--)", re.IGNORECASE
)
TEXTS = (
    (re.compile(rb"BEGIN:VCARD", re.IGNORECASE), "vCard"),
    (re.compile(rb"(version: \d\s+)?dn: \w+=", re.IGNORECASE), "LDIF"),
    (re.compile(rb"\s*(\[\s*)?\{\s*(\"|\})"), "JSON"),
    (re.compile(rb"(--[^\n]*\s+)*(INSERT INTO|CREATE TABLE)\b", re.IGNORECASE), "SQL"),
)
"""Texts that hold data, but not in rows and columns."""
MOST_ENTRIES = 5000
STEEPEST = 500
"""An entry that becomes so many times bigger is a bomb, once it is over a few megabytes."""
DENSE = 2_000_000
LARGEST_WHOLE = 30_000_000
"""The cells, and the bytes, that a sheet may have which is read as a whole."""
HARMLESS = 20_000_000
PIECE = 4_000_000
_CELL = re.compile(rb"""<(?:[\w.-]+:)?c\s[^>]*?\br\s*=\s*["']\s*([A-Za-z]+)(\d+)""")
_ROW = re.compile(rb"""<(?:[\w.-]+:)?row\s[^>]*?\br\s*=\s*["']\s*(\d+)""")
_COUNT = re.compile(rb"""[cC]ount\s*=\s*["']\s*\+?(\d+)""")
MOST_DIGITS = 9


def kind_of(path: Path, limits: Limits) -> str:
    """``text``, ``markup``, ``workbook`` (XLSX) or ``spreadsheet``; everything else is refused in words."""
    size = path.stat().st_size
    if size == 0:
        raise Refused([empty_file()])
    if size > limits.bytes:
        raise Refused([too_big(limits.bytes)])
    with path.open("rb") as file:
        start = file.read(4096)
    if start.startswith(ZIP):
        return _kind_of_archive(path, limits)
    if start.startswith(OLE):
        _check_ole(path)
        return "spreadsheet"
    if start.startswith(b"%TSD-Header"):
        raise Refused([encrypted()])
    for mark, name in OTHERS:
        # Short marks are letters too: a text may begin with “BM”.
        if start.startswith(mark) and (len(mark) > 2 or b"\x00" in start[:64]):
            raise Refused([not_a_table(name)])
    if MARKUP.match(start.removeprefix(b"\xef\xbb\xbf").replace(b"\x00", b"").removeprefix(b"\xff\xfe")):
        return "markup"
    for begins, name in TEXTS:
        if begins.match(start.removeprefix(b"\xef\xbb\xbf")):
            raise Refused([not_a_table(name)])
    return "text"


def _check_ole(path: Path) -> None:
    """An old spreadsheet, or a new one that Excel has encrypted: both are such a container."""
    with path.open("rb") as file:
        data = file.read(PIECE)
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise Refused([password_protected()])
    if not any(name.encode("utf-16-le") in data for name in ("Workbook", "Book", "WORKBOOK")):
        raise Refused([not_a_table("Word / PowerPoint / Outlook")])
    check_container(path)


def _kind_of_archive(path: Path, limits: Limits) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            _check_sizes(entries, limits)
            names = {one.filename for one in entries}
            if any(one.flag_bits & 1 for one in entries):
                raise Refused([password_protected()])
            if "content.xml" in names:
                if archive.getinfo("content.xml").file_size > limits.whole:
                    raise Refused([too_big_for_ods(limits.whole)])
                _check_ods(archive)
            elif "xl/workbook.xml" in names:
                return "workbook"
            elif not any(name.startswith("xl/") for name in names):
                raise Refused([not_a_table("ZIP")])
    except BROKEN:
        raise Refused([broken_file()]) from None
    return "spreadsheet"


def can_be_whole(path: Path, limits: Limits) -> bool:
    """Whether a workbook may be read as a whole.

    A single cell at the far corner makes billions of cells, and for as many texts as a workbook says it has
    there is asked for room before the first is read.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            sheets = [one for one in archive.infolist() if one.filename.startswith("xl/worksheets/")]
            others = [one for one in archive.infolist() if one not in sheets]
            is_small = all(one.file_size <= LARGEST_WHOLE for one in sheets)
            is_honest = all(_counts_in(archive, one, limits) <= one.file_size for one in others)
            return is_small and is_honest and all(_cells_in(archive, one, limits) <= DENSE for one in sheets)
    except zipfile.BadZipFile:
        return True
    except BROKEN:
        return False


def _check_sizes(entries: list[zipfile.ZipInfo], limits: Limits) -> None:
    total = sum(one.file_size for one in entries)
    steep = any(
        one.file_size > HARMLESS and one.file_size > STEEPEST * max(one.compress_size, 1) for one in entries
    )
    if len(entries) > MOST_ENTRIES or total > limits.unpacked or steep:
        raise Refused([unpacks_too_big()])


def _pieces(file: IO[bytes], limits: Limits) -> Iterator[bytes]:
    """The content in pieces that overlap a little, so that nothing hides on a border."""
    read, tail = 0, b""
    while piece := file.read(PIECE):
        read += len(piece)
        if read > limits.unpacked:
            raise Refused([unpacks_too_big()])
        yield tail + piece
        tail = piece[-200:]


def _counts_in(archive: zipfile.ZipFile, part: zipfile.ZipInfo, limits: Limits) -> int:
    """The most of anything that a part says it has; each takes a byte of it at least."""
    with archive.open(part) as file:
        found = (one for piece in _pieces(file, limits) for one in _COUNT.findall(piece))
        return max((int(one[:MOST_DIGITS]) for one in found), default=0)


def _cells_in(archive: zipfile.ZipFile, sheet: zipfile.ZipInfo, limits: Limits) -> int:
    """How many cells a sheet would have in memory, as far as that is to be known."""
    width = height = 0
    with archive.open(sheet) as file:
        for piece in _pieces(file, limits):
            cells = _CELL.findall(piece)
            rows = {*_ROW.findall(piece), *(row for _, row in cells)}
            height = max([height, *(int(one[:MOST_DIGITS]) for one in rows)])
            width = max(
                [width, *(column_of(one.decode().upper()) for one in {column for column, _ in cells})]
            )
    return max(width, 1) * height


def _check_ods(archive: zipfile.ZipFile) -> None:
    """A cell or row that repeats itself many thousand times takes no space in the file, but in memory."""
    if "META-INF/manifest.xml" in archive.namelist() and b"encryption-data" in archive.read(
        "META-INF/manifest.xml"
    ):
        raise Refused([password_protected()])
    with archive.open("content.xml") as file:
        if largest_table(file) > MOST_HELD:
            raise Refused([too_many_cells(MOST_HELD)])
