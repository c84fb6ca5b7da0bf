"""What is worked out from a customer's fields each time it is written: keys, VAT state, search text."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

from pakhuis.accounts.models import AccountSettings
from pakhuis.customers.intake import BulkAddress, Source
from pakhuis.customers.keys import email_key, name_key, number_key, phone_key, search_text
from pakhuis.customers.models import Address, Customer
from pakhuis.customers.vat import can_be_asked, vat_number_of
from pakhuis.kernel.actor import Actor

FOLLOWED = frozenset(("number", "name", "contact_name", "email", "phone", "addresses"))
"""The fields that something derived follows from."""


def derive(
    customer: Customer,
    *,
    book: Iterable[Address | BulkAddress],
    country: str,
    changed: Collection[str] = FOLLOWED,
) -> None:
    """Bring everything derived in step with the fields; `country` is the account's own.

    With `changed` only what follows from these fields.
    """
    addresses = list(book)
    looked = None if customer.doubles_due else _looks(customer)
    if "number" in changed:
        customer.number_key = number_key(customer.number)
    if "email" in changed:
        customer.email_key = email_key(customer.email)
    if "name" in changed:
        customer.name_key = name_key(customer.name)
    if "phone" in changed or "addresses" in changed:
        own = ""
        for one in addresses:
            if one.country and (not own or one.is_default_invoice):
                own = one.country
        customer.phone_key = phone_key(customer.phone, country=own or country)
    customer.search_text = search_text(
        (customer.name, customer.contact_name, customer.number, customer.email),
        phones=(customer.phone, customer.phone_key),
        zipcodes=[one.zipcode for one in addresses],
        cities=[one.city for one in addresses],
    )
    if looked is not None and _looks(customer) != looked:
        customer.doubles_due = True


def _looks(customer: Customer) -> tuple[str, ...]:
    """What likely doubles are found by."""
    return (customer.name_key, customer.email_key, customer.phone_key, customer.search_text)


def note_vat_number(
    customer: Customer, typed: str, *, country: str, settings: AccountSettings, now: datetime
) -> None:
    """Keep a VAT number with what its shape says; a wrong one is kept and marked.

    Where the account wants it the register is asked, later and by the worker: saving never waits.
    """
    customer.vat_number, customer.vat_state = vat_number_of(typed, country=country)
    customer.vat_checked_at, customer.vat_tries, customer.doubles_due = None, 0, True
    is_asked = settings.asks_vat_register and can_be_asked(customer.vat_number, customer.vat_state)
    customer.vat_ask_at = now if is_asked else None


def mark_sources(customer: Customer, fields: Iterable[str], *, by: Actor, now: datetime) -> None:
    """Remember who wrote these fields last and when, and that the customer changed."""
    names = list(fields)
    customer.field_sources = {**customer.field_sources, **dict.fromkeys(names, source_name(by))}
    moment = now.isoformat(timespec="seconds")
    customer.field_dates = {**customer.field_dates, **dict.fromkeys(names, moment)}
    customer.updated_at = now


def sources_of(customer: Customer, fields: Iterable[str]) -> dict[str, Source]:
    """Who wrote each of these fields last, and when; a field that nobody filled in is not there."""
    sources, dates = customer.field_sources, customer.field_dates
    return {name: (sources[name], dates.get(name, "")) for name in fields if name in sources}


def put_source(customer: Customer, field: str, source: Source | None) -> None:
    """Have a field be of this source again, as when what was done to it since is taken back."""
    sources, dates = dict(customer.field_sources), dict(customer.field_dates)
    sources.pop(field, None)
    dates.pop(field, None)
    if source is not None:
        sources[field], dates[field] = source
    customer.field_sources, customer.field_dates = sources, dates


def source_name(by: Actor) -> str:
    """How an actor stands in `field_sources`: ``webshop:3``."""
    return f"{by.kind}:{by.id or 0}"
