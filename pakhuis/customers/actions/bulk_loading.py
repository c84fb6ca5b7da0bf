"""Customers and all that hangs on them, read by the thousand: a query per table."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from django.db import connection
from django.db.models import Q, QuerySet

from pakhuis.bulk.among import Among
from pakhuis.bulk.reading import rows_of, values_of
from pakhuis.customers.actions.own_values import Values
from pakhuis.customers.books import FLAGS, PARTS
from pakhuis.customers.intake import BulkAddress, NewAddress
from pakhuis.customers.models import Address, Customer, CustomerAlias, CustomerTag
from pakhuis.customers.own_queries import own_values_of

NEVER_ASKED = ("created_at", "updated_at", "last_order_at", "made_by")
"""The columns that are not read of customers that are to be changed."""


class NumbersMoved(Exception):
    """Numbers went to other customers while we waited for these: begin anew, as nothing was written yet."""


@dataclass
class Loaded:
    """Customers that are locked until the commit, with all that hangs on them.

    Of a person who was `erased` there is only the id, and a number it got again before that was refused.
    """

    customers: dict[int, Customer] = field(default_factory=dict)
    by_number: dict[str, int] = field(default_factory=dict)
    books: Mapping[int, tuple[BulkAddress, ...]] = field(default_factory=dict)
    tags: Mapping[int, dict[int, str]] = field(default_factory=dict)
    own: Mapping[int, Values] = field(default_factory=dict)
    erased: frozenset[int] = frozenset()
    erased_numbers: frozenset[str] = frozenset()


def load_many(*, number_keys: Collection[str] = (), ids: Collection[int] = (), lock: bool = True) -> Loaded:
    """The customers with these numbers (or numbers from a merge) and ids: a query per table.

    Everybody locks customers in the order of their ids, so that no two wait for each other. Those who were
    erased are told apart: nothing is to be written to them any more. `NumbersMoved` where somebody whom the
    lock waited for has merged, parted or renumbered customers with these numbers: what was found is stale.
    """
    by_number = _from_merges(number_keys)
    wanted = {*ids, *by_number.values()}
    if not wanted and not number_keys:
        return Loaded()
    found = Customer.objects.filter(_asked(number_keys, wanted)).order_by("pk")
    kept = rows_of(found.select_for_update(no_key=True) if lock else found, but=NEVER_ASKED)
    by_number |= {one.number_key: one.id for one in kept if one.number_key and one.number_key in number_keys}
    if lock and number_keys and connection.features.has_select_for_update:
        # Those who waited see the rows they waited for as they are by now, but no rows that came meanwhile.
        _check_unmoved(by_number, number_keys)
    if not kept:
        return Loaded()
    customers = {one.id: one for one in kept if one.erased_at is None}
    erased = frozenset(one.id for one in kept if one.erased_at is not None)
    tags: dict[int, dict[int, str]] = defaultdict(dict)
    rows = CustomerTag.objects.filter(Among("customer_id", customers))
    for customer_id, tag_id, title in rows.values_list("customer_id", "tag_id", "tag__title"):
        tags[customer_id][tag_id] = title
    return Loaded(
        customers=customers,
        by_number={key: pk for key, pk in by_number.items() if pk in customers},
        books=_books(Address.objects.filter(Among("customer_id", customers))),
        tags=tags,
        own=own_values_of(customers),
        erased=erased,
        erased_numbers=frozenset(key for key, pk in by_number.items() if pk in erased),
    )


def _from_merges(number_keys: Collection[str]) -> dict[str, int]:
    """The customers that have these numbers from a merge, by number."""
    if not number_keys:
        return {}
    aliases = CustomerAlias.objects.filter(Among("number_key", number_keys))
    return {key: pk for key, pk in aliases.values_list("number_key", "customer_id") if key}


def _check_unmoved(by_number: Mapping[str, int], number_keys: Collection[str]) -> None:
    own = Customer.objects.filter(Among("number_key", number_keys)).values_list("number_key", "id")
    if by_number != _from_merges(number_keys) | {key: pk for key, pk in own if key}:
        raise NumbersMoved


def _asked(number_keys: Collection[str], ids: Collection[int]) -> Q:
    """Those with one of the numbers or ids; a condition that finds nobody is left out."""
    numbered, by_id = Q(Among("number_key", number_keys)), Q(Among("id", ids))
    if not ids:
        return numbered
    return numbered | by_id if number_keys else by_id


def _books(found: QuerySet[Address]) -> Mapping[int, tuple[BulkAddress, ...]]:
    books: dict[int, list[BulkAddress]] = defaultdict(list)
    for row in values_of(found.order_by("id"), ("customer_id", "id", *PARTS, *FLAGS)):
        books[row[0]].append(BulkAddress(row[1], NewAddress._make(row[2:-2]), *row[-2:]))
    return {customer_id: tuple(several) for customer_id, several in books.items()}
