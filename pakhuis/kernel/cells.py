"""Text for cells of a file that spreadsheets open: nothing in it is ever taken for a formula."""

from __future__ import annotations

import re

_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_NUMBER = re.compile(r"-[0-9]+([.,][0-9]+)?")
_PHONE = re.compile(r"\+[0-9][0-9 ().,/-]*")
"""Telephone numbers stay whole: digits alone calculate nothing that anybody could misuse."""
_SUM = re.compile(r"\+[0-9().,]+( *[/-] *[0-9().,]+)+ *")
"""Numbers with nothing but signs between them are calculated, +31-20-1234567 as well as +1-2."""


def safe(text: str) -> str:
    """`text` with an apostrophe in front where a spreadsheet would calculate with it."""
    if not text.lstrip().startswith(_DANGEROUS) or _is_harmless(text):
        return text
    return f"'{text}"


def _is_harmless(text: str) -> bool:
    """A telephone number or a plain number, and no sum such as +1-2."""
    is_phone = _PHONE.fullmatch(text) is not None and _SUM.fullmatch(text) is None
    return is_phone or _NUMBER.fullmatch(text) is not None
