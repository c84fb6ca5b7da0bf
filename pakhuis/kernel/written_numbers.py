"""Numbers as people write them, with a decimal comma or point and signs between the thousands."""

from __future__ import annotations

import re

_SPACES = re.compile(r"[\s\u00a0]")
_THOUSAND = re.compile(r"[+-]?[1-9]\d{0,2}[.,]\d{3}")
_THOUSANDS = re.compile(r"[+-]?\d{1,3}(\.\d{3}){2,}")


def with_point(text: str, *, decimal: str = "") -> str:
    """The number with a decimal point and nothing between the thousands; what is none stays none.

    Of comma and point the one that comes last is the decimal one: 1.234,56 and 1,234.56. A single comma is
    decimal, as is a single point; several of the same stand between thousands. Where it is known which sign
    is `decimal`, the other one before three digits stands behind the thousands.
    """
    bare = _SPACES.sub("", text)
    if decimal and _THOUSAND.fullmatch(bare) and decimal not in bare:
        return bare.replace(",", "").replace(".", "")
    if "," in bare and "." in bare:
        thousands, decimal = (".", ",") if bare.rfind(",") > bare.rfind(".") else (",", ".")
        return bare.replace(thousands, "").replace(decimal, ".")
    if bare.count(",") == 1:
        return bare.replace(",", ".")
    if "," in bare or _THOUSANDS.fullmatch(bare):
        return bare.replace(",", "").replace(".", "")
    return bare
