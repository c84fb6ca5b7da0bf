"""What the engine of each kind of file does, and the values it is handed and gives back."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar, NamedTuple, Protocol

from pakhuis.imports.columns.contract import Draft, Known
from pakhuis.imports.models import ImportRow, ImportRun
from pakhuis.imports.states import Outcome
from pakhuis.kernel.problem import Problem


class FileRow(NamedTuple):
    """A stored row of the file, before it is known what becomes of it: the first columns of `ImportRow`."""

    id: int
    number: int
    cells: Sequence[str]
    mark: str


class Parsed(NamedTuple):
    """A row with what it says. `key` is what it is recognised by, empty for none.

    One that `goes_on` tells more of the row above, and has its key.
    """

    row: FileRow
    draft: Draft
    key: str = ""
    value: Any = None
    goes_on: bool = False


class Settled(NamedTuple):
    """What became of a row (or would become of it)."""

    row: FileRow
    outcome: Outcome
    key: str = ""
    problems: Sequence[Problem] = ()
    changes: Sequence[Sequence[str]] = ()
    subject_id: int | None = None
    label: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Undone:
    """What became of one subject (a customer, a product) of an import that is undone."""

    heap: str
    reasons: Sequence[Problem] = field(default=())


@dataclass(slots=True)
class Traces:
    """What the rows of a run did to one subject: of each field the value before the first, after the last.

    Of a field that somebody else changed between two rows it is the value before the second of them.
    `row` is the number of the last of its rows.
    """

    was_made: bool = False
    row: int = 0
    first: dict[str, str] = field(default_factory=dict)
    last: dict[str, str] = field(default_factory=dict)


def traces_of(rows: Iterable[ImportRow]) -> Mapping[int, Traces]:
    """What these rows did to each of their subjects, in the order of their ids."""
    traces: dict[int, Traces] = {pk: Traces() for pk in subjects_of(rows)}
    for row in sorted(rows, key=lambda row: row.number):
        one = traces[row.subject_id or 0]
        one.row = row.number
        one.was_made = one.was_made or row.outcome == Outcome.CREATED
        for name, old, new in row.changes:
            if one.last.get(name) != old:
                one.first[name] = old
            one.last[name] = new
    return traces


def subjects_of(rows: Iterable[ImportRow]) -> list[int]:
    """The subjects these rows are about, in the order in which everybody holds them."""
    return sorted({row.subject_id for row in rows if row.subject_id is not None})


Before = Callable[[Collection[str]], Sequence[Parsed]]
"""Gives earlier rows of the file with these keys, of those that went in."""


class Engine(Protocol):
    """One kind of file. Made anew for every batch, within its transaction.

    `at_once`: the rows of a batch, so that it holds up others for half a second at most.
    """

    at_once: ClassVar[int]

    def __init__(self, run: ImportRun, *, now: datetime) -> None: ...

    @property
    def known(self) -> Known:
        """The names of the account that cells may use."""
        ...

    def parse(self, row: FileRow, draft: Draft) -> Parsed:
        """A row by its draft, with its key."""
        ...

    def settle(self, rows: Sequence[Parsed], *, before: Before, writes: bool) -> list[Settled]:
        """Decide on the rows in their order and, with `writes`, do it.

        What rows `before` these did is not in the database in a dry run.
        """
        ...

    def warnings(self) -> list[Problem]:
        """What to look at before a file that was tried is carried out."""
        ...

    def undo(self, rows: Sequence[ImportRow]) -> Mapping[int, Undone]:
        """Take back what was done to the subjects of these rows, as far as nobody has touched it since.

        They are all rows that did something to them.
        """
        ...
