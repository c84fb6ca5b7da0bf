"""Which picklists may go into a batch together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pakhuis.fulfilment.batch_problems import (
    different_warehouses,
    in_batch_already,
    no_picklists,
    not_pickable,
    picked_before,
    taken_by,
    too_many_picklists,
)
from pakhuis.fulfilment.states import BatchKind
from pakhuis.kernel.problem import Problem

MOST_PICKLISTS = 60
"""More boxes than that nobody takes along."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A picklist that is to go into a batch; `assigned_to` by the person's name."""

    number: str
    warehouse: int
    is_pickable: bool
    batch: str = ""
    assigned_to: str = ""
    picked: int = 0
    pieces: int = 1


def why_not_together(candidates: Sequence[Candidate], *, most: int = MOST_PICKLISTS) -> list[Problem]:
    """Every reason against a batch of these; nobody may be picking them, as two would then pick the same."""
    if not candidates:
        return [no_picklists()]
    found = []
    if len(candidates) > most:
        found.append(too_many_picklists(most))
    if len({one.warehouse for one in candidates}) > 1:
        found.append(different_warehouses())
    for one in candidates:
        if one.batch:
            found.append(in_batch_already(one.number, one.batch))
        elif one.assigned_to:
            found.append(taken_by(one.number, one.assigned_to))
        if not one.is_pickable:
            found.append(not_pickable(one.number))
        elif one.picked:
            found.append(picked_before(one.number))
    return found


def kind_of(candidates: Sequence[Candidate]) -> BatchKind:
    """Singles when each is one piece: then what is in hand says which picklist it is."""
    return BatchKind.SINGLES if all(one.pieces == 1 for one in candidates) else BatchKind.NORMAL
