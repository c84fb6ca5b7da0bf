"""Rules of picklists as others hand them in: not yet checked."""

from __future__ import annotations

from dataclasses import dataclass

from pakhuis.orders.conditions import Condition


@dataclass(frozen=True, slots=True, kw_only=True)
class PicklistRuleFields:
    """A rule of picklists as a whole."""

    title: str
    conditions: tuple[Condition, ...] = ()
    profile_id: int | None = None
    user_id: int | None = None
    is_urgent: bool = False
