"""Which encoding the bytes of a text are in: marks first, then UTF-8 if all of it fits, then Windows."""

from __future__ import annotations

import codecs
from pathlib import Path

from charset_normalizer import from_bytes

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
NOT_IN_WINDOWS = frozenset(b"\x81\x8d\x8f\x90\x9d")
PIECE = 1_000_000


def checked_encoding(name: str) -> str:
    """The chosen encoding, refused when it is none of ours; empty for "find out"."""
    if name and name not in ENCODINGS:
        raise Refused([unknown_encoding(name)])
    return name


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
    if not NOT_IN_WINDOWS & set(sample):
        return "windows-1252"
    best = from_bytes(sample, cp_isolation=["cp850", "cp437", "mac_roman", "cp1250", "iso8859_15"]).best()
    known = {"cp850": "cp850", "mac_roman": "mac-roman", "iso8859_15": "iso-8859-15"}
    return known.get(best.encoding if best else "", "windows-1252")


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
