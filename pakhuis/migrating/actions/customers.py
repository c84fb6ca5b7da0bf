"""Customers, a page at a time: checked as by hand, written in a few statements, one fact each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from pakhuis.accounts.models import Tag, Template
from pakhuis.customers.actions import Loaded, archive_customers, load_many, write_many
from pakhuis.customers.actions.own_values import check_own_fields
from pakhuis.customers.intake import BulkAddress, BulkCustomer, CustomerFields
from pakhuis.customers.keys import number_key
from pakhuis.customers.own_queries import own_field_specs
from pakhuis.customers.problems import number_taken
from pakhuis.customers.rules import check_book, check_fields
from pakhuis.kernel.checking import Checks
from pakhuis.kernel.given import NOT_GIVEN, NotGiven
from pakhuis.kernel.problem import Problem
from pakhuis.migrating.actions.items import Done, Item
from pakhuis.migrating.actions.ledger import here
from pakhuis.migrating.actions.listing import ListMover
from pakhuis.migrating.actions.work import Work
from pakhuis.migrating.fields import Fields
from pakhuis.migrating.reading import Ids, comments_of, customer
from pakhuis.migrating.states import Outcome, Resource
from pakhuis.pricing.actions import attach_to_many

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Read:
    """A customer that can be made, and what was said on the way."""

    item: Item
    bulk: BulkCustomer
    lists: frozenset[int]
    notes: Sequence[Problem]


class Customers(ListMover):
    """By customer number; one without a number is always new."""

    resource, path, id_name = Resource.CUSTOMERS, "customers", "idcustomer"

    def turns_of(self, work: Work) -> Sequence[Mapping[str, str]]:
        return ({}, {"archived": "true"}) if work.is_pakhuis else ({},)

    def put(self, items: Sequence[Item], work: Work) -> list[Done]:
        ids = {
            "template": here(work.run, Resource.TEMPLATES),
            "tag": here(work.run, Resource.TAGS),
            "customerfield": here(work.run, Resource.CUSTOMER_FIELDS),
            "price list": here(work.run, Resource.PRICE_LISTS),
        }
        self._specs = own_field_specs()
        self._titles = dict(Tag.objects.values_list("pk", "title"))
        keys = {number_key(item.told.text("customerid")) for item in items}
        loaded = load_many(number_keys=[one for one in keys if one], lock=False)
        taken = dict.fromkeys(loaded.erased_numbers, 0) | loaded.by_number
        done: list[Done] = []
        new: list[_Read] = []
        for item in items:
            found = self._read(item, Ids(ids), taken, work)
            if isinstance(found, Done):
                done.append(found)
            else:
                new.append(found)
        return done + self._written(new, work)

    def _read(self, item: Item, ids: Ids, taken: dict[str, int], work: Work) -> Done | _Read:
        """What to write, or what became of it without: it is here, or something is wrong with it."""
        told = item.told
        label, number = _label(told), number_key(told.text("customerid")) or ""
        if number and taken.get(number):
            return Done(key=item.key, label=label, outcome=Outcome.EXISTING, target_id=taken[number])
        checks = Checks()
        fields = customer(told, ids)
        values = check_fields(fields, checks, is_new=True)
        bulk = BulkCustomer(
            customer_id=None,
            fields=values,
            book=_book(fields, checks),
            tag_ids={one: self._titles[one] for one in _given(fields.tag_ids)},
            own=check_own_fields(_given(fields.own_fields), self._specs, checks, had={}, by=work.by),
        )
        if number in taken:
            checks.add(number_taken(told.text("customerid"), owner="…"))
        if checks.problems:
            return Done(key=item.key, label=label, outcome=Outcome.LEFT, notes=checks.problems)
        if number:
            taken[number] = 0
        lists = frozenset(ids.all_here("price list", told.ids("pricelists", "idpricelist")))
        return _Read(item, bulk, lists, list(ids.notes))

    def _written(self, new: Sequence[_Read], work: Work) -> list[Done]:
        made = write_many(
            [one.bulk for one in new],
            Loaded(),
            settings=work.settings,
            specs=self._specs,
            names=dict(Template.objects.values_list("pk", "name")),
            by=work.by,
            now=work.now,
        )
        lists = {pk: one.lists for pk, one in zip(made, new, strict=True) if one.lists}
        attach_to_many(lists, by=work.by, now=work.now)
        hidden = [pk for pk, one in zip(made, new, strict=True) if one.item.told.flag("archived")]
        if hidden:
            archive_customers(hidden, by=work.by, now=work.now)
        return [
            Done(
                key=one.item.key,
                label=_label(one.item.told),
                outcome=Outcome.MADE,
                target_id=pk,
                notes=one.notes,
                detail={"comments": comments_of(one.item.told)},
            )
            for pk, one in zip(made, new, strict=True)
        ]


def _given(values: tuple[T, ...] | NotGiven) -> tuple[T, ...]:
    return () if values is NOT_GIVEN else values


def _label(told: Fields) -> str:
    """Its number and no name: who erases the customer does not come by here."""
    return told.text("customerid")


def _book(fields: CustomerFields, checks: Checks) -> tuple[BulkAddress, ...]:
    return tuple(
        BulkAddress(
            id=None,
            address=one.address,
            is_default_invoice=one.is_default_invoice,
            is_default_delivery=one.is_default_delivery,
        )
        for one in check_book(_given(fields.addresses), checks)
    )
