"""Which encoding the bytes of a text are in: marks first, then UTF-8 if all of it fits, then Windows."""

from __future__ import annotations

import codecs
import re
from pathlib import Path

from pakhuis.imports.problems import unknown_encoding
from pakhuis.kernel.problem import Refused

ENCODINGS = (
    "utf-8",
    "utf-8-sig",
    "windows-1252",
    "utf-16",
    "utf-16-le",
    "utf-16-be",
    "iso-8859-15",
    "cp850",
    "mac-roman",
)
"""What people may choose."""
MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
OF_ONE_BYTE = ("windows-1252", "cp850", "mac-roman")
"""Encodings in which every byte is a letter, the likeliest first: what the letters make tells them apart."""
WITH_ENDS_OF_MAC = ("windows-1252", "mac-roman", "cp850")
"""The same where lines end as on an old Mac, as Excel still writes “CSV (Macintosh)”."""
_IN_WORDS = re.compile(r"(?<=[a-z])[^\x00-\x7f]|[^\x00-\x7f](?=[a-z])|(?<=[A-Z])[^\x00-\x7f](?=[A-Z])")
_USUAL = frozenset("éëèüöïçäñáíóøåßêàâîôæœÉÖÜÄØÅÆÇ")
_NOT_SO_USUAL = frozenset("ìòùúûõãÿýÈÁÓË")
_SIGNS = {"’": 2, "‘": 0, "“": 0, "”": 0, "–": 0}
"""What Windows writes in and around words; an apostrophe as surely as a letter."""
PIECE = 1_000_000


def checked_encoding(name: str) -> str:
    """The chosen encoding, refused when it is none of ours; empty for "find out"."""
    if name and name not in ENCODINGS:
        raise Refused([unknown_encoding(name)])
    return name


def with_mark(name: str, sample: bytes) -> str:
    """UTF-16 by its mark only where there is one: without it Python would not begin to read."""
    marked = sample.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    return "utf-16-le" if name == "utf-16" and not marked else name


def encoding_of(path: Path, sample: bytes) -> str:
    """The encoding of a whole file: a byte in the last line may decide."""
    for mark, name in MARKS:
        if sample.startswith(mark):
            return name
    pairs = sample[: len(sample) // 2 * 2]
    for name, zeros in (("utf-16-le", pairs[1::2]), ("utf-16-be", pairs[::2])):
        if len(zeros) > 3 and zeros.count(0) > 0.6 * len(zeros):
            return name
    broken, whole = _utf8_letters(path)
    if broken == 0 or broken * 20 < whole:
        return "utf-8"
    likely = WITH_ENDS_OF_MAC if b"\r" in sample and b"\n" not in sample else OF_ONE_BYTE
    return max(likely, key=lambda one: _sense(sample.decode(one, "replace")))


def _sense(text: str) -> int:
    """How much more often letters of Western Europe than anything else stand in the words of a text."""
    return sum(map(_weight, _IN_WORDS.finditer(text)))


def _weight(found: re.Match[str]) -> int:
    letter = found[0]
    if letter in _SIGNS:
        return _SIGNS[letter]
    place = found.start()
    before, behind = found.string[max(place - 1, 0) : place], found.string[place + 1 : place + 2]
    if letter.isupper() and (before.islower() or (before.isalpha() and behind.islower())):
        return -2
    return 2 if letter in _USUAL else 1 if letter in _NOT_SO_USUAL else -2


def _utf8_letters(path: Path) -> tuple[int, int]:
    """How many places of a file do not fit UTF-8, and how many letters beyond ASCII do."""
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    broken = whole = 0
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            text = decoder.decode(piece)
            if not text.isascii():
                replaced = text.count("\ufffd")
                broken += replaced
                whole += len(text) - len(text.encode("ascii", "ignore")) - replaced
    return broken + decoder.decode(b"", final=True).count("\ufffd"), whole
