"""Own fields of the account: one column each, made from what there is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from pakhuis.imports.columns.contract import Column, Draft, Known
from pakhuis.imports.columns.dates import day_of
from pakhuis.imports.columns.decimals import bare_number
from pakhuis.imports.columns.yes_no import answer_of
from pakhuis.kernel.listed import names_in
from pakhuis.kernel.text import key
from pakhuis.ownfields.values import OwnFieldKind, OwnFieldSpec

PREFIX = "own:"


@dataclass(frozen=True, kw_only=True)
class OwnFieldColumn(Column):
    """Its text is checked by the rules of own fields; before that it is spelled as those know it.

    Files may write a number, a day, yes and no as in every other column, and several choices with commas
    between them.
    """

    field_id: int = 0
    kind: str = ""
    titles: frozenset[str] = frozenset()

    def clean(self, text: str, known: Known) -> Any:
        if self.kind == OwnFieldKind.MULTIPLE:
            return tuple(names_in(text, self.titles))
        if self.kind == OwnFieldKind.NUMBER:
            return bare_number(text, decimal=self.decimal)
        if self.kind == OwnFieldKind.YES_NO:
            answer = answer_of(text)
            return text if answer is None else "yes" if answer else "no"
        day = day_of(text) if self.kind == OwnFieldKind.DATE else None
        return day.isoformat() if day else text

    def assign(self, value: Any, draft: Draft) -> None:
        draft.own[self.field_id] = value


def own_columns(specs: Iterable[OwnFieldSpec]) -> list[Column]:
    """A column for each own field that is in use."""
    return [
        OwnFieldColumn(
            target=f"{PREFIX}{spec.id}",
            label=spec.title,
            group="own",
            headers=(spec.title,),
            field_id=spec.id,
            kind=spec.kind,
            holds_numbers=spec.kind == OwnFieldKind.NUMBER,
            titles=frozenset(key(one.title) for one in spec.choices),
        )
        for spec in specs
        if not spec.is_retired
    ]


COLUMNS: tuple[Column, ...] = ()
"""None is fixed: they are made by `own_columns`."""
