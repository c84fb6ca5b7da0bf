"""Price lists attached to many customers at once, as a file asks for it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import datetime

from django.db import transaction

from pakhuis.bulk.among import Among
from pakhuis.customers.actions import note_changes
from pakhuis.journal.actions import record
from pakhuis.journal.events import Event, FieldChange
from pakhuis.kernel.actor import Actor
from pakhuis.pricing.events import PriceListsAttached
from pakhuis.pricing.models import CustomerPriceList, PriceList


def price_lists_of(customer_ids: Collection[int]) -> Mapping[int, frozenset[int]]:
    """The price lists of each of these customers, in one query."""
    found: dict[int, set[int]] = defaultdict(set)
    rows = CustomerPriceList.objects.filter(Among("customer_id", customer_ids))
    for customer_id, list_id in rows.values_list("customer_id", "price_list_id"):
        found[customer_id].add(list_id)
    return {customer_id: frozenset(ids) for customer_id, ids in found.items()}


@transaction.atomic
def attach_to_many(wanted: Mapping[int, frozenset[int]], *, by: Actor, now: datetime) -> None:
    """Make these the price lists of these customers, whose rows the caller has locked; known lists only."""
    had = price_lists_of(wanted)
    names = dict(PriceList.objects.values_list("pk", "name"))
    rows, events = [], list[Event]()
    for customer_id, ids in wanted.items():
        before = had.get(customer_id, frozenset())
        if before == ids:
            continue
        gone = before - ids
        if gone:
            CustomerPriceList.objects.filter(customer_id=customer_id, price_list_id__in=gone).delete()
        rows += [CustomerPriceList(customer_id=customer_id, price_list_id=one) for one in ids - before]
        old, new = (", ".join(sorted(names[one] for one in some)) for some in (before, ids))
        change = FieldChange(field="price_lists", old=old, new=new)
        links = {"price_lists": (tuple(sorted(before)), tuple(sorted(ids)))}
        events.append(PriceListsAttached(id=customer_id, changes=(change,), links=links))
    CustomerPriceList.objects.bulk_create(rows)
    # So that a form which was opened before is late; sources are the caller's to mark.
    note_changes([one.id for one in events], fields=(), by=by, now=now)
    record(events, by=by, now=now)
