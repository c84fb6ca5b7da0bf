"""Whether an old spreadsheet holds together and how far its sheets go, before anything is unpacked from it.

In a damaged one the chain of a stream may go in a circle: whoever follows it copies the same piece until
there is no memory left, and no process. So each chain is walked here first. And a single cell in the far
corner makes a sheet of sixteen million cells, which calamine would hold; where a sheet or its texts are said
to be without end it asks for that much memory at once, and the process ends.
"""

from __future__ import annotations

import struct
from array import array
from collections.abc import Iterator
from pathlib import Path

from pakhuis.imports.problems import broken_file, too_many_cells
from pakhuis.kernel.problem import Refused

HEADER = 512
ENTRY = 128
LAST = 0xFFFFFFFA
"""Numbers from here on are no pieces: the end of a chain, a free piece, one of the table itself."""
NAMES = tuple(name.encode("utf-16-le") + b"\x00\x00" for name in ("Workbook", "Book", "WORKBOOK", "BOOK"))
SMALL = 64
SHORT = 4096
"""Streams below this many bytes are kept in small pieces within one stream of all of them."""
BEGINS = frozenset((0x0809, 0x0409, 0x0209, 0x0009))
CELLS = frozenset((0x0203, 0x0204, 0x00FD, 0x027E, 0x00BD, 0x0006, 0x0206, 0x0406, 0x0205, 0x00D6, 0x0207))
"""Records that begin a sheet, and those that are cells: their row and column stand first."""
SHEET, REACH, TEXTS = 0x0085, 0x0200, 0x00FC
"""Records that say where a sheet begins, how far it reaches, and how many texts the workbook has."""
LOOKED_INTO = CELLS | {SHEET, REACH, TEXTS}
MOST_SHEETS, MOST_ODD = 1000, 20
FARTHEST = 0x10000 * 0x100
SHORTEST_TEXT = 3
"""So many bytes at least a text takes."""
MOST_HELD = 5_000_000
"""So many cells calamine holds in some four hundred megabytes; where more are filled, the file is too big."""
IN_HEADER = 109
"""So many pieces of the table are named in the header; the others in a chain of their own."""


def check_container(path: Path) -> None:
    """Refuse a container whose chains do not end, or point to where nothing is, and sheets without end."""
    try:
        size = _largest_sheet(_Container(path.read_bytes()).book())
    except (struct.error, LookupError, ValueError):
        raise Refused([broken_file()]) from None
    if size > MOST_HELD:
        raise Refused([too_many_cells(MOST_HELD)])


def _largest_sheet(book: bytes) -> int:
    """Width times height of the sheet that reaches farthest, by the places its cells have.

    A sheet may be said to begin where nobody comes who reads from the first record on.
    """
    largest, begins, said = _largest_from(book, 0)
    if len(said - begins) > MOST_ODD:
        raise ValueError("Sheets begin nowhere.")
    return max([largest, *(_largest_from(book, start)[0] for start in said - begins)])


def _largest_from(book: bytes, place: int) -> tuple[int, set[int], set[int]]:
    """The size of the largest sheet from this record on, where sheets begin, and where they are said to."""
    height = width = largest = 0
    begins: set[int] = set()
    said: set[int] = set()
    while place + 4 <= len(book):
        kind, length = struct.unpack_from("<HH", book, place)
        data = book[place + 4 : place + 4 + length] if kind in LOOKED_INTO else b""
        if kind in BEGINS:
            begins.add(place)
            height = width = 0
        elif kind in CELLS and len(data) >= 4:
            row, column = struct.unpack_from("<HH", data)
            height, width = max(height, row + 1), max(width, column + 1)
            largest = max(largest, height * width)
        elif kind == SHEET and len(data) >= 4:
            said.add(*struct.unpack_from("<I", data))
            if len(said) > MOST_SHEETS:
                raise ValueError("No workbook has so many sheets.")
        else:
            _check_said(kind, data, len(book))
        place += 4 + length
    return largest, begins, said


def _check_said(kind: int, data: bytes, size: int) -> None:
    """Refuse (`ValueError`) a sheet that reaches farther than any, and more texts than there is room for."""
    if kind == REACH and len(data) in (10, 14):
        top, bottom, left, right = struct.unpack_from("<IIHH" if len(data) == 14 else "<HHHH", data)
        is_empty = not bottom or not right
        if not is_empty and (top > bottom or left > right or (bottom - top) * (right - left) > FARTHEST):
            raise ValueError("No sheet is so large.")
    if kind == TEXTS and len(data) >= 8 and struct.unpack_from("<I", data, 4)[0] * SHORTEST_TEXT > size:
        raise ValueError("There are not so many texts.")


class _Container:
    """A compound file: its pieces, and the table that says which piece follows which."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        shift, small_shift = struct.unpack_from("<HH", data, 30)
        if shift not in (9, 12) or small_shift != 6:
            raise ValueError("No such container.")
        self._size = 1 << shift
        self._directory, self._small, self._more = (
            struct.unpack_from("<I", data, place)[0] for place in (48, 60, 68)
        )
        self._table = self._numbers(self._pieces_of_table())

    def book(self) -> bytes:
        """The stream of the workbook; the chain of every other is walked too."""
        entries = b"".join(map(self._piece, self._chain(self._directory, self._table)))
        if not entries or len(entries) % ENTRY:
            raise ValueError("No directory.")
        small = self._numbers(list(self._chain(self._small, self._table)))
        book = held = b""
        for place in range(0, len(entries), ENTRY):
            kind, (start, length) = entries[place + 66], struct.unpack_from("<II", entries, place + 116)
            is_short = kind == 2 and length < SHORT
            if kind not in (2, 5) or not length:
                continue
            pieces = list(self._chain(start, small if is_short else self._table))
            if kind == 5:
                held = b"".join(map(self._piece, pieces))
            elif entries[place : place + 64].startswith(NAMES):
                cut = (held[one * SMALL : (one + 1) * SMALL] for one in pieces)
                book = b"".join(cut if is_short else map(self._piece, pieces))[:length]
        return book

    def _piece(self, number: int) -> bytes:
        begins = (number + 1) * self._size
        piece = self._data[begins : begins + self._size]
        if not piece:
            raise ValueError("Beyond the end.")
        return piece

    def _chain(self, start: int, table: array[int]) -> Iterator[int]:
        """The pieces from this one on; one that comes twice ends in an error, as there are not so many."""
        number, left = start, len(table)
        while number < LAST:
            if left == 0:
                raise ValueError("A circle.")
            yield number
            number, left = table[number], left - 1

    def _pieces_of_table(self) -> list[int]:
        pieces = list(struct.unpack_from(f"<{IN_HEADER}I", self._data, 76))
        more, most = self._more, len(self._data) // self._size
        while more < LAST:
            *named, more = struct.unpack(f"<{self._size // 4}I", self._piece(more))
            pieces += named
            if len(pieces) > most + IN_HEADER + self._size:
                raise ValueError("A circle.")
        return [one for one in pieces if one < LAST]

    def _numbers(self, pieces: list[int]) -> array[int]:
        numbers = array("I")
        for one in pieces:
            numbers.frombytes(self._piece(one))
        return numbers
