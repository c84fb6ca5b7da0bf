"""A column that holds a piece of something: a first name, a house number. The row puts it together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pakhuis.imports.columns.contract import Clear, Column, Draft


@dataclass(frozen=True, kw_only=True)
class PieceColumn(Column):
    """Its text is kept under its name, for `assembling`."""

    def assign(self, value: Any, draft: Draft) -> None:
        draft.pieces[self.target] = "" if isinstance(value, Clear) else value
