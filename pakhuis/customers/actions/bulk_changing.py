"""Changes of customers by the thousand: gathered in memory, written table by table."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from operator import itemgetter
from typing import Any

from pakhuis.accounts.models import AccountSettings
from pakhuis.bulk.among import Among
from pakhuis.bulk.writing import insert_each, insert_rows, take_ids, update_each, update_rows
from pakhuis.customers.actions.bulk_loading import Loaded
from pakhuis.customers.actions.bulk_making import BOOK
from pakhuis.customers.actions.derived import (
    FOLLOWED,
    derive,
    mark_sources,
    note_vat_number,
    put_source,
    sources_of,
)
from pakhuis.customers.actions.own_values import OWN, Values, filled, own_rows
from pakhuis.customers.actions.tag_rows import SORTED_BY, hang, keep_sorted
from pakhuis.customers.books import FLAGS, PARTS, as_told, book_text, country_in
from pakhuis.customers.events import AddressChange, CustomerChanged
from pakhuis.customers.intake import BulkAddress, BulkCustomer, Source
from pakhuis.customers.models import Address, Customer, CustomerTag, OwnValue
from pakhuis.journal.events import Event, FieldChange, Links
from pakhuis.kernel.actor import Actor
from pakhuis.ownfields.values import OwnFieldSpec, is_incomplete, joined

Book = Sequence[BulkAddress]
Marks = tuple[dict[str, str], dict[str, str]]
"""Sources and dates of the fields of a customer."""
Mark = tuple[Marks, dict[str, Source], dict[str, str], dict[str, str]]
"""What stood there, who had written the changed fields, and the sources and dates after it."""


WORKED_OUT = (
    *("number_key", "name_key", "email_key", "phone_key", "search_text", "doubles_due", "is_incomplete"),
    *("vat_state", "vat_checked_at", "vat_ask_at", "vat_tries"),
)
"""Columns that follow from the fields; they are written where they differ on anybody."""


class Change:
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
        self._new_addresses: list[tuple[int, BulkAddress]] = []
        self._changed_addresses: list[BulkAddress] = []
        self._gone_addresses: list[int] = []
        self._new_tags: list[tuple[int, int]] = []
        self._gone_tags: list[tuple[int, list[int]]] = []
        self._moved: list[int] = []
        self._own: list[tuple[Customer, int, Any]] = []
        self._columns = {"updated_at", "version", "field_sources", "field_dates"}
        self._names_seen: set[tuple[str, ...]] = set()
        self._watched: tuple[str, ...] = WORKED_OUT
        self._worked_out = _values_of(WORKED_OUT)
        self._sources: dict[int, dict[str, Source]] = {}
        self._links: dict[int, dict[str, Links]] = defaultdict(dict)
        self._marks: dict[tuple[int, int, tuple[str, ...]], Mark] = {}

    def take(self, one: BulkCustomer) -> None:
        """Bring one customer to what is wanted, in memory."""
        customer = self._loaded.customers[one.customer_id or 0]
        before = self._worked_out(customer.__dict__)
        changes = self._fields(customer, one.fields)
        book = self._loaded.books.get(customer.id, ())
        if one.book is not None and one.book != book:
            changes.append(FieldChange(field="addresses", old=book_text(book), new=book_text(one.book)))
            self._book(customer.id, book, one.book)
            book = one.book
        changes += self._tags(customer, one)
        changes += self._own_values(customer, one.own)
        if not changes and not one.sources:
            return
        names = tuple([it.field for it in changes])
        if not FOLLOWED.isdisjoint(names):
            derive(customer, book=book, country=self._settings.country, changed=names)
        self._mark(customer, names)
        for name, source in one.sources.items():
            put_source(customer, name, source)
        if not SORTED_BY.isdisjoint(names):
            self._moved.append(customer.id)
        customer.version += 1
        self._customers.append((customer, changes))
        if names not in self._names_seen:
            self._names_seen.add(names)
            self._columns.update([name for name in names if name in customer.__dict__])
        after = self._worked_out(customer.__dict__)
        if after != before:
            self._watch_less(before, after)

    def _watch_less(self, before: Sequence[Any], after: Sequence[Any]) -> None:
        """What is written anyway, as it differs on somebody, is not looked at on others."""
        pairs = list(zip(self._watched, before, after, strict=True))
        self._columns.update([name for name, old, new in pairs if old != new])
        self._watched = tuple([name for name, old, new in pairs if old == new])
        self._worked_out = _values_of(self._watched)

    def _mark(self, customer: Customer, names: tuple[str, ...]) -> None:
        """`mark_sources`, worked out once for all whose fields were of the same sources and dates."""
        had = customer.field_sources, customer.field_dates
        known = self._marks.get((id(had[0]), id(had[1]), names))
        if known is None:
            sources = sources_of(customer, names)
            mark_sources(customer, names, by=self._by, now=self._now)
            # `had` is kept with it: as long as it is there, nothing else has its identity.
            known = had, sources, customer.field_sources, customer.field_dates
            self._marks[id(had[0]), id(had[1]), names] = known
        _, self._sources[customer.id], customer.field_sources, customer.field_dates = known
        customer.updated_at = self._now

    def _fields(self, customer: Customer, values: Mapping[str, Any]) -> list[FieldChange]:
        changes = []
        for name, value in values.items():
            old = getattr(customer, name)
            if old == value:
                continue
            if name == "vat_number":
                country = country_in(self._loaded.books.get(customer.pk, ())) or self._settings.country
                note_vat_number(customer, value, country=country, settings=self._settings, now=self._now)
            else:
                setattr(customer, name, value)
            if name == "template_id":
                self._links[customer.id][name] = _one_link(old), _one_link(value)
            new = getattr(customer, name)
            if new != old:
                changes.append(FieldChange(field=name, old=self._text(name, old), new=self._text(name, new)))
        return changes

    def _text(self, name: str, value: Any) -> str:
        if name == "template_id" and value is not None:
            return self._names.get(value, "")
        return "" if value is None else str(value)

    def _book(self, customer_id: int, had: Book, wanted: Book) -> None:
        present = {one.id: one for one in had}
        told = self._addresses.setdefault(customer_id, [])
        for one in wanted:
            before = present.pop(one.id, None) if one.id else None
            if before is None:
                self._new_addresses.append((customer_id, one))
            elif before != one:
                told.append(AddressChange(id=before.id or 0, old=as_told(before), new=as_told(one)))
                self._changed_addresses.append(one)
        for gone in present.values():
            told.append(AddressChange(id=gone.id or 0, old=as_told(gone), new=None))
            self._gone_addresses.append(gone.id or 0)

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
        self._links[customer.pk]["tags"] = tuple(sorted(had)), tuple(sorted(one.tag_ids))
        new = [had.get(pk) or one.tag_ids[pk] for pk in one.tag_ids]
        return [FieldChange(field="tags", old=", ".join(sorted(had.values())), new=", ".join(sorted(new)))]

    def _own_values(self, customer: Customer, wanted: Values) -> list[FieldChange]:
        if not wanted:
            return []
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
        if self._moved:
            keep_sorted(self._moved)
        return [
            CustomerChanged(
                id=customer.pk,
                changes=tuple(changes),
                addresses=tuple(self._addresses.get(customer.pk, ())),
                sources=self._sources[customer.pk],
                links=self._links.get(customer.pk, {}),
            )
            for customer, changes in self._customers
            if changes
        ]

    def _write_addresses(self) -> None:
        """Defaults are taken away before they are given anew: each is unique."""
        if self._gone_addresses:
            Address.objects.filter(pk__in=self._gone_addresses).delete()
        changed = [(*one.address, *one[2:], one.id) for one in self._changed_addresses]
        if changed:
            none = dict.fromkeys(FLAGS, False)
            Address.objects.filter(Among("id", [one[-1] for one in changed])).update(**none)
            update_rows(Address, (*PARTS, *FLAGS), changed)
        ids = take_ids(Address, len(self._new_addresses)) if self._new_addresses else ()
        rows = []
        for pk, (customer_id, one) in zip(ids, self._new_addresses, strict=True):
            rows.append((customer_id, *one.address, *one[2:], pk))
            self._addresses[customer_id].append(AddressChange(id=pk, old=None, new=as_told(one)))
        insert_rows(Address, (*BOOK, "id"), rows)


def _values_of(names: tuple[str, ...]) -> Callable[[Mapping[str, Any]], Sequence[Any]]:
    if len(names) > 1:
        return itemgetter(*names)
    return lambda held: [held[name] for name in names]


def _one_link(pk: int | None) -> tuple[int, ...]:
    return () if pk is None else (pk,)
