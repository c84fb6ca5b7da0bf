"""Texts whose columns stand below each other by spaces alone, as lists for printers have them. Pure."""

from __future__ import annotations

from collections.abc import Sequence

LINES = 60
LONGEST = 1000
"""No printer has wider lines; looking through one of a whole file would take minutes."""
FEWEST = 3
"""So many lines at least tell columns from words that happen to stand below each other."""
ODD = 10
"""One line in so many, a title or a total, may stand across the columns."""


def is_aligned(lines: Sequence[str]) -> bool:
    """Whether two spaces or more stand at the same places of all lines, with text on both sides of them."""
    filled = [line.rstrip() for line in lines[: LINES * 2] if line.strip()][:LINES]
    if len(filled) < FEWEST:
        return False
    width = max(map(len, filled))
    if width > LONGEST:
        return False
    allowed = max(len(filled) // ODD, 1 if len(filled) > 2 * FEWEST else 0)
    padded = [line.ljust(width) for line in filled]
    blank = [sum(line[place] != " " for line in padded) <= allowed for place in range(width)]
    return any(
        blank[place] and blank[place + 1] and _has_both_sides(filled, place) for place in range(1, width - 1)
    )


def _has_both_sides(lines: Sequence[str], place: int) -> bool:
    both = sum(1 for line in lines if line[:place].strip() and line[place:].strip())
    return both * 3 >= len(lines) * 2
