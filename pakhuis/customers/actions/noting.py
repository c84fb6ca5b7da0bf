"""Saying on customers that something of them changed which stands in a table of its own."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from pakhuis.bulk.writing import update_each
from pakhuis.customers.actions.derived import mark_sources
from pakhuis.customers.models import Customer
from pakhuis.kernel.actor import Actor

NOTED = ("field_sources", "field_dates", "updated_at", "version")


@transaction.atomic
def note_changes(ids: Collection[int], *, fields: Collection[str], by: Actor, now: datetime) -> None:
    """Have these customers say who wrote these fields last; two statements, however many there are.

    The version goes up, so that a form opened before does not take the change back unseen.
    """
    held = Customer.objects.select_for_update(no_key=True).filter(pk__in=ids).order_by("pk")
    customers = list(held.only(*NOTED))
    for one in customers:
        mark_sources(one, fields, by=by, now=now)
        one.version += 1
    update_each(customers, NOTED)
