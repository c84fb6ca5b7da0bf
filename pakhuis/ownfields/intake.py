"""What others hand in about own fields: frozen, not yet checked."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenOwnValue:
    """What to fill in an own field; empty clears it. A multiple choice: its titles, or one text with `;`."""

    field_id: int
    value: str | tuple[str, ...] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldAsked:
    """An own field as a whole; `choices` are the titles that are offered.

    Each sort of field adds where its value is to be seen.
    """

    title: str
    kind: str
    is_required: bool = False
    choices: tuple[str, ...] = ()
