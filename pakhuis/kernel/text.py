"""Text as people and other systems send it, made safe to store and to compare."""

from __future__ import annotations

import re
import unicodedata

_LETTERS_WITHOUT_MARKS = str.maketrans(
    {"ß": "ss", "ø": "o", "đ": "d", "ł": "l", "æ": "ae", "œ": "oe", "ı": "i"}
)
_NOWHERE_STORED = re.compile("[\x00\ud800-\udfff]")


def clean(text: str) -> str:
    """`text` without surrounding spaces and without what no database stores (NUL, half surrogates)."""
    return _NOWHERE_STORED.sub("", text).strip()


def key(text: str) -> str:
    """The form for telling whether two texts are the same: trimmed, NFKC, without case."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", clean(text)).casefold()).strip()


def fold(text: str) -> str:
    """The form for searching: lower case, without accents, spaces made single."""
    # Twice, as some letters come apart into capitals.
    once = unicodedata.normalize("NFKD", clean(text).casefold())
    plain = unicodedata.normalize("NFKD", once.casefold()).translate(_LETTERS_WITHOUT_MARKS)
    return " ".join("".join(c for c in plain if not unicodedata.combining(c)).split())
