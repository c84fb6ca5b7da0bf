"""Customers written by the thousand: the same checks, keys and facts as by hand, in a few statements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import ProtectedError, Q, RestrictedError

from pakhuis.accounts.models import AccountSettings
from pakhuis.bulk.writing import insert_each, new_row, rows_of, update_each
from pakhuis.customers.actions.bulk_addresses import FLAGS, PARTS, as_told, drafted_row, is_as
from pakhuis.customers.actions.by_hand import book_text
from pakhuis.customers.actions.derived import (
    derive,
    mark_sources,
    note_vat_number,
    put_source,
    sources_of,
)
from pakhuis.customers.actions.numbers import numbers_for
from pakhuis.customers.actions.own_values import OWN, Values, filled, own_rows
from pakhuis.customers.actions.tag_rows import SORTED_BY, hang, keep_sorted
from pakhuis.customers.events import AddressChange, CustomerChanged, CustomerCreated, CustomerDeleted
from pakhuis.customers.intake import BulkAddress, BulkCustomer, Source
from pakhuis.customers.models import Address, Customer, CustomerAlias, CustomerTag, OwnValue
from pakhuis.customers.own_fields import OwnFieldSpec, is_incomplete, joined
from pakhuis.customers.own_queries import own_values_of
from pakhuis.journal.actions import record
from pakhuis.journal.events import Event, FieldChange
from pakhuis.kernel.actor import Actor

NEVER_ASKED = ("created_at", "updated_at", "archived_at", "erased_at", "last_order_at", "made_by")
"""The columns that are not read of customers that are to be changed."""


@dataclass
class Loaded:
    """Customers that are locked until the commit, with all that hangs on them."""

    customers: dict[int, Customer] = field(default_factory=dict)
    by_number: dict[str, int] = field(default_factory=dict)
    books: Mapping[int, list[Address]] = field(default_factory=dict)
    tags: Mapping[int, dict[int, str]] = field(default_factory=dict)
    own: Mapping[int, Values] = field(default_factory=dict)


def load_many(*, number_keys: Collection[str] = (), ids: Collection[int] = (), lock: bool = True) -> Loaded:
    """The customers with these numbers (or numbers from a merge) and ids: a query per table.

    Everybody locks customers in the order of their ids, so that no two wait for each other.
    """
    by_number: dict[str, int] = {}
    if number_keys:
        aliases = CustomerAlias.objects.filter(number_key__in=number_keys)
        by_number = {key: pk for key, pk in aliases.values_list("number_key", "customer_id") if key}
    wanted = {*ids, *by_number.values()}
    if not wanted and not number_keys:
        return Loaded()
    asked = Q(number_key__in=number_keys)
    if wanted:
        asked = asked | Q(pk__in=wanted) if number_keys else Q(pk__in=wanted)
    found = Customer.objects.filter(asked).order_by("pk")
    kept = rows_of(found.select_for_update(no_key=True) if lock else found, but=NEVER_ASKED)
    if not kept:
        return Loaded()
    customers = {one.id: one for one in kept}
    by_number |= {one.number_key: one.id for one in kept if one.number_key and one.number_key in number_keys}
    books: dict[int, list[Address]] = defaultdict(list)
    for address in rows_of(Address.objects.filter(customer_id__in=customers).order_by("id")):
        books[address.customer_id].append(address)
    tags: dict[int, dict[int, str]] = defaultdict(dict)
    rows = CustomerTag.objects.filter(customer_id__in=customers)
    for customer_id, tag_id, title in rows.values_list("customer_id", "tag_id", "tag__title"):
        tags[customer_id][tag_id] = title
    return Loaded(
        customers=customers,
        by_number={key: pk for key, pk in by_number.items() if pk in customers},
        books=books,
        tags=tags,
        own=own_values_of(customers),
    )


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
    made = _make([one for one in wanted if one.customer_id is None], settings, specs, by=by, now=now)
    events += [CustomerCreated(id=one.pk, customer=one.name) for one in made]
    change = _Change(loaded, settings=settings, specs=specs, names=names, by=by, now=now)
    for one in wanted:
        if one.customer_id is not None:
            change.take(one)
    events += change.written()
    record(events, by=by, now=now)
    new = iter(made)
    return [next(new).pk if one.customer_id is None else one.customer_id for one in wanted]


def _make(
    wanted: Sequence[BulkCustomer],
    settings: AccountSettings,
    specs: Sequence[OwnFieldSpec],
    *,
    by: Actor,
    now: datetime,
) -> list[Customer]:
    numbers = numbers_for([one.fields.get("number", "") for one in wanted], settings)
    marks: Marks = {}
    books = [[drafted_row(address) for address in one.book or ()] for one in wanted]
    customers = []
    for one, number, book in zip(wanted, numbers, books, strict=True):
        customer = _made(one, number, book, settings=settings, by=by, now=now)
        customer.is_incomplete = bool(specs) and is_incomplete(specs, filled(one.own))
        _mark_new(customer, one.fields, marks, by=by, now=now)
        customers.append(customer)
    insert_each(customers, with_ids=True)
    for customer, book in zip(customers, books, strict=True):
        for address in book:
            address.__dict__["customer_id"] = customer.id
    insert_each([address for book in books for address in book])
    every = list(zip(customers, wanted, strict=True))
    hang((it.pk, tag_id) for it, one in every for tag_id in one.tag_ids or ())
    values = [(it, *filled_in) for it, one in every for filled_in in one.own.items()]
    insert_each([row for it, field_id, texts in values for row in own_rows(it, field_id, texts)])
    return customers


def _made(
    one: BulkCustomer,
    number: str,
    book: Sequence[Address],
    *,
    settings: AccountSettings,
    by: Actor,
    now: datetime,
) -> Customer:
    """A new customer, not yet written."""
    typed = one.fields.get("vat_number", "")
    always = {"number": number, "made_by": str(by.kind), "created_at": now, "vat_number": ""}
    customer = new_row(Customer, {**one.fields, **always})
    customer.language = customer.language or settings.language
    derive(customer, book=book, country=settings.country)
    if typed:
        note_vat_number(customer, typed, country=_country(book, settings), settings=settings, now=now)
    return customer


Marks = dict[tuple[str, ...], tuple[dict[str, str], dict[str, str]]]
"""Sources and dates by the fields they are of: most rows of a file fill the same ones."""


def _mark_new(customer: Customer, fields: Iterable[str], marks: Marks, *, by: Actor, now: datetime) -> None:
    """`mark_sources` for the fields of a new customer in which something stands."""
    held = customer.__dict__
    given = tuple(name for name in fields if held[name] not in ("", None))
    if given not in marks:
        mark_sources(customer, given, by=by, now=now)
        marks[given] = (customer.field_sources, customer.field_dates)
    customer.field_sources, customer.field_dates = marks[given]
    customer.updated_at = now


def _country(book: Iterable[Address], settings: AccountSettings) -> str:
    return next((one.country for one in book if one.country), settings.country)


class _Change:
    """Gathers what differs on many customers, then writes it table by table."""

    def __init__(
        self,
        loaded: Loaded,
        *,
        settings: AccountSettings,
        specs: Sequence[OwnFieldSpec],
        names: Mapping[int, str],
        by: Actor,
        now: datetime,
    ) -> None:
        self._loaded, self._settings, self._specs = loaded, settings, specs
        self._names, self._by, self._now = names, by, now
        self._customers: list[tuple[Customer, list[FieldChange]]] = []
        self._addresses: dict[int, list[AddressChange]] = {}
        self._new_addresses: list[Address] = []
        self._changed_addresses: list[Address] = []
        self._gone_addresses: list[int] = []
        self._new_tags: list[tuple[int, int]] = []
        self._gone_tags: list[tuple[int, list[int]]] = []
        self._own: list[tuple[Customer, int, Any]] = []
        self._columns = {"updated_at"}
        self._sources: dict[int, dict[str, Source]] = {}

    def take(self, one: BulkCustomer) -> None:
        """Bring one customer to what is wanted, in memory."""
        customer = self._loaded.customers[one.customer_id or 0]
        before = dict(customer.__dict__)
        changes = self._fields(customer, one.fields)
        book = list(self._loaded.books.get(customer.pk, ()))
        if one.book is not None:
            given = self._book(customer, one.book)
            if customer.pk in self._addresses:
                old_text, new_text = book_text(book), book_text(given)
                changes.append(FieldChange(field="addresses", old=old_text, new=new_text))
            book = given
        changes += self._tags(customer, one)
        changes += self._own_values(customer, one.own)
        if not changes:
            return
        derive(customer, book=book, country=self._settings.country)
        names = [it.field for it in changes]
        self._sources[customer.pk] = sources_of(customer, names)
        mark_sources(customer, names, by=self._by, now=self._now)
        for name in one.sources.keys() & set(names):
            put_source(customer, name, one.sources[name])
        customer.version += 1
        self._customers.append((customer, changes))
        after = customer.__dict__
        self._columns.update(name for name in before if after[name] != before[name])

    def _fields(self, customer: Customer, values: Mapping[str, Any]) -> list[FieldChange]:
        changes = []
        for name, value in values.items():
            old = getattr(customer, name)
            if old == value:
                continue
            if name == "vat_number":
                country = _country(self._loaded.books.get(customer.pk, ()), self._settings)
                note_vat_number(customer, value, country=country, settings=self._settings, now=self._now)
            else:
                setattr(customer, name, value)
            new = getattr(customer, name)
            if new != old:
                changes.append(FieldChange(field=name, old=self._text(name, old), new=self._text(name, new)))
        return changes

    def _text(self, name: str, value: Any) -> str:
        if name == "template_id" and value is not None:
            return self._names.get(value, "")
        return "" if value is None else str(value)

    def _book(self, customer: Customer, wanted: Sequence[BulkAddress]) -> list[Address]:
        present = {one.id: one for one in self._loaded.books.get(customer.pk, ())}
        book = []
        for one in wanted:
            if one.id in present and is_as(present[one.id], one):
                book.append(present.pop(one.id))
                continue
            target = drafted_row(one, customer.pk)
            if one.id is None or one.id not in present:
                self._new_addresses.append(target)
                self._addresses.setdefault(customer.pk, [])
            else:
                target.pk = one.id
                old, now = as_told(present.pop(one.id)), as_told(target)
                change = AddressChange(id=one.id, old=old, new=now)
                self._addresses.setdefault(customer.pk, []).append(change)
                self._changed_addresses.append(target)
            book.append(target)
        for gone in present.values():
            change = AddressChange(id=gone.pk, old=as_told(gone), new=None)
            self._addresses.setdefault(customer.pk, []).append(change)
            self._gone_addresses.append(gone.pk)
        return book

    def _tags(self, customer: Customer, one: BulkCustomer) -> list[FieldChange]:
        if one.tag_ids is None:
            return []
        had = self._loaded.tags.get(customer.pk, {})
        if set(had) == set(one.tag_ids):
            return []
        gone = [pk for pk in had if pk not in one.tag_ids]
        if gone:
            self._gone_tags.append((customer.pk, gone))
        self._new_tags += [(customer.pk, pk) for pk in one.tag_ids if pk not in had]
        new = [had.get(pk) or one.tag_ids[pk] for pk in one.tag_ids]
        return [FieldChange(field="tags", old=", ".join(sorted(had.values())), new=", ".join(sorted(new)))]

    def _own_values(self, customer: Customer, wanted: Values) -> list[FieldChange]:
        had = self._loaded.own.get(customer.pk, {})
        changes = []
        for field_id, texts in wanted.items():
            if texts != had.get(field_id, ()):
                self._own.append((customer, field_id, texts))
                old, new = joined(had.get(field_id, ())), joined(texts)
                changes.append(FieldChange(field=f"{OWN}{field_id}", old=old, new=new))
        if changes:
            customer.is_incomplete = is_incomplete(self._specs, filled({**had, **wanted}))
        return changes

    def written(self) -> list[Event]:
        """Write all that was gathered, table by table; the facts of it."""
        self._write_addresses()
        for customer_id, gone in self._gone_tags:
            CustomerTag.objects.filter(customer_id=customer_id, tag_id__in=gone).delete()
        hang(self._new_tags)
        fields = {field_id for _, field_id, _ in self._own}
        for field_id in fields:
            ids = [customer.pk for customer, one, _ in self._own if one == field_id]
            OwnValue.objects.filter(field_id=field_id, customer_id__in=ids).delete()
        insert_each(
            [row for customer, field_id, texts in self._own for row in own_rows(customer, field_id, texts)]
        )
        columns = [one.name for one in Customer._meta.concrete_fields if one.attname in self._columns]
        update_each([customer for customer, _ in self._customers], columns)
        moved = [one.pk for one, changes in self._customers if SORTED_BY & {each.field for each in changes}]
        if moved:
            keep_sorted(moved)
        return [
            CustomerChanged(
                id=customer.pk,
                changes=tuple(changes),
                addresses=tuple(self._addresses.get(customer.pk, ())),
                sources=self._sources[customer.pk],
            )
            for customer, changes in self._customers
        ]

    def _write_addresses(self) -> None:
        """Defaults are taken away before they are given anew: each is unique."""
        if self._gone_addresses:
            Address.objects.filter(pk__in=self._gone_addresses).delete()
        if self._changed_addresses:
            flags = dict.fromkeys(FLAGS, False)
            Address.objects.filter(pk__in=[one.pk for one in self._changed_addresses]).update(**flags)
            update_each(self._changed_addresses, (*PARTS, *FLAGS))
        insert_each(self._new_addresses, with_ids=True)
        for address in self._new_addresses:
            change = AddressChange(id=address.pk, old=None, new=as_told(address))
            self._addresses[address.customer_id].append(change)


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
            found.delete()
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
