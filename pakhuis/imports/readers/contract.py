"""What the readers are asked and what they answer: plain values that can be stored as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple, Protocol

from pakhuis.kernel.problem import Problem, as_stored, from_stored

PREVIEW = 20
"""How many rows are shown while people look at what was understood."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The most a file may hold.

    `unpacked`: bytes that come out of a spreadsheet's archive; `whole`: those of an ODS file, which is kept
    in memory as a whole while it is read. XLS has 65,536 rows at most by itself.
    """

    bytes: int = 50_000_000
    rows: int = 1_000_000
    cells: int = 30_000_000
    columns: int = 1000
    unpacked: int = 2_000_000_000
    whole: int = 300_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadOptions:
    """How to read a file; what is empty is found out. `header_row` 0 stands for "there is none"."""

    encoding: str = ""
    delimiter: str = ""
    quote: str = ""
    sheet: str = ""
    header_row: int | None = None

    def as_json(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__slots__ if getattr(self, name) not in ("", None)}


class SourceRow(NamedTuple):
    """A row as it stands in the file: its number there, its cells, and what is odd about it.

    `mark` is empty, or ``header`` (repeats it), ``totals``, ``footer`` (stands below the table), ``joined``
    (cells were joined again) or ``wide``.
    """

    number: int
    cells: list[str]
    mark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Understood:
    """How a file is read, and its first rows."""

    kind: str
    options: ReadOptions
    sheets: tuple[str, ...] = ()
    headers: tuple[str, ...] = ()
    preview: tuple[SourceRow, ...] = ()
    warnings: tuple[Problem, ...] = field(default=())

    def as_json(self) -> dict[str, Any]:
        return {
            "kind": self.kind,
            "options": self.options.as_json(),
            "sheets": list(self.sheets),
            "headers": list(self.headers),
            "preview": [[row.number, row.cells, row.mark] for row in self.preview],
            "warnings": as_stored(self.warnings),
        }

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> Understood:
        return cls(
            kind=stored["kind"],
            options=ReadOptions(**stored["options"]),
            sheets=tuple(stored["sheets"]),
            headers=tuple(stored["headers"]),
            preview=tuple(SourceRow(*one) for one in stored["preview"]),
            warnings=tuple(from_stored(stored["warnings"])),
        )

    def warned(self, *problems: Problem) -> Understood:
        return replace(self, warnings=(*self.warnings, *problems))

    def has_warned(self, code: str) -> bool:
        return any(one.code == code for one in self.warnings)


class Source(Protocol):
    """One opened file of some format: its raw rows from the first, with how it is read filled in."""

    kind: str
    options: ReadOptions
    sheets: tuple[str, ...]
    warnings: list[Problem]
    keeps_width: bool
    """Whether a row longer than the header is an accident (text) or just more cells (spreadsheet)."""
    is_tidy: bool
    """Whether its texts are as `tidy` would make them already."""

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """Each row with its number, blank ones too."""
        ...
