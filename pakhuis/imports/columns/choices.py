"""A column that names something of the account: a template, a VAT group, a warehouse."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pakhuis.imports.columns.contract import Column, Known, WrongCell
from pakhuis.imports.problems import unknown_name
from pakhuis.kernel.text import key


@dataclass(frozen=True, kw_only=True)
class ChoiceColumn(Column):
    """`among` is the attribute of `Known` to look in; what is assigned is the id."""

    among: str = ""
    kind: str = ""

    def clean(self, text: str, known: Known) -> Any:
        found = getattr(known, self.among).get(key(text))
        if found is None:
            raise WrongCell(unknown_name(self.kind, (self.target,), text))
        return found
