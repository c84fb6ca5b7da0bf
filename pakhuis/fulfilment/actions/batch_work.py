"""Working off a batch: scanning for all of it, undoing, closing what is picked whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F

from pakhuis.fulfilment.actions.batch import batch_for
from pakhuis.fulfilment.actions.close import close_picklist
from pakhuis.fulfilment.actions.pick import undo_last_grip
from pakhuis.fulfilment.actions.scan import Scanned, scan
from pakhuis.fulfilment.models import Picklist, PicklistLine
from pakhuis.fulfilment.states import ALLOWED, BatchMove, PicklistMove
from pakhuis.kernel.actor import Actor
from pakhuis.kernel.problem import Problem, Refused


@dataclass(frozen=True, slots=True, kw_only=True)
class Closed:
    """What became of a batch's picklists: closed ones, and why others were not."""

    numbers: tuple[str, ...]
    refused: tuple[tuple[str, Problem], ...]
    unfinished: int
    """Picklists of which something is still to be picked."""


def scan_batch(batch_id: int, text: str, *, by: Actor, now: datetime) -> Scanned:
    """Pick what bears this code, for the first box that wants it."""
    return scan(_pickable(batch_id), text, by=by, now=now)


def undo_batch_pick(batch_id: int, *, by: Actor, now: datetime) -> int:
    """Undo the last grip of the whole batch; gives the number of pieces put back."""
    return undo_last_grip(_pickable(batch_id), by=by, now=now)


def close_batch(batch_id: int, *, by: Actor, now: datetime) -> Closed:
    """Close every picklist of a batch that is picked whole, each in a transaction of its own.

    Stopped half-way it has closed what it has closed; a second time closes the rest. What is not picked
    whole stays open, to be closed by itself, where somebody says what becomes of the rest.
    """
    pickable = _pickable(batch_id)
    unfinished = set(
        PicklistLine.objects.filter(picklist__in=pickable, picked__lt=F("amount")).values_list(
            "picklist_id", flat=True
        )
    )
    numbers, refused = [], []
    for one in Picklist.objects.filter(pk__in=pickable).exclude(pk__in=unfinished).order_by("box"):
        try:
            close_picklist(one.pk, by=by, now=now)
        except Refused as refusal:
            refused.append((one.number, refusal.problems[0]))
        else:
            numbers.append(one.number)
    return Closed(numbers=tuple(numbers), refused=tuple(refused), unfinished=len(unfinished))


def _pickable(batch_id: int) -> Sequence[int]:
    batch = batch_for(batch_id, move=BatchMove.PICK)
    inside = batch.picklists.filter(status__in=list(ALLOWED[PicklistMove.PICK]))
    return list(inside.order_by("pk").values_list("pk", flat=True))
