"""A column of yes and no, in any common spelling; optionally with "as set elsewhere" between them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pakhuis.imports.columns.contract import Column, Known, WrongCell
from pakhuis.imports.problems import not_yes_or_no
from pakhuis.kernel.text import fold

YES = frozenset("1 1.0 yes y ja j true t waar wahr vrai oui o on aan an x v ✓ ✔ ok actief active".split())
NO = frozenset("0 0.0 no n nee neen nein false f onwaar falsch faux non off uit aus - inactief".split())
NEITHER = frozenset(("standaard", "default", "account", "automatisch", "auto"))


def answer_of(text: str) -> bool | None:
    """Yes or no; None for what is neither."""
    word = fold(text)
    if word in YES or text.strip() in YES:
        return True
    return False if word in NO else None


@dataclass(frozen=True, kw_only=True)
class YesNoColumn(Column):
    """With `three_way` the words for "default" stand for None."""

    three_way: bool = False

    def clean(self, text: str, known: Known) -> Any:
        answer = answer_of(text)
        if answer is not None or (self.three_way and fold(text) in NEITHER):
            return answer
        raise WrongCell(not_yes_or_no((self.target,), text))
