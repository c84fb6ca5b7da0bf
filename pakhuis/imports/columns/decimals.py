"""A column of numbers as people write them: decimal comma, thousands, percent and euro signs."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from pakhuis.imports.columns.contract import Column, Known, WrongCell
from pakhuis.kernel.checking import not_a_number
from pakhuis.kernel.numbers import as_decimal
from pakhuis.kernel.written_numbers import with_point

_SIGNS = re.compile(r"[%€$£']|EUR", re.IGNORECASE)


def bare_number(text: str, *, decimal: str = "") -> str:
    """The number with a decimal point, without signs of money or percentages; what is none stays none."""
    return with_point(_SIGNS.sub("", text), decimal=decimal)


@dataclass(frozen=True, kw_only=True)
class DecimalColumn(Column):
    """What is assigned is a text with a decimal point: the rules of the field say what is allowed."""

    holds_numbers: bool = True

    def clean(self, text: str, known: Known) -> Any:
        bare = bare_number(text, decimal=self.decimal)
        if as_decimal(bare) is None:
            raise WrongCell(not_a_number((self.target,)))
        return bare
