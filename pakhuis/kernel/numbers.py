"""Reading numbers that people, files and other systems hand in, without ever guessing."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal, InvalidOperation

RawNumber = str | int | float | Decimal | None

HIGHEST_ID = 2**63 - 1
"""The highest number a database gives a row."""


def as_decimal(value: object) -> Decimal | None:
    """`value` as an exact finite number with a decimal point, or None when it is not one.

    A float is read by its shortest spelling (0.1 stays 0.1). True and False are no numbers.
    """
    if isinstance(value, bool) or not isinstance(value, str | int | float | Decimal):
        return None
    text = str(value).strip()
    if not text or "_" in text or len(text) > 60:
        return None
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    if not number.is_finite() or abs(number.adjusted()) > 20:
        return None
    return number


def as_whole(value: object) -> int | None:
    """`value` as a whole number ("3", 3, 3.0), or None when it is not one."""
    number = as_decimal(value)
    if number is None or number != number.to_integral_value():
        return None
    return int(number)


def possible_ids(ids: Iterable[int | None]) -> list[int]:
    """Those of `ids` that can be ids at all, each once: no database is asked for a number it cannot hold."""
    return sorted({one for one in ids if one is not None and 0 < one <= HIGHEST_ID})
