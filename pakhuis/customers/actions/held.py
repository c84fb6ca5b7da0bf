"""Customers held until the commit by whoever writes them: never one whose data were erased."""

from __future__ import annotations

from collections.abc import Callable, Collection

from pakhuis.customers.models import Customer
from pakhuis.customers.problems import changed_meanwhile, erased_already
from pakhuis.kernel.checking import not_found
from pakhuis.kernel.numbers import possible_ids
from pakhuis.kernel.problem import Refused


def hold_customer(customer_id: int, *, version: int | None = None) -> Customer:
    """The customer as it is, for whoever is to write it or something about it.

    Refused when there is none, when the person was erased, and with `version` when it is not as the caller
    saw it.
    """
    customer = (
        Customer.objects.select_for_update(no_key=True).filter(pk__in=possible_ids([customer_id])).first()
    )
    if customer is None:
        raise Refused([not_found("customer")])
    if customer.erased_at is not None:
        raise Refused([erased_already()])
    if version is not None and version != customer.version:
        raise Refused([changed_meanwhile()])
    return customer


def hold_customers(ids: Collection[int]) -> list[int]:
    """Those of these that may be written, held in the order of their ids as by everybody."""
    rows = Customer.objects.select_for_update(no_key=True).filter(pk__in=possible_ids(ids), erased_at=None)
    return list(rows.order_by("pk").values_list("pk", flat=True))


HELD_WHILE_COMMENTED: dict[str, Callable[[int], object]] = {"customer": hold_customer}
"""By kind of subject what holds it while something is said of it: of an erased person nothing may be."""
