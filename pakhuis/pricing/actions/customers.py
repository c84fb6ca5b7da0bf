"""Which price lists were agreed with a customer."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from pakhuis.customers.actions import hold_customer, hold_customers, note_changes
from pakhuis.journal.actions import record
from pakhuis.journal.events import FieldChange
from pakhuis.kernel.actor import Actor
from pakhuis.kernel.numbers import possible_ids
from pakhuis.kernel.problem import Refused
from pakhuis.pricing.events import PriceListsAttached
from pakhuis.pricing.models import CustomerPriceList, PriceList
from pakhuis.pricing.problems import unknown_price_list


@transaction.atomic
def attach_price_lists(
    customer_id: int, *, price_list_ids: Collection[int], by: Actor, now: datetime
) -> None:
    """Make these the customer's price lists; others it had are taken away. A retired one only stays."""
    hold_customer(customer_id)
    attached = CustomerPriceList.objects.filter(customer_id=customer_id).select_related("price_list")
    had = {one.price_list_id: one.price_list.name for one in attached}
    given = PriceList.objects.in_bulk(possible_ids(price_list_ids))
    wanted = {pk: one for pk, one in given.items() if one.active or pk in had}
    unknown = [
        unknown_price_list(("price_lists", place))
        for place, pk in enumerate(price_list_ids)
        if pk not in wanted
    ]
    if unknown:
        raise Refused(unknown)
    if set(had) == set(wanted):
        return
    attached.exclude(price_list_id__in=wanted).delete()
    CustomerPriceList.objects.bulk_create(
        CustomerPriceList(customer_id=customer_id, price_list_id=pk) for pk in wanted if pk not in had
    )
    change = FieldChange(
        field="price_lists",
        old=", ".join(sorted(had.values())),
        new=", ".join(sorted(one.name for one in wanted.values())),
    )
    _told([customer_id], change, by=by, now=now)


@transaction.atomic
def add_price_list(ids: Collection[int], *, price_list_id: int, by: Actor, now: datetime) -> int:
    """Give these customers one more price list; gives how many did not have it. A retired one is refused."""
    wanted = _listed(price_list_id)
    if not wanted.active:
        raise Refused([unknown_price_list(("price_list",))])
    known = hold_customers(ids)
    have = CustomerPriceList.objects.filter(customer_id__in=known, price_list=wanted)
    new = sorted(set(known) - set(have.values_list("customer_id", flat=True)))
    CustomerPriceList.objects.bulk_create(CustomerPriceList(customer_id=pk, price_list=wanted) for pk in new)
    change = FieldChange(field="price_lists", old="", new=wanted.name)
    _told(new, change, by=by, now=now)
    return len(new)


@transaction.atomic
def remove_price_list(ids: Collection[int], *, price_list_id: int, by: Actor, now: datetime) -> int:
    """Take a price list from these customers; gives how many had it."""
    wanted = _listed(price_list_id)
    having = CustomerPriceList.objects.filter(customer_id__in=hold_customers(ids), price_list=wanted)
    had = sorted(having.values_list("customer_id", flat=True))
    having.delete()
    change = FieldChange(field="price_lists", old=wanted.name, new="")
    _told(had, change, by=by, now=now)
    return len(had)


def _told(ids: Collection[int], change: FieldChange, *, by: Actor, now: datetime) -> None:
    note_changes(ids, fields=[change.field], by=by, now=now)
    record([PriceListsAttached(id=pk, changes=(change,)) for pk in ids], by=by, now=now)


def _listed(price_list_id: int) -> PriceList:
    found = PriceList.objects.filter(pk__in=possible_ids([price_list_id])).first()
    if found is None:
        raise Refused([unknown_price_list(("price_list",))])
    return found
