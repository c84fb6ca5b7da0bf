"""Customers written by the thousand: the same checks, keys and facts as by hand, in a few statements."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import ProtectedError, RestrictedError

from pakhuis.accounts.models import AccountSettings
from pakhuis.customers.actions.bulk_changing import Change
from pakhuis.customers.actions.bulk_loading import Loaded
from pakhuis.customers.actions.bulk_making import make_many
from pakhuis.customers.actions.removing import remove
from pakhuis.customers.events import CustomerCreated, CustomerDeleted
from pakhuis.customers.intake import BulkCustomer
from pakhuis.customers.models import Customer
from pakhuis.journal.actions import record
from pakhuis.journal.events import Event
from pakhuis.kernel.actor import Actor
from pakhuis.ownfields.values import OwnFieldSpec


@transaction.atomic
def write_many(
    wanted: Sequence[BulkCustomer],
    loaded: Loaded,
    *,
    settings: AccountSettings,
    specs: Sequence[OwnFieldSpec],
    names: Mapping[int, str],
    by: Actor,
    now: datetime,
) -> list[int]:
    """Make and change these customers; gives their ids, in their order. One fact each, as by hand.

    The values have been checked (`customers.rules.check_fields`), and those with an id are in `loaded`, by
    this very transaction. A number that somebody took at this moment raises `IntegrityError`: load again.
    `names` are the templates' names, for the logbook.
    """
    events: list[Event] = []
    made = make_many([one for one in wanted if one.customer_id is None], settings, specs, by=by, now=now)
    events += [CustomerCreated(id=one.pk, customer=one.name) for one in made]
    change = Change(loaded, settings=settings, specs=specs, names=names, by=by, now=now)
    for one in wanted:
        if one.customer_id is not None:
            change.take(one)
    events += change.written()
    record(events, by=by, now=now)
    new = iter(made)
    return [next(new).pk if one.customer_id is None else one.customer_id for one in wanted]


def delete_many(ids: Sequence[int], *, by: Actor, now: datetime) -> list[int]:
    """Remove those of these customers that have no orders; gives the ids of those that stay for them.

    All at once; where somebody stands in the way, by halves, until it is known who.
    """
    if not ids:
        return []
    found = Customer.objects.filter(pk__in=ids).order_by("pk")
    try:
        with transaction.atomic():
            events = [CustomerDeleted(id=pk, customer=name) for pk, name in found.values_list("pk", "name")]
            remove(ids)
            record(events, by=by, now=now)
    except (ProtectedError, RestrictedError, IntegrityError):
        if len(ids) == 1:
            return list(ids)
        middle = len(ids) // 2
        return [
            *delete_many(ids[:middle], by=by, now=now),
            *delete_many(ids[middle:], by=by, now=now),
        ]
    return []
