"""A column of numbers as people write them: decimal comma, thousands, percent and euro signs."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from pakhuis.imports.columns.contract import Column, Known, WrongCell
from pakhuis.kernel.checking import not_a_number
from pakhuis.kernel.numbers import as_decimal

_SIGNS = re.compile(r"[\s\u00a0%€$£']|EUR", re.IGNORECASE)
_THOUSANDS = re.compile(r"[+-]?\d{1,3}(\.\d{3}){2,}")


@dataclass(frozen=True, kw_only=True)
class DecimalColumn(Column):
    """What is assigned is a text with a decimal point: the rules of the field say what is allowed."""

    def clean(self, text: str, known: Known) -> Any:
        bare = _SIGNS.sub("", text)
        if "," in bare and "." in bare:
            # The sign that comes last is the decimal one: 1.234,56 and 1,234.56.
            thousands, decimal = (".", ",") if bare.rfind(",") > bare.rfind(".") else (",", ".")
            bare = bare.replace(thousands, "").replace(decimal, ".")
        elif bare.count(",") == 1:
            bare = bare.replace(",", ".")
        elif "," in bare or _THOUSANDS.fullmatch(bare):
            bare = bare.replace(",", "").replace(".", "")
        if as_decimal(bare) is None:
            raise WrongCell(not_a_number((self.target,)))
        return bare
