"""Which character divides the cells of a text: the one by which its lines get the same width."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence

DELIMITERS = (";", ",", "\t", "|", "^")
COLON = ":"
"""Divides a text only where nothing else does, as it stands in times and in addresses of pages."""
ONE_COLUMN = "\x1f"
"""A delimiter that does not occur, for texts of one column."""
LINES = 60
ESCAPED = '\\"'
"""The double quotation mark, with a backslash before one within a cell: MySQL and many scripts write so."""
_BESIDE = r"[;,\t|^:\r\n]"
_ESCAPED_WITHIN = re.compile(rf'(?:^|{_BESIDE})"(?:[^"\\\r\n]|\\.)*?\\"(?!{_BESIDE}|"|$)', re.MULTILINE)
_ESCAPED_LAST = re.compile(rf'[^\\]\\""(?:{_BESIDE}|$)', re.MULTILINE)
_TWICE = re.compile(rf'[^\\";,\t|^:\r\n]""(?!{_BESIDE}|"|$)', re.MULTILINE)
_ESCAPE = re.compile(r'\\(["\\])')


def delimiter_of(sample: str, quote: str) -> str:
    """The likeliest delimiter of a text; ``none`` when it has one column."""
    if quote == ESCAPED:
        sample, quote = with_doubled_quotes(sample), '"'
    lines = sample.splitlines(keepends=True)
    text = "".join(lines[:-1] if len(lines) > 1 and len(sample) > 10_000 else lines)
    scores = {one: _score(text, one, quote) for one in DELIMITERS}
    best = max(scores, key=lambda one: scores[one])
    if scores[best] > 0 and best in _first_filled(lines):
        return best
    if _is_cut_evenly(text, COLON, quote):
        return COLON
    return best if scores[best] > 0 else "none"


def _first_filled(lines: Sequence[str]) -> str:
    return next(filter(str.strip, lines), "")


def _is_cut_evenly(text: str, delimiter: str, quote: str) -> bool:
    """Whether every line has as many cells, and three at least."""
    try:
        widths = {len(cells) for cells in _cut(text, delimiter, quote) if any(map(str.strip, cells))}
    except csv.Error:
        return False
    return len(widths) == 1 and min(widths) > 2


def _cut(text: str, delimiter: str, quote: str) -> Iterator[list[str]]:
    return csv.reader(
        io.StringIO(text, newline=""),
        delimiter=delimiter,
        quotechar='"' if quote == "none" else quote,
        quoting=csv.QUOTE_NONE if quote == "none" else csv.QUOTE_MINIMAL,
    )


def _score(text: str, delimiter: str, quote: str) -> float:
    """How evenly this delimiter cuts the first lines; 0 when it does not cut most of them."""
    if delimiter not in text:
        return 0.0
    widths: list[int] = []
    try:
        for cells in _cut(text, delimiter, quote):
            if any(cell.strip() for cell in cells):
                widths.append(len(unwrapped(cells, delimiter, widths[0] if widths else 0)))
            if len(widths) >= LINES:
                break
    except csv.Error:
        return 0.0
    widths = _without_title(widths)
    if not widths:
        return 0.0
    several = [width for width in widths if width > 1]
    if len(several) * 2 < len(widths):
        # Prose with a comma here and there is one column.
        return 0.0
    width, count = Counter(several).most_common(1)[0]
    return len(several) * count / len(widths) ** 2 * min(width, 12)


def _without_title(widths: list[int]) -> list[int]:
    """The widths without those of lines above a table, however many: three cells and more in two rows."""
    begins = next((place for place, width in enumerate(widths) if width > 1), 0)
    table = widths[begins:]
    return table if len(table) > 1 and min(table[:2]) > 2 else widths


def unwrapped(cells: list[str], delimiter: str, width: int) -> list[str]:
    """The cells of a row that stands in one cell as a whole, as Excel saves a file it did not divide.

    Only of the first row, whose `width` is 0, and of those that then have as many cells as that one.
    """
    if len(cells) != 1 or delimiter not in cells[0]:
        return cells
    try:
        inner = next(csv.reader([cells[0]], delimiter=delimiter), cells)
    except csv.Error:
        return cells
    return inner if width in (0, len(inner)) else cells


def quote_of(sample: str) -> str:
    """The quotation mark: the double one, unless cells are plainly wrapped in single ones.

    `ESCAPED` where one within a cell has a backslash before it, and is not written twice.
    """
    if _ESCAPED_WITHIN.search(sample) or (_ESCAPED_LAST.search(sample) and not _TWICE.search(sample)):
        return ESCAPED
    double = sum(sample.count(f'"{one}') + sample.count(f'{one}"') for one in DELIMITERS)
    single = sum(sample.count(f"'{one}'") for one in DELIMITERS)
    return "'" if single > 2 and double == 0 else '"'


def with_doubled_quotes(text: str) -> str:
    """A text in which quotation marks have a backslash, as others write it: each of them twice."""
    return _ESCAPE.sub(lambda found: '""' if found[1] == '"' else found[1], text)
