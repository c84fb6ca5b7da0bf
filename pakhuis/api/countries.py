"""Countries as clients send them: by their code, or by their name."""

from __future__ import annotations

from typing import Any

from pakhuis.api.body import text
from pakhuis.kernel.country_names import country_code


def country(value: Any) -> str:
    """The ISO code of what was sent; as it is what stands for none, to be refused at its place (code 9).

    The plugin for Craft Commerce sends names, in the language of its site.
    """
    said = text(value)
    return country_code(said) or said


def words(ours: str, value: Any) -> str:
    """A text by our name for it: as it was sent, a country as its code."""
    return country(value) if ours == "country" else text(value)
