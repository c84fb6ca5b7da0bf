"""Many values as one text that PostgreSQL reads as an array; the driver would look at one after the other."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

_APART = "\x00"
"""What no text that is stored holds."""


def texts(values: Collection[Any]) -> str:
    """An array of texts, None among them; whatever stands in them."""
    if not values:
        return "{}"
    try:
        whole = _APART.join(values)
    except TypeError:
        return _one_by_one(values)
    if whole.count(_APART) != len(values) - 1:
        return _one_by_one(values)
    if "\\" in whole or '"' in whole:
        whole = _escaped(whole)
    return '{"' + whole.replace(_APART, '","') + '"}'


def whole_numbers(values: Collection[int | None]) -> str:
    """An array of whole numbers, None among them."""
    return f"{{{','.join(map(str, values))}}}".replace("None", "NULL")


def _one_by_one(values: Collection[Any]) -> str:
    each = ("NULL" if one is None else f'"{_escaped(str(one))}"' for one in values)
    return f"{{{','.join(each)}}}"


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')
