"""Text for cells of a file that spreadsheets open: nothing in it is ever taken for a formula."""

from __future__ import annotations

import re

_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_HARMLESS = re.compile(r"[+-][0-9][0-9 ().,/-]*")
"""Telephone numbers and numbers stay whole: digits alone calculate nothing that anybody could misuse."""


def safe(text: str) -> str:
    """`text` with an apostrophe in front where a spreadsheet would calculate with it."""
    if not text.lstrip().startswith(_DANGEROUS) or _is_harmless(text):
        return text
    return f"'{text}"


def _is_harmless(text: str) -> bool:
    """A telephone number or a plain number, and no sum such as +1-2."""
    if not _HARMLESS.fullmatch(text):
        return False
    return text.startswith("+") or re.fullmatch(r"-[0-9]+([.,][0-9]+)?", text) is not None
