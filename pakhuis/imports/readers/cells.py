"""A cell of a spreadsheet as the text a person sees in it."""

from __future__ import annotations

import datetime as dt
import re
from html import unescape

from pakhuis.kernel.cells import safe

NOTHING = frozenset(
    (
        "NULL",
        "(NULL)",
        "\\N",
        "#N/A",
        "#N/B",
        "#REF!",
        "#VALUE!",
        "#WAARDE!",
        "#NAME?",
        "#NAAM?",
        "#DIV/0!",
        "#DEEL/0!",
        "#NUM!",
        "#GETAL!",
        "#VERW!",
        "#NULL!",
        "#LEEG!",
        "#NV",
        "#WERT!",
        "#BEZUG!",
        "#ZAHL!",
        "#VALEUR!",
        "#NOM?",
        "NaN",
        "<NA>",
    )
)
"""What databases and spreadsheets write where there is nothing."""
_NUMBER = re.compile(r"[+-]?[0-9][0-9 ().,/-]*([A-Z]{1,2})?")
"""A number, or a postcode, which shops guard like one."""
_NOWHERE_STORED = re.compile("[\x00\ud800-\udfff]")
_ODD = re.compile("[\ud800-\udfff\u00a0\u00ad\u200b\u200e\u200f\u202f\u2060\ufeff]")
_UNSEEN = re.compile("[\u00ad\u200b\u200e\u200f\u2060\ufeff]")
_HARD_SPACE = re.compile("[\u00a0\u202f]")
_FOR_MARKUP = re.compile("&(#[0-9]{2,5}|#x[0-9a-f]{2,5}|[a-z][a-z0-9]{1,7});", re.IGNORECASE)
"""Signs as shops that show them on a page have them in their exports: `J&amp;B`."""
_BREAK = re.compile(r"<br ?/?>\n?", re.IGNORECASE)
"""A line's end as pages have it, in addresses of ERPNext and others."""
_WHOLE_BELOW = 1e15


def _sign(found: re.Match[str]) -> str:
    return unescape(found[0])


def cell_text(value: object) -> str:
    """A value of a spreadsheet as text: whole numbers without ".0", dates as 2026-12-31, yes as 1."""
    if isinstance(value, str):
        return tidy(value)
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < _WHOLE_BELOW else repr(value)
    if isinstance(value, dt.datetime):
        is_day = value.time() == dt.time()
        return value.date().isoformat() if is_day else value.isoformat(sep=" ", timespec="seconds")
    return tidy(str(value))


def is_tidy(cells: list[str]) -> bool:
    """Whether `tidy` would leave every one of these as it is, seen at one look; a doubtful row says no."""
    whole = "".join(cells)
    if "'" in whole or "&" in whole or "<" in whole or "\x00" in whole:
        return False
    if list(map(str.strip, cells)) != cells:
        return False
    return (whole.isascii() or _ODD.search(whole) is None) and NOTHING.isdisjoint(cells)


def tidy(text: str) -> str:
    """Text of a cell without what was never meant: edges, NULs, unseen signs, a number's apostrophe.

    The apostrophe of “'t Rijks” and “'70s Bar” stays: only one before a number, or before what a spreadsheet
    would calculate with, is a guard.
    """
    if text.isprintable() and "&" not in text and "<" not in text:
        # Nothing that is not seen is in it; so it is with nearly all cells.
        plain = text.strip()
        if not plain.startswith("'"):
            return "" if plain in NOTHING else plain
    if "<" in text:
        text = _BREAK.sub("\n", text)
    while "&" in text and (plain := _FOR_MARKUP.sub(_sign, text)) != text:
        text = plain
    text = _NOWHERE_STORED.sub("", text).strip()
    if not text.isascii():
        text = _HARD_SPACE.sub(" ", _UNSEEN.sub("", text)).strip()
    if text.startswith("'") and (_NUMBER.fullmatch(text[1:]) or safe(text[1:]) == text):
        text = text[1:].lstrip()
    return "" if text in NOTHING else text
