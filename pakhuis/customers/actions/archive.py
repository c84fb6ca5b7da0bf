"""Hiding customers from lists and pick-boxes, and showing them again; their history stays."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from pakhuis.customers.events import CustomerArchived, CustomerUnarchived
from pakhuis.customers.models import Customer
from pakhuis.journal.actions import record
from pakhuis.kernel.actor import Actor
from pakhuis.kernel.numbers import possible_ids


@transaction.atomic
def archive_customers(ids: Collection[int], *, by: Actor, now: datetime) -> int:
    """Archive these; gives how many were not archived before. Unknown ids do nothing."""
    shown = Customer.objects.select_for_update(no_key=True).filter(pk__in=possible_ids(ids), archived_at=None)
    found = list(shown.order_by("pk").values_list("pk", flat=True))
    Customer.objects.filter(pk__in=found).update(archived_at=now, updated_at=now, doubles_due=True)
    record([CustomerArchived(id=pk) for pk in found], by=by, now=now)
    return len(found)


@transaction.atomic
def unarchive_customers(ids: Collection[int], *, by: Actor, now: datetime) -> int:
    """Show these again; one whose data were erased stays archived."""
    hidden = Customer.objects.select_for_update(no_key=True).filter(
        pk__in=possible_ids(ids), archived_at__isnull=False, erased_at=None
    )
    found = list(hidden.order_by("pk").values_list("pk", flat=True))
    Customer.objects.filter(pk__in=found).update(archived_at=None, updated_at=now, doubles_due=True)
    record([CustomerUnarchived(id=pk) for pk in found], by=by, now=now)
    return len(found)
