"""Two people saved the same thing: what stands there now beside what the second entered, field by field."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from pakhuis.ui.choices import Choices
from pakhuis.ui.entered import Entered


@dataclass(frozen=True, slots=True)
class Compared:
    """A field of the form: its name, its label, and the words for what can be chosen in it."""

    name: str
    label: str
    options: Choices = field(default_factory=list)
    is_several: bool = False
    is_check: bool = False

    def words(self, form: Entered) -> str:
        """What stands in the field, as the form shows it."""
        if self.is_check:
            return _("yes") if form.value(self.name) else _("no")
        known = {str(code): str(text) for code, text in self.options}
        values = form.chosen(self.name) if self.is_several else [str(form.value(self.name)).strip()]
        words = [known.get(value, value) for value in values]
        return ", ".join(sorted(words) if self.is_several else words).replace("\r\n", "\n")


def differences(saved: Mapping[str, Any], mine: Entered, shown: Iterable[Compared]) -> list[dict[str, str]]:
    """The fields in which what is saved and what was entered differ, in words."""
    theirs = Entered(saved)
    rows = [(one.label, one.words(mine), one.words(theirs)) for one in shown]
    rows += _addresses(mine, theirs)
    return [
        {"field": label, "mine": entered, "theirs": kept} for label, entered, kept in rows if entered != kept
    ]


def _addresses(mine: Entered, theirs: Entered) -> list[tuple[str, str, str]]:
    books = [_book(form) for form in (mine, theirs)]
    rows = sorted(books[0].keys() | books[1].keys())
    label = _("Address %(number)s")
    return [(label % {"number": row + 1}, books[0].get(row, ""), books[1].get(row, "")) for row in rows]


def _book(form: Entered) -> dict[int, str]:
    """Each row of addresses as one text; a row with nothing but a country is none."""
    found: dict[int, dict[str, str]] = {}
    for name in form.values:
        parts = name.split(".")
        if len(parts) == 3 and parts[0] == "addresses" and parts[1].isascii() and parts[1].isdigit():
            found.setdefault(int(parts[1][:4]), {})[parts[2]] = str(form.value(name)).strip()
    return {
        row: ", ".join(value for value in address.values() if value)
        for row, address in found.items()
        if any(value for part, value in address.items() if part not in ("country", "remove"))
    }
