"""Price lists to attach, by name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pakhuis.imports.columns.contract import Clear, Column, Draft, Known, WrongCell, words
from pakhuis.imports.problems import unknown_name
from pakhuis.kernel.listed import names_in
from pakhuis.kernel.problem import gettext_noop
from pakhuis.kernel.text import key


@dataclass(frozen=True, kw_only=True)
class PriceListsColumn(Column):
    """What is assigned are ids."""

    def clean(self, text: str, known: Known) -> Any:
        ids = []
        for name in names_in(text, known.price_lists):
            if key(name) not in known.price_lists:
                raise WrongCell(unknown_name("price list", (self.target,), name))
            ids.append(known.price_lists[key(name)])
        return ids

    def assign(self, value: Any, draft: Draft) -> None:
        draft.price_lists = value if isinstance(value, Clear) else list(value)


COLUMNS = (
    PriceListsColumn(
        target="price_lists",
        label=gettext_noop("Price lists (added)"),
        group="terms",
        is_several=True,
        joiner=",",
        names_what_is_here=True,
        headers=words("prijslijsten|price lists|prijslijst|price list|pricelist|pricelists"),
    ),
)
