"""Tags to add, divided by commas, semicolons or bars; new ones are made on the way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pakhuis.imports.columns.contract import Clear, Column, Draft, Known, WrongCell, words
from pakhuis.kernel.checking import too_long
from pakhuis.kernel.listed import names_in
from pakhuis.kernel.problem import gettext_noop

LONGEST = 60
_OF_CONTACTS = frozenset(("mycontacts", "my contacts", "starred"))
"""Groups that Google writes behind a star; these two are of everybody."""


@dataclass(frozen=True, kw_only=True)
class TagsColumn(Column):
    """What is assigned are titles."""

    def clean(self, text: str, known: Known) -> Any:
        titles = [one.removeprefix("* ") for one in names_in(text.removesuffix("*"), known.tags)]
        if any(len(title) > LONGEST for title in titles):
            raise WrongCell(too_long((self.target,), LONGEST))
        return [title for title in titles if title and title.lower() not in _OF_CONTACTS]

    def assign(self, value: Any, draft: Draft) -> None:
        draft.tags = value if isinstance(value, Clear) else list(value)


COLUMNS = (
    TagsColumn(
        target="tags",
        label=gettext_noop("Tags (added)"),
        group="terms",
        is_several=True,
        joiner=",",
        headers=words(
            "tags|tag|labels|label|categorieen|kenmerken|contact tags|trefwoorden|"
            "category id|category id name|tags name|etiquettes|schlagworte|categories|kategorien|"
            "group membership|"
            "klanttags|klant tags"
        ),
    ),
)
