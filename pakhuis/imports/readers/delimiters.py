"""Which character divides the cells of a text: the one by which its lines get the same width."""

from __future__ import annotations

import csv
import io
from collections import Counter

DELIMITERS = (";", ",", "\t", "|")
ONE_COLUMN = "\x1f"
"""A delimiter that does not occur, for texts of one column."""
LINES = 60


def delimiter_of(sample: str, quote: str) -> str:
    """The likeliest delimiter of a text; ``none`` when it has one column."""
    lines = sample.splitlines(keepends=True)
    text = "".join(lines[:-1] if len(lines) > 1 and len(sample) > 10_000 else lines)
    scores = {one: _score(text, one, quote) for one in DELIMITERS}
    best = max(scores, key=lambda one: scores[one])
    return best if scores[best] > 0 else "none"


def _score(text: str, delimiter: str, quote: str) -> float:
    """How evenly this delimiter cuts the first lines; 0 when it does not cut most of them."""
    if delimiter not in text:
        return 0.0
    reader = csv.reader(
        io.StringIO(text, newline=""),
        delimiter=delimiter,
        quotechar='"' if quote == "none" else quote,
        quoting=csv.QUOTE_NONE if quote == "none" else csv.QUOTE_MINIMAL,
    )
    widths: list[int] = []
    try:
        for cells in reader:
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
    """The quotation mark: the double one, unless cells are plainly wrapped in single ones."""
    double = sum(sample.count(f'"{one}') + sample.count(f'{one}"') for one in DELIMITERS)
    single = sum(sample.count(f"'{one}'") for one in DELIMITERS)
    return "'" if single > 2 and double == 0 else '"'
