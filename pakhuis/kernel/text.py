"""Text as people and other systems send it, made safe to store and to compare."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

_LETTERS_WITHOUT_MARKS = str.maketrans(
    {"ß": "ss", "ø": "o", "đ": "d", "ł": "l", "æ": "ae", "œ": "oe", "ı": "i"}
)
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")
_NOWHERE_STORED = re.compile("[\x00\ud800-\udfff]")


def storable(text: str) -> str:
    """`text` without what no database stores: NUL and half surrogates."""
    if text.isascii() and "\x00" not in text:
        return text
    return _NOWHERE_STORED.sub("", text)


def clean(text: str) -> str:
    """`text` without surrounding spaces and without what no database stores, its lines ended by "\\n" alone.

    Browsers send other line ends than those they were shown: a text that nobody touched is the same text.
    """
    if text.isprintable():
        return text.strip()
    plain = storable(text)
    if "\r" in plain:
        plain = plain.replace("\r\n", "\n").replace("\r", "\n")
    return plain.strip()


def key(text: str) -> str:
    """The form for telling whether two texts are the same: trimmed, NFKC, without case."""
    if text.isascii() and "\x00" not in text and "\r" not in text:
        return text.strip().lower()
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", clean(text)).casefold()).strip()


def fold(text: str) -> str:
    """The form for searching: lower case, without accents, spaces made single."""
    plain = text.lower()
    if not text.isascii() or "\x00" in text:
        plain = _BEYOND_ASCII.sub(_folded, clean(text).lower())
    return " ".join(plain.split())


@cache
def _letter(letter: str) -> str:
    """What a letter is folded to.

    It folds to the same wherever it stands, as only marks change places, and those go.
    """
    # Twice, as some letters come apart into capitals.
    once = unicodedata.normalize("NFKD", letter.casefold())
    plain = unicodedata.normalize("NFKD", once.casefold()).translate(_LETTERS_WITHOUT_MARKS)
    return "".join(c for c in plain if not unicodedata.combining(c))


def _folded(found: re.Match[str]) -> str:
    return _letter(found[0])
