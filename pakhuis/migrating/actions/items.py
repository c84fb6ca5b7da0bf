"""What goes into a step, and what comes out of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from pakhuis.kernel.problem import Problem
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
    """One thing as it was read; `more` is what else was asked about it."""

    key: str
    told: Fields
    more: Sequence[Fields] = ()

    def with_more(self, more: Sequence[Fields]) -> Item:
        return replace(self, more=more)


@dataclass(frozen=True, slots=True)
class Batch:
    """Things that were read together, and where to go on when all of them are done."""

    items: Sequence[Item]
    turn: int = 0
    offset: int = 0
