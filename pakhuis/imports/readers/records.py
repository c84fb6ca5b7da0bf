"""The records of delimited text, also where a quotation mark was never closed: no row goes into a cell."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from pakhuis.imports.problems import quote_not_closed
from pakhuis.imports.readers.delimiters import ESCAPED, ONE_COLUMN, with_doubled_quotes
from pakhuis.kernel.problem import Refused

LONGEST_RECORD = 200
"""A record over more lines than this comes from a quotation mark that was never closed."""
LONGEST_CELL = 1_000_000
csv.field_size_limit(LONGEST_CELL)


@dataclass(frozen=True, slots=True)
class Dialect:
    """What divides the cells, and what is around them; either may be ``none``.

    Quotation marks that are `ESCAPED` are doubled before a line is read.
    """

    delimiter: str
    quote: str

    @property
    def mark(self) -> str:
        """The quotation mark by itself, where there is one."""
        return self.quote[-1:]

    def read(self, line: str) -> str:
        """A line as the reader is to have it."""
        line = line.replace("\x00", "")
        return with_doubled_quotes(line) if self.quote == ESCAPED and "\\" in line else line

    def reader(
        self, lines: Iterable[str], *, is_strict: bool = False, has_quotes: bool = True
    ) -> Iterator[list[str]]:
        is_quoted = has_quotes and self.quote != "none"
        return csv.reader(
            lines,
            delimiter=ONE_COLUMN if self.delimiter == "none" else self.delimiter,
            quotechar=self.mark if is_quoted else None,
            quoting=csv.QUOTE_MINIMAL if is_quoted else csv.QUOTE_NONE,
            strict=is_strict,
        )


def records(file: Iterable[str], dialect: Dialect) -> Iterator[list[str]]:
    """The cells of each record."""
    lines: list[str] = []

    def taken() -> Iterator[str]:
        for line in file:
            lines.append(dialect.read(line))
            yield lines[-1]

    reader = dialect.reader(taken())
    number = widest = 0
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            raise Refused([quote_not_closed(number + 1)]) from None
        if len(lines) == 1:
            number += 1
            widest = max(widest, len(cells))
            lines.clear()
            yield cells
            continue
        rows = _apart(lines, cells, widest, dialect)
        number += len(rows)
        if len(lines) > LONGEST_RECORD:
            raise Refused([quote_not_closed(number)])
        lines.clear()
        widest = max(widest, *map(len, rows))
        yield from rows


def _apart(lines: Sequence[str], cells: list[str], widest: int, dialect: Dialect) -> list[list[str]]:
    """A record of several lines; as so many rows where its quotation marks are wrong and the rows are right.

    They are where each line alone is as wide as the file, or the record is not.
    """
    if len(lines) > LONGEST_RECORD or _is_sound(lines, dialect):
        return [cells]
    rows = [_alone(line, dialect) for line in lines]
    are_right = all(len(row) == widest for row in rows)
    return rows if are_right or len(cells) != widest else [cells]


def _is_sound(lines: Sequence[str], dialect: Dialect) -> bool:
    try:
        return len(list(dialect.reader(lines, is_strict=True))) == 1
    except csv.Error:
        return False


def _alone(line: str, dialect: Dialect) -> list[str]:
    """One line by itself; where a mark in it has no second one, marks are only taken from around cells."""
    is_even = line.count(dialect.mark) % 2 == 0
    cells = next(dialect.reader([line], has_quotes=is_even), [])
    mark = dialect.mark
    return [one[1:-1] if not is_even and len(one) > 1 and one[0] == one[-1] == mark else one for one in cells]
