"""Facts about webhooks out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from pakhuis.journal.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class HookEvent(Event):
    """Something happened to a hook; `label` is its name."""

    kind: ClassVar[str] = "hook"
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HookCreated(HookEvent):
    """Somebody wants to hear of something."""

    name: ClassVar[str] = "hook.created"
    event: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HookDeactivated(HookEvent):
    """A hook was switched off; `reason` is empty when somebody did it."""

    name: ClassVar[str] = "hook.deactivated"
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class HookReactivated(HookEvent):
    """A hook was switched on again."""

    name: ClassVar[str] = "hook.reactivated"
