"""Batches: made of chosen picklists or of the first of the queue, added to, assigned, given up."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Max, Sum

from pakhuis.accounts.actions import yearly_number
from pakhuis.bulk.writing import AT_ONCE
from pakhuis.fulfilment.actions.assign import active_user
from pakhuis.fulfilment.actions.moving import out_of_batches
from pakhuis.fulfilment.batch_events import BatchAssigned, BatchChanged, BatchCreated
from pakhuis.fulfilment.batch_problems import no_picklists, not_in_batch, unknown_picklists
from pakhuis.fulfilment.batch_rules import MOST_PICKLISTS, Candidate, kind_of, why_not_together
from pakhuis.fulfilment.models import Batch, Picklist
from pakhuis.fulfilment.problems import queue_is_empty
from pakhuis.fulfilment.queue_choice import first_that_meet
from pakhuis.fulfilment.states import BATCH_ALLOWED, OPEN_STATUSES, BatchKind, BatchMove, PicklistStatus
from pakhuis.journal.actions import record
from pakhuis.kernel.actor import Actor
from pakhuis.kernel.checking import Checks, not_allowed_now, not_found
from pakhuis.kernel.numbers import RawNumber, possible_ids
from pakhuis.kernel.problem import Refused
from pakhuis.orders.conditions import Condition

RIPENS = timedelta(minutes=1)
"""A picklist that was made a moment ago is left out: whoever made it may still be at it."""
RACES = 3
"""How often another look is taken when others were quicker with the first of the queue."""


@transaction.atomic
def create_batch(picklist_ids: Collection[int], *, by: Actor, now: datetime) -> Batch:
    """Put these picklists into a batch, boxes in the order of the queue.

    Locks them by id, so that of two who want the same ones the second is told who has them.
    """
    picklists, candidates = _candidates(picklist_ids, now=now)
    problems = why_not_together(candidates)
    if problems:
        raise Refused(problems)
    batch = Batch.objects.create(
        number=yearly_number("B", series="batch", now=now),
        kind=kind_of(candidates),
        warehouse_id=picklists[0].warehouse_id,
        created_at=now,
        updated_at=now,
    )
    _boxed(batch, picklists, first=1, now=now)
    created = BatchCreated(
        id=batch.pk, number=batch.number, picklists=len(picklists), warehouse_id=batch.warehouse_id
    )
    record([created], by=by, now=now)
    return batch


def create_batch_of_first(
    *,
    warehouse_id: int,
    count: RawNumber,
    by: Actor,
    now: datetime,
    kind: BatchKind = BatchKind.NORMAL,
    conditions: Sequence[Condition] = (),
) -> Batch:
    """Put the first picklists of a warehouse's queue into a batch, as many as there are up to `count`.

    `singles` takes only those of one piece; with `conditions` only those that meet all of them; none that was
    made a moment ago (`RIPENS`). Where another was quicker with one the queue is read again.
    """
    checks = Checks()
    most = checks.whole(("count",), count, low=1, high=MOST_PICKLISTS)
    checks.refuse_if_any()
    for left in reversed(range(RACES)):
        ids = _first_of_queue(warehouse_id, most, kind=kind, conditions=conditions, now=now)
        if not ids:
            break
        try:
            return create_batch(ids, by=by, now=now)
        except Refused:
            if not left:
                raise
    raise Refused([queue_is_empty()])


def _first_of_queue(
    warehouse_id: int, most: int, *, kind: BatchKind, conditions: Sequence[Condition], now: datetime
) -> list[int]:
    queue = Picklist.objects.in_queue(now=now).nobodys()
    queue = queue.filter(warehouse_id__in=possible_ids([warehouse_id]))
    queue = queue.exclude(created_at__gt=now - RIPENS, created_at__lte=now)
    counted = queue.annotate(pieces=Sum("lines__amount"), picked=Sum("lines__picked")).filter(picked=0)
    if kind == BatchKind.SINGLES:
        counted = counted.filter(pieces=1)
    return first_that_meet(counted.order_by("rank", "pk"), conditions, most=most)


@transaction.atomic
def add_to_batch(batch_id: int, picklist_ids: Collection[int], *, by: Actor, now: datetime) -> Batch:
    """Put more picklists into an open batch; they get the next boxes."""
    picklists, candidates = _candidates(picklist_ids, now=now)
    batch = locked_batch(batch_id, move=BatchMove.CHANGE)
    inside = batch.picklists.aggregate(last=Max("box"))["last"] or 0
    here = Candidate(number="", warehouse=batch.warehouse_id, is_pickable=True)
    problems = why_not_together(candidates, most=MOST_PICKLISTS - batch.picklists.count())
    if not problems and candidates:
        problems = why_not_together([here, candidates[0]])
    if problems:
        raise Refused(problems)
    if batch.kind == BatchKind.SINGLES and kind_of(candidates) == BatchKind.NORMAL:
        batch.kind = BatchKind.NORMAL
    _boxed(batch, picklists, first=inside + 1, now=now)
    batch.updated_at = now
    batch.save(update_fields=["updated_at", "kind"])
    record([BatchChanged(id=batch.pk, number=batch.number, picklists=len(picklists))], by=by, now=now)
    return batch


@transaction.atomic
def remove_from_batch(batch_id: int, picklist_ids: Collection[int], *, by: Actor, now: datetime) -> Batch:
    """Take open picklists out of a batch; what is picked of them stays picked. Without any it is given up."""
    found = Picklist.objects.select_for_update(no_key=True).filter(pk__in=possible_ids(picklist_ids))
    picklists = list(found.order_by("pk"))
    batch = batch_for(batch_id, move=BatchMove.CHANGE)
    problems = [
        not_in_batch(one.number)
        for one in picklists
        if one.batch_id != batch.pk or one.status not in OPEN_STATUSES
    ]
    if problems or not picklists:
        raise Refused(problems or [no_picklists()])
    Picklist.objects.filter(pk__in=[one.pk for one in picklists]).update(assigned_to=None, updated_at=now)
    record([BatchChanged(id=batch.pk, number=batch.number, picklists=-len(picklists))], by=by, now=now)
    out_of_batches(picklists, by=by, now=now)
    batch.refresh_from_db()
    return batch


@transaction.atomic
def assign_batch(batch_id: int, *, user_id: int | None, by: Actor, now: datetime) -> Batch:
    """Give a batch, and its open picklists, to a person; None lets go of it."""
    user = active_user(user_id) if user_id is not None else None
    inside = Picklist.objects.filter(batch__in=possible_ids([batch_id]), status__in=OPEN_STATUSES)
    list(inside.select_for_update(no_key=True).order_by("pk").values_list("pk"))
    batch = locked_batch(batch_id, move=BatchMove.ASSIGN)
    if batch.assigned_to == user:
        return batch
    batch.assigned_to, batch.updated_at = user, now
    batch.save(update_fields=["assigned_to", "updated_at"])
    inside.update(assigned_to=user, updated_at=now)
    fact = BatchAssigned(
        id=batch.pk,
        number=batch.number,
        user_id=user.pk if user else None,
        user=user.full_name if user else "",
    )
    record([fact], by=by, now=now)
    return batch


@transaction.atomic
def dissolve_batch(batch_id: int, *, by: Actor, now: datetime) -> Batch:
    """Give a batch up: what is open goes back to the queue, with what is picked of it."""
    inside = Picklist.objects.filter(batch__in=possible_ids([batch_id]), status__in=OPEN_STATUSES)
    picklists = list(inside.select_for_update(no_key=True).order_by("pk"))
    batch = batch_for(batch_id, move=BatchMove.DISSOLVE)
    Picklist.objects.filter(pk__in=[one.pk for one in picklists]).update(assigned_to=None, updated_at=now)
    out_of_batches(picklists, by=by, now=now)
    batch.refresh_from_db()
    return batch


def locked_batch(batch_id: int, *, move: BatchMove) -> Batch:
    """The batch, locked until the commit; whoever locks picklists too has locked them before."""
    batch_for(batch_id, move=move)
    Batch.objects.select_for_update(no_key=True).get(pk=batch_id)
    return batch_for(batch_id, move=move)


def batch_for(batch_id: int, *, move: BatchMove) -> Batch:
    batch = Batch.objects.filter(pk__in=possible_ids([batch_id])).first()
    if batch is None:
        raise Refused([not_found("batch")])
    if batch.status not in BATCH_ALLOWED[move]:
        raise Refused([not_allowed_now(batch.status)])
    return batch


def _candidates(picklist_ids: Collection[int], *, now: datetime) -> tuple[list[Picklist], list[Candidate]]:
    """The picklists, locked by id, in the order of the queue; refused when one does not exist."""
    ids = possible_ids(picklist_ids)
    found = Picklist.objects.filter(pk__in=ids).order_by("pk")
    list(found.select_for_update(no_key=True).values_list("pk"))
    counted = found.select_related("batch", "assigned_to")
    counted = counted.annotate(pieces=Sum("lines__amount"), picked=Sum("lines__picked"))
    picklists = sorted(counted, key=lambda one: (one.rank, one.pk))
    missing = len(set(picklist_ids)) - len(picklists)
    if missing:
        raise Refused([unknown_picklists(missing)])
    return picklists, [_candidate(one, now=now) for one in picklists]


def _candidate(one: Picklist, *, now: datetime) -> Candidate:
    counted: dict[str, int] = vars(one)
    return Candidate(
        number=one.number,
        warehouse=one.warehouse_id,
        is_pickable=one.status_at(now) == PicklistStatus.NEW,
        batch=one.batch.number if one.batch else "",
        assigned_to=one.assigned_to.full_name if one.assigned_to else "",
        picked=counted["picked"] or 0,
        pieces=counted["pieces"] or 0,
    )


def _boxed(batch: Batch, picklists: Sequence[Picklist], *, first: int, now: datetime) -> None:
    for box, one in enumerate(picklists, start=first):
        one.batch, one.box, one.updated_at = batch, box, now
        one.assigned_to_id = batch.assigned_to_id
    Picklist.objects.bulk_update(picklists, ("batch", "box", "updated_at", "assigned_to"), batch_size=AT_ONCE)
