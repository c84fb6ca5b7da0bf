"""What a fact looks like before it is written down."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields, is_dataclass
from typing import Any, ClassVar


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Base of every fact. `name` is past tense (``order.placed``); `id` is of the subject it happened to."""

    name: ClassVar[str]
    kind: ClassVar[str]
    id: int

    def data(self) -> dict[str, Any]:
        """What is kept beside name and subject."""
        return {one.name: _kept(getattr(self, one.name)) for one in fields(self) if one.name != "id"}


def _kept(value: Any) -> Any:
    """As JSON holds it; most values are plain, for which `asdict` would take ten times as long."""
    if isinstance(value, list | tuple):
        return [_kept(one) for one in value]
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    return value


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldChange:
    """A field with its value before and after, as text."""

    field: str
    old: str
    new: str


Events = Sequence[Event]
