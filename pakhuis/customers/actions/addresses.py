"""One address of the book at a time: added, changed, removed, made a default."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.db import transaction

from pakhuis.accounts.actions import account_settings
from pakhuis.customers.actions.book import drafted
from pakhuis.customers.actions.by_hand import book_text
from pakhuis.customers.actions.derived import derive, mark_sources
from pakhuis.customers.actions.held import hold_customer
from pakhuis.customers.events import CustomerChanged
from pakhuis.customers.intake import AddressChange, BookAddress, NewAddress
from pakhuis.customers.models import Address, Customer
from pakhuis.customers.problems import too_many_addresses
from pakhuis.customers.queries import as_intake
from pakhuis.customers.rules import check_address
from pakhuis.journal.actions import record
from pakhuis.journal.events import FieldChange
from pakhuis.kernel.actor import Actor
from pakhuis.kernel.checking import Checks, not_found
from pakhuis.kernel.given import NOT_GIVEN
from pakhuis.kernel.problem import Refused

MOST_ADDRESSES = 1000
DEFAULTS = ("is_default_invoice", "is_default_delivery")
PARTS = NewAddress._fields


@transaction.atomic
def add_address(customer_id: int, given: BookAddress, *, by: Actor, now: datetime) -> Address:
    """One more address; as a default it takes that from the address that had it."""
    customer = hold_customer(customer_id)
    checks = Checks()
    cleaned = replace(given, address=check_address(given.address, checks, ()))
    if customer.addresses.count() >= MOST_ADDRESSES:
        checks.add(too_many_addresses(MOST_ADDRESSES))
    checks.refuse_if_any()
    address = drafted(customer, cleaned)
    _make_room(customer, address)
    address.save(force_insert=True)
    _save(customer, "", book_text([address]), by=by, now=now)
    return address


@transaction.atomic
def change_address(
    customer_id: int,
    address_id: int,
    change: AddressChange,
    *,
    by: Actor,
    now: datetime,
    version: int | None = None,
) -> Address:
    """Change what is given of an address and nothing else; orders keep the copy they have.

    With `version` the customer must still be as the caller saw it. Nothing different: no fact.
    """
    customer = hold_customer(customer_id, version=version)
    address = _address(customer, address_id)
    before = book_text([address])
    given = {name: value for name in PARTS if (value := getattr(change, name)) is not NOT_GIVEN}
    checks = Checks()
    cleaned = check_address(as_intake(address)._replace(**given), checks, ())
    checks.refuse_if_any()
    for name in PARTS:
        setattr(address, name, getattr(cleaned, name))
    for name in DEFAULTS:
        value = getattr(change, name)
        if value is not NOT_GIVEN:
            setattr(address, name, value)
    after = book_text([address])
    if after != before:
        _make_room(customer, address)
        address.save()
        _save(customer, before, after, by=by, now=now)
    return address


@transaction.atomic
def remove_address(customer_id: int, address_id: int, *, by: Actor, now: datetime) -> None:
    """Take an address out of the book; what it was the default for has none then."""
    customer = hold_customer(customer_id)
    address = _address(customer, address_id)
    before = book_text([address])
    address.delete()
    _save(customer, before, "", by=by, now=now)


def _address(customer: Customer, address_id: int) -> Address:
    address = customer.addresses.filter(pk=address_id).first()
    if address is None:
        raise Refused([not_found("address")])
    return address


def _make_room(customer: Customer, address: Address) -> None:
    """Take from other addresses what this one is to be the default for: each is unique."""
    for name in DEFAULTS:
        if getattr(address, name):
            others = Address.objects.filter(customer=customer, **{name: True})
            others.exclude(pk=address.pk or 0).update(**{name: False})


def _save(customer: Customer, old: str, new: str, *, by: Actor, now: datetime) -> None:
    """What hangs on the book (search, telephone country), the version, and the fact."""
    derive(customer, book=customer.addresses.all(), country=account_settings().country)
    mark_sources(customer, ["addresses"], by=by, now=now)
    customer.version += 1
    customer.save()
    change = FieldChange(field="addresses", old=old, new=new)
    record([CustomerChanged(id=customer.pk, changes=(change,))], by=by, now=now)
