"""What changed on a row: the new values are put on it, and told as a fact tells them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pakhuis.journal.events import FieldChange


def put(row: Any, values: Mapping[str, Any]) -> tuple[FieldChange, ...]:
    """Set the values on `row`, which is not saved, and tell those that were others before."""
    changes = tuple(
        FieldChange(field=name, old=_told(getattr(row, name)), new=_told(value))
        for name, value in values.items()
        if getattr(row, name) != value
    )
    for name, value in values.items():
        setattr(row, name, value)
    return changes


def changed_texts(before: Mapping[str, str], after: Mapping[str, str]) -> tuple[FieldChange, ...]:
    """What reads differently now."""
    return tuple(
        FieldChange(field=name, old=before.get(name, ""), new=text)
        for name, text in after.items()
        if before.get(name, "") != text
    )


def _told(value: Any) -> str:
    return "" if value is None else str(value)
