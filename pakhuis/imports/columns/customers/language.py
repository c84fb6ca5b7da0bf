"""The customer's language, by code or by name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pakhuis.imports.columns.contract import Column, Known, WrongCell, words
from pakhuis.imports.problems import unknown_language_name
from pakhuis.kernel.text import fold

DUTCH = frozenset("nl nld dut nederlands dutch niederlandisch neerlandais vlaams flemish hollands".split())
ENGLISH = frozenset("en eng engels english englisch anglais".split())


@dataclass(frozen=True, kw_only=True)
class LanguageColumn(Column):
    """`nl_BE` and `en-GB` count as their first half."""

    def clean(self, text: str, known: Known) -> Any:
        word = fold(text).replace("_", "-").partition("-")[0].partition(" ")[0]
        if word in DUTCH:
            return "nl"
        if word in ENGLISH:
            return "en"
        raise WrongCell(unknown_language_name((self.target,), text))


COLUMNS = (
    LanguageColumn(
        target="language",
        label="Language",
        group="terms",
        headers=words(
            "voorkeurstaal|taal|language|preferred language|taalcode|language code|sprache|locale|lang"
        ),
    ),
)
