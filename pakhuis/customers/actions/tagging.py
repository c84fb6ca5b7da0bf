"""One tag of a customer at a time: programs add and take away without knowing the others."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from pakhuis.customers.actions.by_hand import update_customer
from pakhuis.customers.actions.held import hold_customer
from pakhuis.customers.intake import CustomerFields
from pakhuis.customers.models import CustomerTag
from pakhuis.kernel.actor import Actor
from pakhuis.kernel.numbers import possible_ids


@transaction.atomic
def tag_customer(customer_id: int, tag_id: int, *, by: Actor, now: datetime) -> None:
    """Put a tag on a customer, once; an unknown tag is refused. Two at once add two different ones."""
    tag_ids = _locked_tags(customer_id)
    fields = CustomerFields(tag_ids=(*(one for one in tag_ids if one != tag_id), tag_id))
    update_customer(customer_id, fields, by=by, now=now)


@transaction.atomic
def untag_customer(customer_id: int, tag_id: int, *, by: Actor, now: datetime) -> bool:
    """Take a tag from a customer; False when it was not there."""
    tag_ids = _locked_tags(customer_id)
    if tag_id not in possible_ids(tag_ids):
        return False
    fields = CustomerFields(tag_ids=tuple(one for one in tag_ids if one != tag_id))
    update_customer(customer_id, fields, by=by, now=now)
    return True


def _locked_tags(customer_id: int) -> list[int]:
    """The tags of the customer, whose row is held so that nobody changes them meanwhile."""
    hold_customer(customer_id)
    tags = CustomerTag.objects.filter(customer_id=customer_id)
    return list(tags.order_by("tag_id").values_list("tag_id", flat=True))
