"""Rows that only tell a further address of the customer in the row above, as some shops write them. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from pakhuis.imports.columns.customers.addresses import SLOTS

ANCHORS = 3
"""So many columns that are filled on every row must be empty before a row belongs to the one above."""


def follow_on(
    targets: Sequence[str], rows: Sequence[Sequence[str]]
) -> Callable[[Sequence[str]], bool] | None:
    """What tells whether a row only goes on with the one above; None where the file has no such shape.

    All of the row is empty but its address, while its first `rows` say that several other columns never are:
    columns nobody imports tell that as well as an e-mail does.
    """
    ours = [place for place, target in enumerate(targets) if target.partition(".")[0] in SLOTS]
    others = [place for place, target in enumerate(targets) if target.partition(".")[0] not in SLOTS]
    whole = [cells for cells in rows if any(_filled(cells, one) for one in others)]
    anchors = [place for place in others if whole and all(_filled(cells, place) for cells in whole)]
    if len(anchors) < ANCHORS:
        return None

    def goes_on(cells: Sequence[str]) -> bool:
        return not any(_filled(cells, one) for one in others) and any(_filled(cells, one) for one in ours)

    return goes_on


def _filled(cells: Sequence[str], place: int) -> bool:
    return place < len(cells) and bool(cells[place])
