"""What may be changed of an open picklist: urgency, shipping profile, whether it is invoiced."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from pakhuis.fulfilment.actions.moving import locked_picklist, moved
from pakhuis.fulfilment.events import PicklistChanged
from pakhuis.fulfilment.models import Picklist, ShippingProfile
from pakhuis.fulfilment.queue_rules import urgent_rank
from pakhuis.fulfilment.shipping_problems import unknown_profile
from pakhuis.fulfilment.states import PicklistMove
from pakhuis.journal.actions import record
from pakhuis.journal.events import FieldChange
from pakhuis.kernel.actor import Actor
from pakhuis.kernel.given import NOT_GIVEN, NotGiven
from pakhuis.kernel.numbers import possible_ids
from pakhuis.kernel.problem import Refused


@transaction.atomic
def change_picklist(
    picklist_id: int,
    *,
    by: Actor,
    now: datetime,
    urgent: bool | NotGiven = NOT_GIVEN,
    invoiced: bool | NotGiven = NOT_GIVEN,
    shipping_profile_id: int | NotGiven | None = NOT_GIVEN,
) -> Picklist:
    """Change what is given; an urgent picklist stands before all others in the queue."""
    if shipping_profile_id is not NOT_GIVEN and shipping_profile_id is not None:
        known = ShippingProfile.objects.filter(pk__in=possible_ids([shipping_profile_id]))
        if not known.exists():
            raise Refused([unknown_profile()])
    picklist = locked_picklist(picklist_id, move=PicklistMove.CHANGE)
    wanted = {"urgent": urgent, "invoiced": invoiced, "shipping_profile_id": shipping_profile_id}
    changes = []
    for field, value in wanted.items():
        old = getattr(picklist, field)
        if value is NOT_GIVEN or value == old:
            continue
        setattr(picklist, field, value)
        changes.append(FieldChange(field=field, old=_told(old), new=_told(value)))
    if not changes:
        return picklist
    picklist.rank = urgent_rank(picklist.rank, is_urgent=picklist.urgent)
    fields = ["urgent", "rank", "invoiced", "shipping_profile"]
    moved(picklist, PicklistMove.CHANGE, now=now, fields=fields)
    record([PicklistChanged(id=picklist.pk, changes=tuple(changes))], by=by, now=now)
    return picklist


def _told(value: object) -> str:
    return "" if value is None else str(value)
