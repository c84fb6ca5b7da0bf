"""Where the header of a table is: below title lines, or nowhere. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

LOOKED_AT = 15
_LIKE_DATA = re.compile(r"@|\d{3}|^\d+([.,]\d+)?$|^-?\d")
TOTALS = re.compile(
    r"(sub|eind|grand )?(totaal|total|totals|totalen|som|sum|summe|gesamt)\s*:?", re.IGNORECASE
)
_NUMBER = re.compile(r"[-€$£ ]*[\d.,  ]+[-%€ ]*(EUR)?")

Known = Callable[[str], bool]


def header_row_of(rows: Sequence[tuple[int, list[str]]], known: Known) -> int:
    """The number of the header's row; 0 when the first row is data already.

    The row in which most cells are known headers wins. Where none is known, the first row as wide as the
    rest counts, if it reads like names of columns and what is below it does not.
    """
    filled = [
        (number, [one.strip() for one in cells]) for number, cells in rows if any(map(str.strip, cells))
    ]
    scores = [(sum(map(known, filter(None, cells))), number) for number, cells in filled[:LOOKED_AT]]
    if not scores:
        return 0
    best = max(score for score, _ in scores)
    if best >= 2 or (best == 1 and _narrow(filled)):
        return next(number for score, number in scores if score == best)
    usual = _usual_width(filled)
    for place, (number, cells) in enumerate(filled[:LOOKED_AT]):
        if _width(cells) * 2 >= usual:
            return number if _reads_as_header(cells, [it for _, it in filled[place + 1 :]]) else 0
    return 0


def _narrow(rows: Sequence[tuple[int, list[str]]]) -> bool:
    return _usual_width(rows) <= 2 or len(rows) == 1


def _width(cells: Sequence[str]) -> int:
    return sum(1 for one in cells if one)


def _usual_width(rows: Sequence[tuple[int, list[str]]]) -> int:
    widths = sorted(_width(cells) for _, cells in rows)
    return widths[len(widths) // 2]


def _reads_as_header(cells: Sequence[str], below: Sequence[Sequence[str]]) -> bool:
    """Whether no cell looks like data while some column below does; or every column below is empty."""
    if any(_LIKE_DATA.search(one) for one in cells if one):
        return False
    if not below:
        return True
    for place in range(len(cells)):
        under = [row[place] for row in below if place < len(row) and row[place]]
        if under and sum(1 for one in under if _LIKE_DATA.search(one)) * 2 >= len(under):
            return True
    return False


def named(cells: Sequence[str], width: int) -> tuple[str, ...]:
    """A name for each of so many columns: its header, numbered where it occurs again, else its letter."""
    names: list[str] = []
    for place in range(width):
        name = " ".join(cells[place].split()) if place < len(cells) else ""
        name = name or letter_of(place)
        names.append(
            name if name not in names else f"{name} ({names.count(name) + _numbered(names, name) + 1})"
        )
    return tuple(names)


def _numbered(names: Sequence[str], name: str) -> int:
    return sum(1 for one in names if re.fullmatch(re.escape(name) + r" \(\d+\)", one))


def letter_of(place: int) -> str:
    """A column's letter as spreadsheets have it: A, Z, AA."""
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def is_totals(cells: Sequence[str]) -> bool:
    """Whether a row says “Total” and otherwise holds numbers only."""
    filled = [one.strip() for one in cells if one.strip()]
    rest = filled[1:]
    return bool(rest) and bool(TOTALS.fullmatch(filled[0])) and all(_NUMBER.fullmatch(one) for one in rest)
