"""Customers written by the thousand: the same checks, keys and facts as by hand, in a few statements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import ProtectedError, RestrictedError

from pakhuis.accounts.actions import insert_each, update_each
from pakhuis.accounts.models import AccountSettings
from pakhuis.customers.actions.book import drafted
from pakhuis.customers.actions.by_hand import book_text
from pakhuis.customers.actions.derived import derive, mark_sources, note_vat_number
from pakhuis.customers.actions.numbers import numbers_for
from pakhuis.customers.actions.own_values import OWN, Values, filled, own_rows
from pakhuis.customers.actions.tag_rows import SORTED_BY, hang, keep_sorted
from pakhuis.customers.events import AddressChange, CustomerChanged, CustomerCreated, CustomerDeleted
from pakhuis.customers.intake import BookAddress, BulkAddress, BulkCustomer
from pakhuis.customers.models import Address, Customer, CustomerAlias, CustomerTag, OwnValue
from pakhuis.customers.own_fields import OwnFieldSpec, is_incomplete, joined
from pakhuis.customers.own_queries import own_values_of
from pakhuis.customers.queries import as_intake
from pakhuis.journal.actions import record
from pakhuis.journal.events import Event, FieldChange
from pakhuis.kernel.actor import Actor

WRITTEN = (
    *("number", "number_key", "name", "name_key", "contact_name", "email", "email_key", "phone", "phone_key"),
    *("language", "locale", "discount", "template", "autosplit", "calculate_vat", "vat_number", "vat_state"),
    *("vat_checked_at", "vat_ask_at", "vat_tries", "remarks", "default_order_remarks", "field_sources"),
    *("field_dates", "is_incomplete", "search_text", "doubles_due", "updated_at"),
    "version",
)
"""The columns a changed customer is written with."""
_ADDRESS = ("name", "contact_name", "line1", "line2", "zipcode", "city", "region", "country")
_FLAGS = ("is_default_invoice", "is_default_delivery")


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
    wanted = set(ids)
    by_number: dict[str, int] = {}
    if number_keys:
        aliases = CustomerAlias.objects.filter(number_key__in=number_keys)
        by_number = {key: pk for key, pk in aliases.values_list("number_key", "customer_id") if key}
        wanted |= set(by_number.values())
        known = Customer.objects.filter(number_key__in=number_keys).values_list("number_key", "pk")
        by_number |= {key: pk for key, pk in known if key}
        wanted |= set(by_number.values())
    if not wanted:
        return Loaded()
    found = Customer.objects.filter(pk__in=wanted).order_by("pk")
    customers = {one.pk: one for one in (found.select_for_update(no_key=True) if lock else found)}
    books: dict[int, list[Address]] = defaultdict(list)
    for address in Address.objects.filter(customer_id__in=customers).order_by("id"):
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
    customers, addresses = [], []
    for one, number in zip(wanted, numbers, strict=True):
        values = {name: value for name, value in one.fields.items() if name not in ("number", "vat_number")}
        customer = Customer(**values, number=number, made_by=by.kind, created_at=now)
        customer.language = customer.language or settings.language
        book = [_drafted(customer, address) for address in one.book or ()]
        derive(customer, book=book, country=settings.country)
        typed = one.fields.get("vat_number", "")
        if typed:
            note_vat_number(customer, typed, country=_country(book, settings), settings=settings, now=now)
        customer.is_incomplete = is_incomplete(specs, filled(one.own))
        given = [name for name in one.fields if getattr(customer, name) not in ("", None)]
        mark_sources(customer, given, by=by, now=now)
        customers.append(customer)
        addresses += book
    Customer.objects.bulk_create(customers)
    for address in addresses:
        address.customer_id = address.customer.pk
    insert_each(addresses)
    hang(
        (customer.pk, tag_id)
        for customer, one in zip(customers, wanted, strict=True)
        for tag_id in one.tag_ids or ()
    )
    OwnValue.objects.bulk_create(
        row
        for customer, one in zip(customers, wanted, strict=True)
        for field_id, texts in one.own.items()
        for row in own_rows(customer, field_id, texts)
    )
    return customers


def _drafted(customer: Customer, one: BulkAddress) -> Address:
    return drafted(
        customer,
        BookAddress(
            address=one.address,
            is_default_invoice=one.is_default_invoice,
            is_default_delivery=one.is_default_delivery,
        ),
    )


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

    def take(self, one: BulkCustomer) -> None:
        """Bring one customer to what is wanted, in memory."""
        customer = self._loaded.customers[one.customer_id or 0]
        changes = self._fields(customer, one.fields)
        book = list(self._loaded.books.get(customer.pk, ()))
        if one.book is not None:
            before = book_text(book)
            book = self._book(customer, one.book)
            if customer.pk in self._addresses:
                changes.append(FieldChange(field="addresses", old=before, new=book_text(book)))
        changes += self._tags(customer, one)
        changes += self._own_values(customer, one.own)
        if not changes:
            return
        derive(customer, book=book, country=self._settings.country)
        mark_sources(customer, [one.field for one in changes], by=self._by, now=self._now)
        customer.version += 1
        self._customers.append((customer, changes))

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
        present = {one.pk: one for one in self._loaded.books.get(customer.pk, ())}
        book = []
        for one in wanted:
            target = _drafted(customer, one)
            if one.id is None or one.id not in present:
                self._new_addresses.append(target)
                self._addresses.setdefault(customer.pk, [])
            else:
                target.pk = one.id
                old, now = _as_json(present.pop(one.id)), _as_json(target)
                if old != now:
                    change = AddressChange(id=one.id, old=old, new=now)
                    self._addresses.setdefault(customer.pk, []).append(change)
                    self._changed_addresses.append(target)
            book.append(target)
        for gone in present.values():
            change = AddressChange(id=gone.pk, old=_as_json(gone), new=None)
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
        OwnValue.objects.bulk_create(
            row for customer, field_id, texts in self._own for row in own_rows(customer, field_id, texts)
        )
        update_each([customer for customer, _ in self._customers], WRITTEN)
        moved = [one.pk for one, changes in self._customers if SORTED_BY & {each.field for each in changes}]
        if moved:
            keep_sorted(moved)
        return [
            CustomerChanged(
                id=customer.pk, changes=tuple(changes), addresses=tuple(self._addresses.get(customer.pk, ()))
            )
            for customer, changes in self._customers
        ]

    def _write_addresses(self) -> None:
        """Defaults are taken away before they are given anew: each is unique."""
        if self._gone_addresses:
            Address.objects.filter(pk__in=self._gone_addresses).delete()
        if self._changed_addresses:
            flags = dict.fromkeys(_FLAGS, False)
            Address.objects.filter(pk__in=[one.pk for one in self._changed_addresses]).update(**flags)
            update_each(self._changed_addresses, (*_ADDRESS, *_FLAGS))
        for address in Address.objects.bulk_create(self._new_addresses):
            change = AddressChange(id=address.pk, old=None, new=_as_json(address))
            self._addresses[address.customer_id].append(change)


def _as_json(address: Address) -> dict[str, Any]:
    return {**asdict(as_intake(address)), **{flag: getattr(address, flag) for flag in _FLAGS}}


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
