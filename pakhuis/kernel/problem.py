"""What is wrong with something that was handed in, and where: one list for screens, API and reports."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

Place = tuple[str | int, ...]


def gettext_noop(text: str) -> str:
    """Mark `text` for translation; it is translated where it is shown."""
    return text


@dataclass(frozen=True, slots=True)
class Problem:
    """One reason for refusal.

    `code` is for machines and stays the same in every language, `path` says where
    (``("lines", 2, "amount")``; empty for the whole), `text` is the English sentence that translations
    are keyed by, with ``%(name)s`` places filled from `params`.
    """

    code: str
    path: Place
    text: str
    params: tuple[tuple[str, str], ...] = field(default=())

    def under(self, *prefix: str | int) -> Problem:
        """The same problem as seen from outside: `prefix` before the place."""
        return replace(self, path=(*prefix, *self.path))

    @property
    def message(self) -> str:
        """The English sentence with its values filled in."""
        return self.text % dict(self.params)

    def __str__(self) -> str:
        place = ".".join(str(step) for step in self.path)
        return f"{place}: {self.message}" if place else self.message


class Refused(Exception):
    """Raised when something is not done: carries every problem found, never only the first."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        if not self.problems:
            raise ValueError("a refusal has at least one problem")
        super().__init__("; ".join(str(problem) for problem in self.problems))


def as_stored(problems: Iterable[Problem]) -> list[dict[str, Any]]:
    """Problems as JSON."""
    return [
        {"code": one.code, "path": list(one.path), "text": one.text, "params": dict(one.params)}
        for one in problems
    ]


def from_stored(stored: Iterable[Mapping[str, Any]]) -> list[Problem]:
    """Problems as they were before they were stored."""
    return [
        Problem(one["code"], tuple(one["path"]), one["text"], tuple(one["params"].items())) for one in stored
    ]
