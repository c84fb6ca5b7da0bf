"""The customer's language, by code or by name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pakhuis.imports.columns.contract import Column, Draft, Known, WrongCell, words
from pakhuis.imports.problems import unknown_language_name
from pakhuis.kernel.problem import gettext_noop
from pakhuis.kernel.text import fold

LONGEST_LOCALE = 35
DUTCH = frozenset("n nl nld dut nederlands dutch niederlandisch neerlandais vlaams flemish hollands".split())
ENGLISH = frozenset("en eng engels english englisch anglais".split())


@dataclass(frozen=True, kw_only=True)
class LanguageColumn(Column):
    """`nl_BE` and `en-GB` count as their first half. Another language is kept as it is written."""

    def clean(self, text: str, known: Known) -> Any:
        word = fold(text).replace("_", "-").partition("-")[0].partition(" ")[0]
        if word in DUTCH:
            return "nl"
        if word in ENGLISH:
            return "en"
        raise WrongCell(unknown_language_name((self.target,), text), is_harmless=True)

    def leave(self, text: str, draft: Draft) -> None:
        draft.fields["locale"] = text[:LONGEST_LOCALE]


COLUMNS = (
    LanguageColumn(
        target="language",
        label=gettext_noop("Language"),
        group="terms",
        headers=words(
            "voorkeurstaal|taal|language|preferred language|taalcode|language code|sprache|locale|lang|"
            "langue|print language|correspondentietaal|"
            "sprachenschlussel|sprachcode|languagecode|code langue|language key|taalsleutel|"
            "communicatietaal"
        ),
    ),
)
