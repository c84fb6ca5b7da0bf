"""Picking containers: named, taken for a picklist, let go, thrown away."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction

from pakhuis.fulfilment.actions.moving import locked_picklist
from pakhuis.fulfilment.container_events import ContainerRemoved, ContainerSaved, PicklistContained
from pakhuis.fulfilment.models import PickingContainer
from pakhuis.fulfilment.problems import container_in_use
from pakhuis.fulfilment.shipping_problems import name_taken
from pakhuis.fulfilment.states import OPEN_STATUSES, PicklistMove
from pakhuis.journal.actions import record
from pakhuis.kernel.actor import Actor
from pakhuis.kernel.checking import Checks, not_allowed_now, not_found
from pakhuis.kernel.numbers import possible_ids
from pakhuis.kernel.problem import Refused


@transaction.atomic
def save_container(container_id: int | None, *, name: str, by: Actor, now: datetime) -> PickingContainer:
    """Make a container, or give one another name; a name belongs to one."""
    one = PickingContainer(created_at=now) if container_id is None else _locked(container_id)
    checks = Checks()
    wanted = checks.text(("name",), name, limit=60, required=True)
    if PickingContainer.objects.filter(name__iexact=wanted).exclude(pk=one.pk).exists():
        checks.add(name_taken())
    checks.refuse_if_any()
    if one.name == wanted:
        return one
    one.name, one.updated_at = wanted, now
    try:
        with transaction.atomic():
            one.save()
    except IntegrityError:
        raise Refused([name_taken()]) from None
    record([ContainerSaved(id=one.pk, title=one.name)], by=by, now=now)
    return one


@transaction.atomic
def remove_container(container_id: int, *, by: Actor, now: datetime) -> None:
    """Throw a container away; refused while something is gathered in it."""
    one = _locked(container_id)
    _refuse_in_use(one)
    fact = ContainerRemoved(id=one.pk, title=one.name)
    one.delete()
    record([fact], by=by, now=now)


@transaction.atomic
def use_container(picklist_id: int, container_id: int | None, *, by: Actor, now: datetime) -> None:
    """Gather an open picklist in this container; None: in none. Another one it had is free again.

    Refused while another open picklist is in it. Twice changes nothing.
    """
    picklist = locked_picklist(picklist_id, move=PicklistMove.CHANGE)
    if picklist.status not in OPEN_STATUSES:
        raise Refused([not_allowed_now(picklist.status)])
    had = PickingContainer.objects.select_for_update(no_key=True).filter(picklist=picklist).first()
    if (had.pk if had is not None else None) == container_id:
        return
    wanted = None if container_id is None else _locked(container_id)
    if wanted is not None:
        _refuse_in_use(wanted)
    if had is not None:
        had.picklist, had.updated_at = None, now
        had.save(update_fields=["picklist", "updated_at"])
    if wanted is not None:
        wanted.picklist, wanted.updated_at = picklist, now
        wanted.save(update_fields=["picklist", "updated_at"])
    fact = PicklistContained(id=picklist.pk, container=wanted.name if wanted is not None else "")
    record([fact], by=by, now=now)


def _locked(container_id: int) -> PickingContainer:
    found = PickingContainer.objects.select_for_update(no_key=True, of=("self",)).select_related("picklist")
    one = found.filter(pk__in=possible_ids([container_id])).first()
    if one is None:
        raise Refused([not_found("picking container")])
    return one


def _refuse_in_use(one: PickingContainer) -> None:
    holds = one.holds
    if holds is not None:
        raise Refused([container_in_use(one.name, holds.number)])
