"""Where the header of a table is: below title lines, or nowhere. Pure."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Sequence

LOOKED_AT = 15
_LIKE_DATA = re.compile(r"@|\d{3}|^\d+([.,]\d+)?$|^-?\d")
TOTALS = re.compile(
    r"(sub|eind|grand )?(totaal|total|totals|totalen|som|sum|summe|gesamt)\s*:?", re.IGNORECASE
)
_NUMBER = re.compile(r"[-€$£ ]*[\d.,  ]+[-%€ ]*([^\W\d]+)?")
_FOOTER = re.compile(
    r"(aantal|number of|total number|anzahl|nombre)\b[^\d]*\d+\W*"
    r"|\(?\d+ (rows?|rijen|records?|klanten|customers?|relaties|regels|zeilen)\b.{0,40}"
    r"|(afgedrukt|geprint|printed|generated|gegenereerd|exported|ge.xporteerd|exportdatum|gedruckt|erstellt"
    r"|printdatum|pagina|page|seite)\b.*\d.*"
    r"|(monday|tuesday|wednesday|thursday|friday|saturday|sunday|maandag|dinsdag|woensdag|donderdag|vrijdag"
    r"|zaterdag|zondag)\b.*\d{4}.*",
    re.IGNORECASE,
)
"""What programs write below a table, alone in its row: when it was made, how many rows it has."""

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


def under_groups(cells: Sequence[str], above: Sequence[str]) -> list[str]:
    """Headers that occur twice, each with the word that stands over its group of columns.

    A merged cell “Delivery address” above “Street” and “City” makes them “Delivery address Street” and so on.
    Where the same word stands over both, as a title does, nothing would be told apart, and they stay.
    """
    groups: list[str] = []
    for place in range(len(cells)):
        said = " ".join(above[place].split()) if place < len(above) else ""
        groups.append(said or (groups[-1] if groups else ""))
    alike: dict[str, list[str]] = defaultdict(list)
    for name, group in zip(cells, groups, strict=True):
        alike[name].append(group)
    return [
        f"{group} {name}" if group and name and len(set(alike[name])) == len(alike[name]) > 1 else name
        for name, group in zip(cells, groups, strict=True)
    ]


def letter_of(place: int) -> str:
    """A column's letter as spreadsheets have it: A, Z, AA."""
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def end_mark(cells: Sequence[str]) -> str:
    """What a row at the end of a table is, if it is none of its own: ``totals``, ``footer``, or nothing."""
    filled = [one.strip() for one in cells if one.strip()]
    if len(cells) > 1 and len(filled) == 1 and _FOOTER.fullmatch(filled[0]):
        return "footer"
    return "totals" if is_totals(cells) else ""


def is_totals(cells: Sequence[str]) -> bool:
    """Whether a row says “Total” and otherwise holds numbers only."""
    filled = [one.strip() for one in cells if one.strip()]
    rest = filled[1:]
    return bool(rest) and bool(TOTALS.fullmatch(filled[0])) and all(_NUMBER.fullmatch(one) for one in rest)
