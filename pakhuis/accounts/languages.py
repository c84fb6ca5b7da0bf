"""The languages Pakhuis speaks to users and customers."""

from __future__ import annotations

LANGUAGES = ("nl", "en")


def language_of(locale: str) -> str | None:
    """`nl` or `en` for a locale such as ``nl_NL`` or ``en-GB``; None for any other or none at all."""
    start = locale.strip().replace("_", "-").split("-")[0].lower()
    return start if start in LANGUAGES else None
