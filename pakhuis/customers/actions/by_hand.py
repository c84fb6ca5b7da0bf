"""Customers made, changed and deleted by people and other systems."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from pakhuis.accounts.actions import account_settings
from pakhuis.accounts.choosable import choosable
from pakhuis.accounts.mail_names import is_email
from pakhuis.accounts.models import AccountSettings, Tag, Template
from pakhuis.accounts.problems import bad_email, unknown_template
from pakhuis.customers.actions.book import drafted, replace_book
from pakhuis.customers.actions.derived import derive, mark_sources, note_vat_number
from pakhuis.customers.actions.held import hold_customer
from pakhuis.customers.actions.numbers import number_for, owner_of, raise_above
from pakhuis.customers.actions.own_values import (
    OWN,
    Values,
    check_own_fields,
    filled,
    own_rows,
    set_own_values,
    write_own_rows,
)
from pakhuis.customers.actions.removing import remove
from pakhuis.customers.actions.tag_rows import SORTED_BY, hang, keep_sorted
from pakhuis.customers.books import book_text as text_of_book
from pakhuis.customers.events import CustomerChanged, CustomerCreated, CustomerDeleted
from pakhuis.customers.intake import BookAddress, BulkAddress, CustomerFields
from pakhuis.customers.models import Address, Customer
from pakhuis.customers.own_queries import own_field_specs, own_values_of
from pakhuis.customers.problems import customer_in_use, number_taken, unknown_tag
from pakhuis.customers.queries import as_intake
from pakhuis.customers.rules import check_book, check_fields
from pakhuis.journal.actions import record
from pakhuis.journal.events import FieldChange
from pakhuis.kernel.actor import Actor
from pakhuis.kernel.checking import Checks, not_found
from pakhuis.kernel.given import NOT_GIVEN
from pakhuis.kernel.problem import Refused
from pakhuis.kernel.text import clean as clean_text
from pakhuis.ownfields.values import OwnFieldSpec, is_incomplete


def create_customer(fields: CustomerFields, *, by: Actor, now: datetime, known_email: str = "") -> Customer:
    """A new customer; only the name is needed. Everything that is wrong is refused at once.

    `known_email` stands on an order already and is taken over as it is.
    """
    settings = account_settings()
    checks = Checks()
    clean = check_fields(fields, checks, is_new=True)
    book = () if fields.addresses is NOT_GIVEN else check_book(fields.addresses, checks)
    tags = _looked_up(fields, clean, checks)
    _check_number(clean, checks, but=None)
    _check_email(clean, checks, had=clean_text(known_email))
    specs = own_field_specs()
    given = () if fields.own_fields is NOT_GIVEN else fields.own_fields
    own = check_own_fields(given, specs, checks, had={}, by=by)
    checks.refuse_if_any()
    clean["is_incomplete"] = is_incomplete(specs, filled(own))
    try:
        with transaction.atomic():
            also = [*(["tags"] if tags else []), *(f"{OWN}{field_id}" for field_id in filled(own))]
            customer = _written(clean, book, settings, also=also, by=by, now=now)
            _hung_on(customer, tags or [], own)
            return customer
    except IntegrityError:
        raise Refused([number_taken(clean.get("number", ""), owner="…")]) from None


@transaction.atomic
def update_customer(
    customer_id: int, fields: CustomerFields, *, by: Actor, now: datetime, version: int | None = None
) -> Customer:
    """Change what is given and nothing else; required own fields are asked for when any own field is given.

    With `version` the customer must still be as the caller saw it (`changed_meanwhile`). A given address
    list replaces the book by content: an address that was there keeps its id. Nothing different: no fact.
    """
    customer = hold_customer(customer_id, version=version)
    checks = Checks()
    clean = check_fields(fields, checks, is_new=False)
    book = None if fields.addresses is NOT_GIVEN else check_book(fields.addresses, checks)
    tags = _looked_up(fields, clean, checks, of=customer)
    _check_number(clean, checks, but=customer_id)
    _check_email(clean, checks, had=customer.email)
    specs, had, own = _own_given(customer_id, fields, checks, by=by)
    checks.refuse_if_any()
    settings = account_settings()
    changes = _fields_set(customer, clean, settings, now=now)
    if tags is not None:
        changes += _tags_set(customer, tags)
    if book is not None:
        changes += _book_set(customer, book)
    if specs:
        changes += set_own_values(customer, own, had=had)
        customer.is_incomplete = is_incomplete(specs, filled({**had, **own}))
    if changes:
        _save_changed(customer, changes, settings, by=by, now=now)
    return customer


@transaction.atomic
def delete_customer(customer_id: int, *, by: Actor, now: datetime) -> None:
    """Remove a customer without orders, whole; one with orders is refused: archive it."""
    customer = Customer.objects.select_for_update(no_key=True).filter(pk=customer_id).first()
    if customer is None:
        raise Refused([not_found("customer")])
    try:
        with transaction.atomic():
            remove([customer_id])
    except (ProtectedError, IntegrityError):
        raise Refused([customer_in_use()]) from None
    record([CustomerDeleted(id=customer_id, customer=customer.name)], by=by, now=now)


def _own_given(
    customer_id: int, fields: CustomerFields, checks: Checks, *, by: Actor
) -> tuple[list[OwnFieldSpec], Values, Values]:
    """All own fields, what stood in them and what is to; nothing at all when none was given."""
    if fields.own_fields is NOT_GIVEN:
        return [], {}, {}
    specs = own_field_specs()
    had = own_values_of([customer_id]).get(customer_id, {})
    return specs, had, check_own_fields(fields.own_fields, specs, checks, had=had, by=by)


def _looked_up(
    fields: CustomerFields, clean: dict[str, Any], checks: Checks, *, of: Customer | None = None
) -> list[Tag] | None:
    """The given tags; a tag or template that there is not, or that is retired and not yet `of` the customer,
    becomes a problem."""
    template_id = clean.get("template_id")
    had_template = () if of is None else (of.template_id,)
    if template_id is not None and not choosable(Template, (template_id,), had=had_template):
        checks.add(unknown_template())
    if fields.tag_ids is NOT_GIVEN:
        return None
    had = () if of is None or not fields.tag_ids else of.customer_tags.values_list("tag_id", flat=True)
    found = choosable(Tag, fields.tag_ids, had=had)
    for place, tag_id in enumerate(fields.tag_ids):
        if tag_id not in found:
            checks.add(unknown_tag(("tags", place)))
    return list(Tag.objects.in_bulk(found).values())


def _check_number(clean: dict[str, Any], checks: Checks, *, but: int | None) -> None:
    number = clean.get("number", "")
    owner = owner_of(number, but=but)
    if owner:
        checks.add(number_taken(number, owner=owner))


def _check_email(clean: dict[str, Any], checks: Checks, *, had: str) -> None:
    """What is typed must be an address that mail can go to; what is there, from a shop or a file, stays."""
    email = clean.get("email", "")
    if email and email != had and not is_email(email):
        checks.add(bad_email(("email",), email))


def _written(
    clean: dict[str, Any],
    book: tuple[BookAddress, ...],
    settings: AccountSettings,
    *,
    also: Iterable[str],
    by: Actor,
    now: datetime,
) -> Customer:
    """The new customer with its book; `also` names what is filled in beside its own columns."""
    vat_number = clean.pop("vat_number", "")
    customer = Customer(**{**clean, "language": clean.get("language") or settings.language})
    customer.number = number_for(customer.number, settings)
    customer.made_by, customer.created_at = by.kind, now
    addresses = [drafted(customer, one) for one in book]
    derive(customer, book=addresses, country=settings.country)
    country = _country(addresses, settings)
    note_vat_number(customer, vat_number, country=country, settings=settings, now=now)
    given = [name for name in (*clean, "vat_number") if getattr(customer, name) not in ("", None)]
    given += [*also, *(["addresses"] if addresses else [])]
    mark_sources(customer, given, by=by, now=now)
    customer.save(force_insert=True)
    Address.objects.bulk_create(addresses)
    record([CustomerCreated(id=customer.pk, customer=customer.name)], by=by, now=now)
    return customer


def _hung_on(customer: Customer, tags: list[Tag], own: Values) -> None:
    """Tags and own fields of a new customer."""
    hang((customer.pk, tag.pk) for tag in tags)
    write_own_rows([row for field_id, texts in own.items() for row in own_rows(customer, field_id, texts)])


def _country(addresses: list[Address], settings: AccountSettings) -> str:
    return next((one.country for one in addresses if one.country), settings.country)


def _fields_set(
    customer: Customer, clean: dict[str, Any], settings: AccountSettings, *, now: datetime
) -> list[FieldChange]:
    changes = []
    if clean.get("language") == "":
        clean["language"] = settings.language
    if "vat_number" in clean:
        typed = clean.pop("vat_number")
        old = customer.vat_number
        if typed != old:
            country = _country(list(customer.addresses.all()), settings)
            note_vat_number(customer, typed, country=country, settings=settings, now=now)
        if customer.vat_number != old:
            changes.append(FieldChange(field="vat_number", old=old, new=customer.vat_number))
    for name, value in clean.items():
        old_value = getattr(customer, name)
        if old_value != value:
            old, new = (_text(name, one) for one in (old_value, value))
            changes.append(FieldChange(field=name, old=old, new=new))
            setattr(customer, name, value)
    return changes


def _text(name: str, value: Any) -> str:
    """A value for the logbook; a template by the name it has now, as it may have none later."""
    if name == "template_id" and value is not None:
        return Template.objects.filter(pk=value).values_list("name", flat=True).first() or ""
    return "" if value is None else str(value)


def _tags_set(customer: Customer, tags: list[Tag]) -> list[FieldChange]:
    had = {tag.pk: tag for tag in customer.tags.all()}
    wanted = {tag.pk: tag for tag in tags}
    if set(had) == set(wanted):
        return []
    customer.customer_tags.exclude(tag_id__in=wanted).delete()
    hang((customer.pk, pk) for pk in wanted if pk not in had)
    old_text, new_text = (", ".join(sorted(tag.title for tag in some.values())) for some in (had, wanted))
    return [FieldChange(field="tags", old=old_text, new=new_text)]


def _book_set(customer: Customer, book: tuple[BookAddress, ...]) -> list[FieldChange]:
    before = book_text(customer.addresses.all())
    after = book_text(replace_book(customer, book))
    return [FieldChange(field="addresses", old=before, new=after)] if before != after else []


def book_text(addresses: Iterable[Address]) -> str:
    """The whole book as text, defaults marked, for the logbook."""
    return text_of_book(
        BulkAddress(one.pk, as_intake(one), one.is_default_invoice, one.is_default_delivery)
        for one in addresses
    )


def _save_changed(
    customer: Customer, changes: list[FieldChange], settings: AccountSettings, *, by: Actor, now: datetime
) -> None:
    if any(change.field == "number" for change in changes):
        raise_above([customer.number], settings)
    derive(customer, book=customer.addresses.all(), country=settings.country)
    mark_sources(customer, [change.field for change in changes], by=by, now=now)
    customer.version += 1
    try:
        with transaction.atomic():
            customer.save()
    except IntegrityError:
        raise Refused([number_taken(customer.number, owner="…")]) from None
    if SORTED_BY & {change.field for change in changes}:
        keep_sorted([customer.pk])
    record([CustomerChanged(id=customer.pk, changes=tuple(changes))], by=by, now=now)
