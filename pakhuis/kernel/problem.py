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
    are keyed by, with ``%(name)s`` places filled from `params`. Where it counts something, `number` says how
    many, and `one` is the sentence for exactly one.
    """

    code: str
    path: Place
    text: str
    params: tuple[tuple[str, str], ...] = field(default=())
    one: str = ""
    number: int = 0

    def under(self, *prefix: str | int) -> Problem:
        """The same problem as seen from outside: `prefix` before the place."""
        return replace(self, path=(*prefix, *self.path))

    def at(self, path: Place) -> Problem:
        """The same problem at another place."""
        return replace(self, path=path)

    @property
    def message(self) -> str:
        """The English sentence with its values filled in."""
        text = self.one if self.one and self.number == 1 else self.text
        return text % dict(self.params)

    def __str__(self) -> str:
        place = ".".join(str(step) for step in self.path)
        return f"{place}: {self.message}" if place else self.message


def counted_problem(code: str, path: Place, one: str, several: str, /, **params: int | str) -> Problem:
    """A problem that counts something, the first of `params`: the sentence for `one` of it, or for `several`.

    Both sentences are marked for translation by being handed in here.
    """
    number = int(next(iter(params.values())))
    return Problem(code, path, several, tuple((k, str(v)) for k, v in params.items()), one, number)


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
        {
            "code": it.code,
            "path": list(it.path),
            "text": it.text,
            "params": dict(it.params),
            "one": it.one,
            "number": it.number,
        }
        for it in problems
    ]


def from_stored(stored: Iterable[Mapping[str, Any]]) -> list[Problem]:
    """Problems as they were before they were stored."""
    return [
        Problem(
            code=it["code"],
            path=tuple(it["path"]),
            text=it["text"],
            params=tuple(it["params"].items()),
            one=it.get("one", ""),
            number=it.get("number", 0),
        )
        for it in stored
    ]
