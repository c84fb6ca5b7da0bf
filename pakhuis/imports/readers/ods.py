"""How far the tables of an ODS reach: what repeats itself is written once there, and held as often."""

from __future__ import annotations

from typing import IO

from pakhuis.imports.readers.workbook import parser_of

CELLS = frozenset(("table:table-cell", "table:covered-table-cell"))


def largest_table(file: IO[bytes]) -> int:
    """Width times height of the table that reaches farthest, up to its last filled cell in each direction."""
    reach = _Reach()
    parser = parser_of()
    parser.StartElementHandler, parser.EndElementHandler = reach.start, reach.end
    parser.ParseFile(file)
    return reach.largest


class _Reach:
    """Where the cells of a table stand, told element by element."""

    def __init__(self) -> None:
        self.largest = 0
        self._row = self._rows = self._column = self._height = self._width = 0
        self._is_filled = False

    def start(self, name: str, given: dict[str, str]) -> None:
        if name in CELLS:
            self._column += int(given.get("table:number-columns-repeated", 1))
            if "office:value-type" in given:
                self._is_filled = True
                self._width = max(self._width, self._column)
        elif name == "table:table-row":
            self._rows = int(given.get("table:number-rows-repeated", 1))
            self._column, self._is_filled = 0, False
        elif name == "table:table":
            self._row = self._height = self._width = 0

    def end(self, name: str) -> None:
        if name == "table:table-row":
            self._row += self._rows
            if self._is_filled:
                self._height = self._row
            self.largest = max(self.largest, self._width * self._height)
