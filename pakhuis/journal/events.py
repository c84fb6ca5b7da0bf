"""What a fact looks like before it is written down."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, ClassVar


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Base of every fact. `name` is past tense (``order.placed``); `id` is of the subject it happened to."""

    name: ClassVar[str]
    kind: ClassVar[str]
    id: int

    def data(self) -> dict[str, Any]:
        """What is kept beside name and subject."""
        kept = asdict(self)
        del kept["id"]
        return kept


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldChange:
    """A field with its value before and after, as text."""

    field: str
    old: str
    new: str


Events = Sequence[Event]
