"""A batch is done when none of its picklists is open any more."""

from __future__ import annotations

from datetime import datetime

from pakhuis.accounts.models import User
from pakhuis.fulfilment.batch_events import BatchCompleted
from pakhuis.fulfilment.models import Batch, Picklist
from pakhuis.fulfilment.states import BATCH_ALLOWED, OPEN_STATUSES, BatchMove, BatchStatus
from pakhuis.journal.actions import record
from pakhuis.kernel.actor import Actor, ActorKind


def complete_batch_when_done(batch_id: int, *, by: Actor, now: datetime) -> bool:
    """Complete a batch without open picklists (cancel one that has none at all); tells whether it ended.

    Belongs in the caller's transaction, after everything else: the batch is the last that anyone locks,
    so that of two who close its last picklists at once the second sees that nothing is left.
    """
    batch = Batch.objects.select_for_update(no_key=True).filter(pk=batch_id, status=BatchStatus.OPEN).first()
    if batch is None or Picklist.objects.filter(batch=batch, status__in=OPEN_STATUSES).exists():
        return False
    picked = Picklist.objects.filter(batch=batch).count()
    move = BatchMove.COMPLETE if picked else BatchMove.DISSOLVE
    batch.status = BATCH_ALLOWED[move][BatchStatus.OPEN]
    batch.completed_at = batch.updated_at = now
    batch.completed_by = User(pk=by.id) if by.kind is ActorKind.PERSON else None
    batch.save(update_fields=["status", "completed_at", "updated_at", "completed_by"])
    record([BatchCompleted(id=batch.pk, number=batch.number, picklists=picked)], by=by, now=now)
    return True
