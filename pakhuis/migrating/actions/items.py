"""What goes into a step, and what comes out of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from pakhuis.kernel.problem import Problem, Refused
from pakhuis.migrating.fields import Fields
from pakhuis.migrating.states import Outcome, Resource


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What became of one thing of the account."""

    key: str
    outcome: Outcome
    label: str = ""
    target_id: int | None = None
    amount: Decimal | None = None
    notes: Sequence[Problem] = ()
    detail: Mapping[str, Any] = field(default_factory=dict)
    resource: Resource | None = None
    """None: that of its step."""


@dataclass(frozen=True, slots=True)
class Item:
    """One thing as it was read; `more` is what else was asked about it, `lacks` why it could not be had."""

    key: str
    told: Fields
    more: Sequence[Fields] = ()
    lacks: Sequence[Problem] = ()

    def with_more(self, more: Sequence[Fields]) -> Item:
        return replace(self, more=more)

    def lacking(self, problem: Problem) -> Item:
        return replace(self, lacks=(problem,))

    def refuse_if_lacking(self) -> None:
        """Raise `Refused` where something could not be had without which it would be another thing."""
        if self.lacks:
            raise Refused(self.lacks)


@dataclass(frozen=True, slots=True)
class Batch:
    """Things that were read together, and the turn in which a later start goes on."""

    items: Sequence[Item]
    turn: int = 0
