"""Facts about batches of picklists."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from pakhuis.journal.events import Event, FieldChange


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchEvent(Event):
    """Something that happened to a batch; `number` as people know it."""

    kind: ClassVar[str] = "batch"
    number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchCreated(BatchEvent):
    """Picklists were put together to be picked in one walk."""

    name: ClassVar[str] = "batch.created"
    picklists: int
    warehouse_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchChanged(BatchEvent):
    """Picklists were added, or taken out when negative."""

    name: ClassVar[str] = "batch.changed"
    picklists: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchAssigned(BatchEvent):
    """Somebody is going to walk; nobody when empty."""

    name: ClassVar[str] = "batch.assigned"
    user_id: int | None
    user: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchCompleted(BatchEvent):
    """Nothing of a batch is open any more; without picklists it was given up."""

    name: ClassVar[str] = "batch.completed"
    picklists: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchPresetEvent(Event):
    """Something that happened to a preset of batches."""

    kind: ClassVar[str] = "batch_preset"
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchPresetCreated(BatchPresetEvent):
    """A preset of batches was made."""

    name: ClassVar[str] = "batch_preset.created"


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchPresetChanged(BatchPresetEvent):
    """A preset of batches asks for other picklists now."""

    name: ClassVar[str] = "batch_preset.changed"
    changes: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchPresetDeleted(BatchPresetEvent):
    """A preset of batches was deleted; the batches that came of it stay."""

    name: ClassVar[str] = "batch_preset.deleted"
