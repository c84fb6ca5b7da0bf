"""One change on many customers at once: tags put on and taken off, each told in its customer's logbook."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from pakhuis.accounts.models import Tag
from pakhuis.customers.actions.held import hold_customers
from pakhuis.customers.actions.noting import note_changes
from pakhuis.customers.actions.tag_rows import hang
from pakhuis.customers.events import CustomerChanged
from pakhuis.customers.models import CustomerTag
from pakhuis.customers.problems import unknown_tag
from pakhuis.journal.actions import record
from pakhuis.journal.events import FieldChange
from pakhuis.kernel.actor import Actor
from pakhuis.kernel.numbers import possible_ids
from pakhuis.kernel.problem import Refused


@transaction.atomic
def tag_customers(ids: Collection[int], *, tag_id: int, by: Actor, now: datetime) -> int:
    """Put a tag on these; gives on how many it was not yet. A retired one is refused."""
    tag = _tag(tag_id)
    if not tag.active:
        raise Refused([unknown_tag(("tag",))])
    known = hold_customers(ids)
    have = CustomerTag.objects.filter(customer_id__in=known, tag=tag).values_list("customer_id", flat=True)
    new = sorted(set(known) - set(have))
    hang((pk, tag.pk) for pk in new)
    _note(new, FieldChange(field="tags", old="", new=tag.title), by=by, now=now)
    return len(new)


@transaction.atomic
def untag_customers(ids: Collection[int], *, tag_id: int, by: Actor, now: datetime) -> int:
    """Take a tag off these; gives how many had it."""
    tag = _tag(tag_id)
    having = CustomerTag.objects.filter(customer_id__in=hold_customers(ids), tag=tag)
    had = sorted(having.values_list("customer_id", flat=True))
    having.delete()
    _note(had, FieldChange(field="tags", old=tag.title, new=""), by=by, now=now)
    return len(had)


def _tag(tag_id: int) -> Tag:
    found = Tag.objects.filter(pk__in=possible_ids([tag_id])).first()
    if found is None:
        raise Refused([unknown_tag(("tag",))])
    return found


def _note(ids: list[int], change: FieldChange, *, by: Actor, now: datetime) -> None:
    note_changes(ids, fields=[change.field], by=by, now=now)
    record([CustomerChanged(id=pk, changes=(change,)) for pk in ids], by=by, now=now)
