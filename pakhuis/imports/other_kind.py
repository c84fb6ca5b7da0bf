"""Whether a file is of another kind than was said: products that were chosen as customers. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from pakhuis.imports.columns.registry import columns_of
from pakhuis.imports.mapping import NAME_GIVING, NEEDED, ColumnChoice, Headers
from pakhuis.imports.states import Subject


def other_kind(
    subject: str, choice: ColumnChoice, headers: Sequence[str], rows: Sequence[Sequence[str]]
) -> Subject | None:
    """The kind whose columns more of these headers are, with all that such a file needs; None for its own."""
    most, found = _count(choice), None
    for other in Subject:
        if other == subject:
            continue
        guess = Headers(columns_of(other)).guess(headers, rows, has_header=True)
        if _count(guess) > most and _is_enough(guess, other):
            most, found = _count(guess), other
    return found


def _count(choice: ColumnChoice) -> int:
    return len(set(choice.columns) - {""})


def _is_enough(guess: ColumnChoice, subject: Subject) -> bool:
    if subject is Subject.CUSTOMERS:
        return not set(NAME_GIVING).isdisjoint(guess.columns)
    return set(NEEDED[subject]) <= set(guess.columns)
