"""Facts about rules of picklists."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from pakhuis.journal.events import Event, FieldChange


@dataclass(frozen=True, slots=True, kw_only=True)
class PicklistRuleEvent(Event):
    """Something that happened to a rule of picklists."""

    kind: ClassVar[str] = "picklist_rule"
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PicklistRuleCreated(PicklistRuleEvent):
    """A rule of picklists was made."""

    name: ClassVar[str] = "picklist_rule.created"


@dataclass(frozen=True, slots=True, kw_only=True)
class PicklistRuleChanged(PicklistRuleEvent):
    """A rule of picklists asks or sets something else now, or was moved, switched off or on."""

    name: ClassVar[str] = "picklist_rule.changed"
    changes: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PicklistRuleDeleted(PicklistRuleEvent):
    """A rule of picklists was deleted; what it set stays."""

    name: ClassVar[str] = "picklist_rule.deleted"
