"""Columns of values as the lines that PostgreSQL's `COPY` reads: the driver goes value by value."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from itertools import repeat
from typing import Any
from uuid import UUID

_HAVE_MEANING = {"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"}
"""Signs that `COPY` takes for something else than themselves, and how they are written."""
_ESCAPED = str.maketrans(_HAVE_MEANING)
_NOTHING = "\\N"
_PLAIN = (int, Decimal, date, UUID)
"""What is told as Python spells it."""


def as_lines(columns: Sequence[Sequence[Any]]) -> str:
    """The rows of these columns, a line each."""
    count = len(columns[0])
    spelled = [repeat(_spelled(one[0]), count) if is_same(one) else _each_spelled(one) for one in columns]
    return "\n".join(map("\t".join, zip(*spelled, strict=True))) + "\n"


def is_same(column: Sequence[Any]) -> bool:
    """Whether all rows have the same value in this column, told as fast as it is not so."""
    first = column[0]
    return bool(first == column[-1]) and column.count(first) == len(column)


def _each_spelled(column: Sequence[Any]) -> Iterable[str]:
    kinds = set(map(type, column))
    if kinds == {int}:
        return map(str, column)
    if kinds == {str}:
        whole = "".join(column)
        if not any(one in whole for one in _HAVE_MEANING):
            return column
    return map(_spelled, column)


def _spelled(value: Any) -> str:
    """One value; a text as it is written when `COPY` is to read it as it is."""
    if value is None:
        return _NOTHING
    if isinstance(value, str):
        return value.translate(_ESCAPED)
    if value is True or value is False:
        return "t" if value else "f"
    if isinstance(value, _PLAIN):
        return str(value)
    raise TypeError(f"COPY is not told how to write {type(value).__name__}")
