"""What a fact looks like before it is written down."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, is_dataclass
from functools import cache
from typing import Any, ClassVar


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Base of every fact. `name` is past tense (``order.placed``); `id` is of the subject it happened to."""

    name: ClassVar[str]
    kind: ClassVar[str]
    id: int

    def data(self) -> dict[str, Any]:
        """What is kept beside name and subject."""
        kind: Any = type(self)
        return {name: _kept(getattr(self, name)) for name in _told(kind)}


PLAIN = frozenset((str, int, bool, type(None), dict))
"""What is kept as it is."""


def _kept(value: Any) -> Any:
    """As JSON holds it; most values are plain, and those of a class are of few classes."""
    kind: Any = type(value)
    if kind in PLAIN:
        return value
    if kind is list or kind is tuple:
        return [_kept(one) for one in value]
    names = _names(kind)
    return {name: _kept(getattr(value, name)) for name in names} if names else value


@cache
def _told(kind: Any) -> tuple[str, ...]:
    """The fields of an event beside its subject."""
    return tuple(one for one in _names(kind) if one != "id")


@cache
def _names(kind: Any) -> tuple[str, ...]:
    """The fields of a data class; none for any other class."""
    return tuple(one.name for one in fields(kind)) if is_dataclass(kind) else ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldChange:
    """A field with its value before and after, as text."""

    field: str
    old: str
    new: str


Links = tuple[tuple[int, ...], tuple[int, ...]]
"""What a field pointed to before and after, by id: names change, and may hold what stands between names."""
Events = Sequence[Event]
