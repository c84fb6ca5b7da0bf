"""Picking: a line, part of a line, or everything."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import F, Sum

from pakhuis.fulfilment.events import AllPicked, LinePicked
from pakhuis.fulfilment.models import Picklist, PicklistLine
from pakhuis.fulfilment.problems import picked_too_many
from pakhuis.fulfilment.states import ALLOWED, PicklistMove
from pakhuis.journal.actions import record
from pakhuis.kernel.actor import Actor
from pakhuis.kernel.checking import Checks, not_allowed_now, not_found
from pakhuis.kernel.numbers import RawNumber
from pakhuis.kernel.problem import Refused

MOST_PIECES = 1_000_000


@transaction.atomic
def pick_line(picklist_line_id: int, *, amount: RawNumber, by: Actor, now: datetime) -> PicklistLine:
    """Count `amount` more pieces of a line as picked; a negative amount puts pieces back."""
    checks = Checks()
    pieces = checks.whole(("amount",), amount, low=-MOST_PIECES, high=MOST_PIECES)
    checks.refuse_if_any()
    line = PicklistLine.objects.filter(pk=picklist_line_id).first()
    if line is None:
        raise Refused([not_found("picklist line")])
    locked_picklist(line.picklist_id, move=PicklistMove.PICK)
    fits = PicklistLine.objects.filter(
        pk=line.pk, picked__gte=-pieces, picked__lte=F("amount") - pieces
    ).update(picked=F("picked") + pieces)
    line.refresh_from_db()
    if not fits:
        raise Refused([picked_too_many(line.amount - line.picked)])
    if pieces:
        record([LinePicked(id=line.picklist_id, line_id=line.pk, pieces=pieces)], by=by, now=now)
    return line


@transaction.atomic
def pick_all(picklist_id: int, *, by: Actor, now: datetime) -> Picklist:
    """Count everything of a picklist as picked; doing it twice changes nothing."""
    picklist = locked_picklist(picklist_id, move=PicklistMove.PICK)
    left = picklist.lines.aggregate(pieces=Sum(F("amount") - F("picked")))["pieces"] or 0
    if left:
        picklist.lines.update(picked=F("amount"))
        record([AllPicked(id=picklist.pk, pieces=left)], by=by, now=now)
    return picklist


def locked_picklist(picklist_id: int, *, move: PicklistMove) -> Picklist:
    """The picklist, locked until the commit; refused when this move is not allowed from where it stands."""
    picklist = Picklist.objects.select_for_update().filter(pk=picklist_id).first()
    if picklist is None:
        raise Refused([not_found("picklist")])
    if picklist.status not in ALLOWED[move]:
        raise Refused([not_allowed_now(picklist.status)])
    return picklist
