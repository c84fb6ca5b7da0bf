"""What a column is: found by its headers, it resolves, cleans and assigns the text of its cells."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pakhuis.imports.problems import cannot_be_cleared
from pakhuis.kernel.problem import Problem

CLEAR_MARKS = frozenset(("[leeg]", "[empty]"))
"""What is written in a cell to clear a field, always in square brackets: an empty cell keeps."""


def words(text: str) -> tuple[str, ...]:
    """Headers written with bars between them."""
    return tuple(text.split("|"))


class Clear:
    """Stands for a cell that says the field is to become empty."""

    def __repr__(self) -> str:
        return "CLEAR"


CLEAR = Clear()


class WrongCell(Exception):
    """A cell does not hold what its column wants: its row is refused.

    With `is_harmless` the row goes in without this cell, and is told so.
    """

    def __init__(self, problem: Problem, *, is_harmless: bool = False) -> None:
        super().__init__(problem.text)
        self.problem = problem
        self.is_harmless = is_harmless


@dataclass
class Known:
    """What names of the account a file may use, in their form for comparing, and the ids they stand for.

    Retired price lists are among them, as whoever has one may keep it; titles of tags have no ids, as new
    ones are made when their row goes in.
    """

    templates: Mapping[str, int] = field(default_factory=dict)
    price_lists: Mapping[str, int] = field(default_factory=dict)
    tags: Collection[str] = ()
    vat_groups: Mapping[str, int] = field(default_factory=dict)
    warehouses: Mapping[str, int] = field(default_factory=dict)


@dataclass
class Draft:
    """What a row says, put together column by column; a value may be `CLEAR`."""

    fields: dict[str, Any] = field(default_factory=dict)
    pieces: dict[str, str] = field(default_factory=dict)
    addresses: dict[str, dict[str, Any]] = field(default_factory=dict)
    tags: list[str] | Clear | None = None
    price_lists: list[int] | Clear | None = None
    own: dict[int, str | tuple[str, ...] | Clear] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class Column:
    """One thing a column of a file can be.

    `target` is its name in stored mappings, `label` the English words for it (translated where shown),
    `group` the heading it is offered under, `headers` how others call it, the surest first. With
    `is_several` more than one column of a file may be this; their texts are joined by `joiner`. One that
    `holds_numbers` of a thousand and more is given the `decimal` sign of its file, where that is known. One
    that `names_what_is_here` refuses other names: it is not guessed where most of its cells hold such.
    """

    target: str
    label: str
    group: str = "main"
    headers: tuple[str, ...] = ()
    is_several: bool = False
    joiner: str = "\n"
    is_clearable: bool = True
    holds_numbers: bool = False
    decimal: str = ""
    names_what_is_here: bool = False

    def resolve(self, texts: Sequence[str]) -> str:
        """The text of this column in a row, of all columns of the file that are it."""
        return self.joiner.join(dict.fromkeys(text for text in texts if text)) if len(texts) > 1 else texts[0]

    def clean(self, text: str, known: Known) -> Any:
        """The value that the text stands for; raises `WrongCell`."""
        return text

    def assign(self, value: Any, draft: Draft) -> None:
        """Put the value where it belongs in the row's draft."""
        draft.fields[self.target] = value

    def leave(self, text: str, draft: Draft) -> None:
        """What to do with a text that could not be cleaned: nothing."""

    def read(self, text: str, known: Known) -> Any:
        """The value of a cell in which something stands: `CLEAR`, what it was cleaned to, or `WrongCell`."""
        if text.lower() in CLEAR_MARKS:
            return CLEAR if self.is_clearable else WrongCell(cannot_be_cleared((self.target,)))
        try:
            return self.clean(text, known)
        except WrongCell as wrong:
            return wrong

    def put(self, text: str, value: Any, draft: Draft) -> None:
        """Have the row say what its cell was read as; what is wrong with it is a problem or a note of it."""
        if isinstance(value, WrongCell):
            (draft.notes if value.is_harmless else draft.problems).append(value.problem)
            self.leave(text, draft)
        else:
            self.assign(value, draft)
