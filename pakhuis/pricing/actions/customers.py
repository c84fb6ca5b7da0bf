"""Which price lists were agreed with a customer."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from pakhuis.customers.actions import note_change
from pakhuis.customers.models import Customer
from pakhuis.journal.actions import record
from pakhuis.journal.events import FieldChange
from pakhuis.kernel.actor import Actor
from pakhuis.kernel.checking import not_found
from pakhuis.kernel.numbers import possible_ids
from pakhuis.kernel.problem import Refused
from pakhuis.pricing.events import PriceListsAttached
from pakhuis.pricing.models import CustomerPriceList, PriceList
from pakhuis.pricing.problems import unknown_price_list


@transaction.atomic
def attach_price_lists(
    customer_id: int, *, price_list_ids: Collection[int], by: Actor, now: datetime
) -> None:
    """Make these the customer's price lists; others it had are taken away."""
    if Customer.objects.select_for_update().filter(pk=customer_id).first() is None:
        raise Refused([not_found("customer")])
    wanted = PriceList.objects.in_bulk(possible_ids(price_list_ids))
    unknown = [
        unknown_price_list(("price_lists", place))
        for place, pk in enumerate(price_list_ids)
        if pk not in wanted
    ]
    if unknown:
        raise Refused(unknown)
    attached = CustomerPriceList.objects.filter(customer_id=customer_id).select_related("price_list")
    had = {one.price_list_id: one.price_list.name for one in attached}
    if set(had) == set(wanted):
        return
    attached.exclude(price_list_id__in=wanted).delete()
    CustomerPriceList.objects.bulk_create(
        CustomerPriceList(customer_id=customer_id, price_list_id=pk) for pk in wanted if pk not in had
    )
    note_change(customer_id, fields=["price_lists"], by=by, now=now)
    change = FieldChange(
        field="price_lists",
        old=", ".join(sorted(had.values())),
        new=", ".join(sorted(one.name for one in wanted.values())),
    )
    record([PriceListsAttached(id=customer_id, changes=(change,))], by=by, now=now)
