"""Holding a picklist up: for a known time (snooze), or until a problem is solved (pause)."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from pakhuis.fulfilment.actions.moving import locked_picklist, locked_with_order, moved, out_of_batches
from pakhuis.fulfilment.events import PicklistPaused, PicklistResumed, PicklistSnoozed, PicklistWoken
from pakhuis.fulfilment.models import Picklist
from pakhuis.fulfilment.problems import not_in_the_future, order_is_paused, too_far_away
from pakhuis.fulfilment.states import PicklistMove, PicklistStatus
from pakhuis.journal.actions import record
from pakhuis.kernel.actor import SYSTEM, Actor
from pakhuis.kernel.checking import Checks, missing
from pakhuis.kernel.problem import Refused
from pakhuis.orders.models import Order
from pakhuis.orders.states import OrderStatus

LONGEST_SNOOZE = timedelta(days=366)
LONGEST_REASON = 200


@transaction.atomic
def snooze_picklist(picklist_id: int, *, until: datetime | None, by: Actor, now: datetime) -> Picklist:
    """Take a picklist out of the queue until a moment; it comes back by itself, and may be picked before."""
    if until is None:
        raise Refused([missing(("until",))])
    if until <= now:
        raise Refused([not_in_the_future()])
    if until > now + LONGEST_SNOOZE:
        raise Refused([too_far_away(LONGEST_SNOOZE.days)])
    picklist = locked_picklist(picklist_id, move=PicklistMove.SNOOZE)
    picklist.snoozed_until = until
    moved(picklist, PicklistMove.SNOOZE, now=now)
    record([PicklistSnoozed(id=picklist.pk, until=until.isoformat())], by=by, now=now)
    out_of_batches([picklist], by=by, now=now)
    return picklist


@transaction.atomic
def wake_picklist(picklist_id: int, *, by: Actor, now: datetime) -> Picklist:
    """Put a snoozed picklist back into the queue before its time."""
    picklist = locked_picklist(picklist_id, move=PicklistMove.WAKE)
    moved(picklist, PicklistMove.WAKE, now=now)
    record([PicklistWoken(id=picklist.pk)], by=by, now=now)
    return picklist


@transaction.atomic
def wake_due_picklists(*, now: datetime) -> int:
    """Note of every picklist whose snooze is over that it is back; several may do so at once.

    The queue shows them from the very moment: this only brings the stored status and logbook in step.
    """
    due = Picklist.objects.filter(status=PicklistStatus.SNOOZED, snoozed_until__lte=now)
    locked = due.select_for_update(skip_locked=True, no_key=True).order_by("pk")
    ids = list(locked.values_list("pk", flat=True)[:500])
    if ids:
        Picklist.objects.filter(pk__in=ids).update(
            status=PicklistStatus.NEW, snoozed_until=None, updated_at=now
        )
        record([PicklistWoken(id=pk) for pk in ids], by=SYSTEM, now=now)
    return len(ids)


@transaction.atomic
def pause_picklist(picklist_id: int, *, reason: str, by: Actor, now: datetime) -> Picklist:
    """Hold a picklist up for a reason. It is nobody's any more, and out of its batch."""
    checks = Checks()
    reason = checks.text(("reason",), reason, limit=LONGEST_REASON, required=True)
    checks.refuse_if_any()
    picklist = locked_picklist(picklist_id, move=PicklistMove.PAUSE)
    picklist.paused_reason = reason
    picklist.assigned_to = None
    moved(picklist, PicklistMove.PAUSE, now=now, fields=["paused_reason", "assigned_to"])
    fact = PicklistPaused(id=picklist.pk, number=picklist.number, order_id=picklist.order_id, reason=reason)
    record([fact], by=by, now=now)
    out_of_batches([picklist], by=by, now=now)
    return picklist


@transaction.atomic
def resume_picklist(picklist_id: int, *, by: Actor, now: datetime) -> Picklist:
    """Put a paused picklist back into the queue; refused while its order as a whole is paused."""
    picklist = locked_with_order(picklist_id, move=PicklistMove.RESUME)
    if Order.objects.filter(pk=picklist.order_id, status=OrderStatus.PAUSED).exists():
        raise Refused([order_is_paused()])
    picklist.paused_reason = ""
    moved(picklist, PicklistMove.RESUME, now=now, fields=["paused_reason"])
    fact = PicklistResumed(id=picklist.pk, number=picklist.number, order_id=picklist.order_id)
    record([fact], by=by, now=now)
    return picklist
