"""In which container a picklist is gathered, and in which it could be."""

from __future__ import annotations

from django.db.models import Q

from pakhuis.fulfilment.models import PickingContainer, Picklist
from pakhuis.fulfilment.states import OPEN_STATUSES


def container_of(picklist: Picklist) -> PickingContainer | None:
    """The container of an open picklist."""
    if picklist.status not in OPEN_STATUSES:
        return None
    return PickingContainer.objects.filter(picklist=picklist).first()


def free_containers(picklist: Picklist) -> list[tuple[int, str, bool]]:
    """Id and name of those it can be gathered in; the last says whether it is so now."""
    free = Q(picklist=None) | ~Q(picklist__status__in=OPEN_STATUSES) | Q(picklist=picklist)
    found = PickingContainer.objects.filter(free).order_by("name")
    return [(one.pk, one.name, one.picklist_id == picklist.pk) for one in found]
