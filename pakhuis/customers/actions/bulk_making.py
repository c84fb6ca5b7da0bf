"""New customers by the thousand, with their books, tags and own values: an insert per table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from pakhuis.accounts.models import AccountSettings
from pakhuis.bulk.writing import insert_as_made, insert_each, insert_rows, new_row, take_ids
from pakhuis.customers.actions.derived import derive, mark_sources, note_vat_number
from pakhuis.customers.actions.numbers import numbers_for
from pakhuis.customers.actions.own_values import OWN, filled, own_rows
from pakhuis.customers.actions.tag_rows import hang
from pakhuis.customers.books import FLAGS, PARTS, country_in
from pakhuis.customers.intake import BulkCustomer
from pakhuis.customers.models import Address, Customer
from pakhuis.kernel.actor import Actor
from pakhuis.ownfields.values import OwnFieldSpec, is_incomplete

BOOK = ("customer_id", *PARTS, *FLAGS)
"""The columns of an address that are written; its id is the table's own affair."""


def make_many(
    wanted: Sequence[BulkCustomer],
    settings: AccountSettings,
    specs: Sequence[OwnFieldSpec],
    *,
    by: Actor,
    now: datetime,
) -> list[Customer]:
    """The customers, written, in the order they were asked for. Their facts are the caller's to record."""
    if not wanted:
        return []
    numbers = numbers_for([one.fields.get("number", "") for one in wanted], settings)
    ids = take_ids(Customer, len(wanted))
    marks: Marks = {}
    customers: list[Customer] = []

    def each() -> Iterator[Customer]:
        for one, number, pk in zip(wanted, numbers, ids, strict=True):
            customer = _made(one, number, settings=settings, by=by, now=now)
            customer.id = pk
            if specs:
                customer.is_incomplete = is_incomplete(specs, filled(one.own))
            _mark_new(customer, one, marks, by=by, now=now)
            customers.append(customer)
            yield customer

    insert_as_made(Customer, each())
    every = list(zip(customers, wanted, strict=True))
    insert_rows(
        Address,
        BOOK,
        [
            (it.id, *address, is_invoice, is_delivery)
            for it, one in every
            for _, address, is_invoice, is_delivery in one.book or ()
        ],
    )
    hang((it.pk, tag_id) for it, one in every for tag_id in one.tag_ids or ())
    values = [(it, *filled_in) for it, one in every for filled_in in one.own.items()]
    insert_each([row for it, field_id, texts in values for row in own_rows(it, field_id, texts)])
    return customers


def _made(one: BulkCustomer, number: str, *, settings: AccountSettings, by: Actor, now: datetime) -> Customer:
    """A new customer, not yet written."""
    typed, book = one.fields.get("vat_number", ""), one.book or ()
    always = {"number": number, "made_by": by.kind.value, "created_at": now, "vat_number": ""}
    customer = new_row(Customer, {**one.fields, **always})
    customer.language = customer.language or settings.language
    derive(customer, book=book, country=settings.country)
    if typed:
        note_vat_number(
            customer, typed, country=country_in(book) or settings.country, settings=settings, now=now
        )
    return customer


Marks = dict[tuple[str, ...], tuple[dict[str, str], dict[str, str]]]
"""Sources and dates by the fields they are of: most rows of a file fill the same ones."""


def _mark_new(customer: Customer, one: BulkCustomer, marks: Marks, *, by: Actor, now: datetime) -> None:
    """`mark_sources` for the fields of a new customer in which something stands."""
    held = customer.__dict__
    names = [name for name in one.fields if held[name] not in ("", None)]
    names += [name for name, is_there in (("tags", one.tag_ids), ("addresses", one.book)) if is_there]
    given = (*names, *(f"{OWN}{field_id}" for field_id, texts in one.own.items() if texts))
    if given not in marks:
        mark_sources(customer, given, by=by, now=now)
        marks[given] = (customer.field_sources, customer.field_dates)
    customer.field_sources, customer.field_dates = marks[given]
    customer.updated_at = now
