"""Who picks what: given to somebody, let go, or taken as the next one of the queue."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from pakhuis.accounts.models import User
from pakhuis.fulfilment.actions.moving import locked_picklist, moved
from pakhuis.fulfilment.events import PicklistAssigned, PicklistUnassigned
from pakhuis.fulfilment.models import Picklist
from pakhuis.fulfilment.problems import assigned_already, queue_is_empty, unknown_user
from pakhuis.fulfilment.states import PicklistMove
from pakhuis.journal.actions import record
from pakhuis.kernel.actor import Actor
from pakhuis.kernel.numbers import possible_ids
from pakhuis.kernel.problem import Refused

CANDIDATES = 20
"""How many of the queue are looked at at once; more are looked at when others were quicker with all."""


def active_user(user_id: int) -> User:
    """The person; refused when there is none, or not any more."""
    user = User.objects.filter(pk__in=possible_ids([user_id]), is_active=True).first()
    if user is None:
        raise Refused([unknown_user()])
    return user


@transaction.atomic
def assign_picklist(
    picklist_id: int, *, user_id: int, by: Actor, now: datetime, only_if_free: bool = False
) -> Picklist:
    """Give a picklist to a person; `only_if_free` refuses one that somebody else has."""
    user = active_user(user_id)
    picklist = locked_picklist(picklist_id, move=PicklistMove.ASSIGN)
    if picklist.assigned_to_id == user.pk:
        return picklist
    if only_if_free and picklist.assigned_to is not None:
        raise Refused([assigned_already(picklist.assigned_to.full_name)])
    picklist.assigned_to = user
    moved(picklist, PicklistMove.ASSIGN, now=now, fields=["assigned_to"])
    record([PicklistAssigned(id=picklist.pk, user_id=user.pk, user=user.full_name)], by=by, now=now)
    return picklist


@transaction.atomic
def unassign_picklist(picklist_id: int, *, by: Actor, now: datetime) -> Picklist:
    """Let a picklist go back to the queue; twice changes nothing."""
    picklist = locked_picklist(picklist_id, move=PicklistMove.UNASSIGN)
    if picklist.assigned_to_id is not None:
        picklist.assigned_to = None
        moved(picklist, PicklistMove.UNASSIGN, now=now, fields=["assigned_to"])
        record([PicklistUnassigned(id=picklist.pk)], by=by, now=now)
    return picklist


@transaction.atomic
def take_next(*, user_id: int, by: Actor, now: datetime, warehouse_id: int | None = None) -> Picklist:
    """Give a person the first picklist of the queue that nobody has.

    Each candidate is claimed with a conditional update, so that two who ask at once get different ones.
    """
    user = active_user(user_id)
    queue = Picklist.objects.in_queue(now=now).nobodys()
    if warehouse_id is not None:
        queue = queue.filter(warehouse_id__in=possible_ids([warehouse_id]))
    while candidates := list(queue.order_by("rank", "pk").values_list("pk", flat=True)[:CANDIDATES]):
        for pk in candidates:
            if queue.filter(pk=pk).update(assigned_to=user, updated_at=now):
                record([PicklistAssigned(id=pk, user_id=user.pk, user=user.full_name)], by=by, now=now)
                return Picklist.objects.get(pk=pk)
    raise Refused([queue_is_empty()])
