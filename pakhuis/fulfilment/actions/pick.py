"""Picking: a line, part of a line, or everything; and undoing the last grip."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import uuid4

from django.db import transaction
from django.db.models import F

from pakhuis.fulfilment.actions.moving import locked_picklist, locked_picklists
from pakhuis.fulfilment.events import AllPicked, LinePicked, PickUndone
from pakhuis.fulfilment.models import Pick, Picklist, PicklistLine
from pakhuis.fulfilment.problems import nothing_to_undo, picked_too_many
from pakhuis.fulfilment.states import PicklistMove
from pakhuis.journal.actions import record
from pakhuis.kernel.actor import Actor, ActorKind
from pakhuis.kernel.checking import Checks, not_found
from pakhuis.kernel.numbers import RawNumber, possible_ids
from pakhuis.kernel.problem import Refused

MOST_PIECES = 1_000_000
Grip = tuple[PicklistLine, int]
"""A line, and how many pieces of it."""


@transaction.atomic
def pick_line(picklist_line_id: int, *, amount: RawNumber, by: Actor, now: datetime) -> PicklistLine:
    """Count `amount` more pieces of a line as picked; a negative amount puts pieces back."""
    checks = Checks()
    pieces = checks.whole(("amount",), amount, low=-MOST_PIECES, high=MOST_PIECES)
    checks.refuse_if_any()
    line = PicklistLine.objects.filter(pk__in=possible_ids([picklist_line_id])).first()
    if line is None:
        raise Refused([not_found("picklist line")])
    locked_picklist(line.picklist_id, move=PicklistMove.PICK)
    if pieces:
        gripped([(line, pieces)], by=by, now=now)
        record([LinePicked(id=line.picklist_id, line_id=line.pk, pieces=pieces)], by=by, now=now)
    return _standing(line)


@transaction.atomic
def pick_all(picklist_id: int, *, by: Actor, now: datetime) -> Picklist:
    """Count everything of a picklist as picked; doing it twice changes nothing."""
    picklist = locked_picklist(picklist_id, move=PicklistMove.PICK)
    unpicked = picklist.lines.filter(picked__lt=F("amount"))
    left = [(line, line.amount - line.picked) for line in unpicked]
    if left:
        picklist.lines.update(picked=F("amount"))
        _remember(left, by=by, now=now)
        pieces = sum(pieces for _, pieces in left)
        record([AllPicked(id=picklist.pk, pieces=pieces)], by=by, now=now)
    return picklist


def gripped(grips: Sequence[Grip], *, by: Actor, now: datetime) -> None:
    """Count pieces of lines, whose picklists the caller has locked; refused when a line has not so many."""
    for line, pieces in grips:
        _counted(line, pieces)
    _remember(grips, by=by, now=now)


def _counted(line: PicklistLine, pieces: int) -> None:
    own = PicklistLine.objects.filter(pk=line.pk, picklist=line.picklist_id)
    fits = own.filter(picked__gte=-pieces, picked__lte=F("amount") - pieces)
    if not fits.update(picked=F("picked") + pieces):
        there = _standing(line)
        raise Refused([picked_too_many(there.amount - there.picked)])


def _standing(line: PicklistLine) -> PicklistLine:
    """The line now that its picklist is locked; refused when it went from there just before."""
    found = PicklistLine.objects.filter(pk=line.pk, picklist=line.picklist_id).first()
    if found is None:
        raise Refused([not_found("picklist line")])
    return found


def _remember(grips: Sequence[Grip], *, by: Actor, now: datetime) -> None:
    deed = uuid4()
    person_id = by.id if by.kind is ActorKind.PERSON else None
    Pick.objects.bulk_create(
        Pick(line=line, deed=deed, pieces=pieces, person_id=person_id, at=now) for line, pieces in grips
    )


def undo_pick(picklist_id: int, *, by: Actor, now: datetime) -> int:
    """Undo the last grip on a picklist, whoever's it was; gives the number of pieces put back."""
    return undo_last_grip([picklist_id], by=by, now=now)


@transaction.atomic
def undo_last_grip(picklist_ids: Collection[int], *, by: Actor, now: datetime) -> int:
    """Undo the last deed on these picklists, with everything that one scan or press picked there."""
    picklists = locked_picklists(picklist_ids, move=PicklistMove.PICK)
    done = Pick.objects.filter(line__picklist__in=picklists, undone_at=None).order_by("-pk")
    last = done.values_list("deed", flat=True).first()
    if last is None:
        raise Refused([nothing_to_undo()])
    grips = list(done.filter(deed=last).select_related("line"))
    for one in grips:
        _counted(one.line, -one.pieces)
    Pick.objects.filter(pk__in=[one.pk for one in grips]).update(undone_at=now)
    per_picklist: dict[int, int] = {}
    for one in grips:
        picklist_id = one.line.picklist_id
        per_picklist[picklist_id] = per_picklist.get(picklist_id, 0) + one.pieces
    record([PickUndone(id=pk, pieces=pieces) for pk, pieces in per_picklist.items()], by=by, now=now)
    return sum(per_picklist.values())
