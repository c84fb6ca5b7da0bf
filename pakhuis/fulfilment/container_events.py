"""Facts about picking containers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from pakhuis.fulfilment.events import PicklistEvent
from pakhuis.journal.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class ContainerSaved(Event):
    """A picking container was made or got another name."""

    name: ClassVar[str] = "container.saved"
    kind: ClassVar[str] = "picking_container"
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ContainerRemoved(Event):
    """A picking container is there no more."""

    name: ClassVar[str] = "container.removed"
    kind: ClassVar[str] = "picking_container"
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PicklistContained(PicklistEvent):
    """A picklist is gathered in this container; an empty name: in none any more."""

    name: ClassVar[str] = "picklist.contained"
    container: str
