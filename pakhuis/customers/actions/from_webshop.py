"""Customers as webshop orders bring them: linked, supplemented, or made. Nothing is ever overwritten."""

from __future__ import annotations

from datetime import datetime

from pakhuis.accounts.languages import language_of
from pakhuis.accounts.models import AccountSettings, Webshop
from pakhuis.bulk.built import Asked
from pakhuis.bulk.inserting import insert, insert_or_leave
from pakhuis.customers.actions.book import drafted, missing_addresses
from pakhuis.customers.actions.derived import derive, mark_sources, note_vat_number, source_name
from pakhuis.customers.actions.numbers import number_for, owner_of
from pakhuis.customers.actions.tag_rows import SORTED_BY, keep_sorted
from pakhuis.customers.events import AddressAdded, CustomerChanged, CustomerCreated, CustomerLinked
from pakhuis.customers.intake import ShopPerson
from pakhuis.customers.keys import email_key
from pakhuis.customers.models import Address, Customer, CustomerIdentity, IdentityKind, OwnField
from pakhuis.customers.queries import Recognition
from pakhuis.customers.rules import Match, may_write
from pakhuis.customers.vat import vat_number_of
from pakhuis.journal.events import Event, FieldChange
from pakhuis.kernel.actor import Actor

RENEWED = ("name", "contact_name", "email", "phone", "vat_number", "remarks", "language", "locale")
"""The texts a shop writes on its customers: when they are made, and again when it tells something else."""
JUDGED_BY = {"locale": "language"}
"""A locale is the shop's spelling of the language: who wrote the one speaks of both."""


def take_in(
    person: ShopPerson,
    found: Recognition,
    *,
    webshop: Webshop,
    settings: AccountSettings,
    ordered_at: datetime,
    by: Actor,
    now: datetime,
) -> tuple[Customer | None, list[Event]]:
    """The customer of a webshop order, in the order's transaction: linked or made; None for no record.

    The facts are given back, for the caller to record together with its own.

    `person` has been checked. By the shop's own customer id a shop also fills blanks and renews what it
    wrote itself (`renewed`); by number or e-mail it only links. An address that is new goes into the book.
    One who is made has ordered last at `ordered_at`.
    """
    if found.match is Match.NONE:
        return None, []
    events: list[Event]
    if found.customer is None:
        customer, events = _made(person, settings, how=found.match, ordered_at=ordered_at, by=by, now=now)
        present = None
    else:
        customer, events, present = found.customer, [], list(found.book)
        if found.match is Match.SHOP_ID:
            events += _supplemented(customer, person, settings, by=by, now=now)
    events += _book_grown(customer, person, present, settings)
    events += _linked(customer, person, found, webshop=webshop, now=now)
    return customer, events


def _made(
    person: ShopPerson,
    settings: AccountSettings,
    *,
    how: Match,
    ordered_at: datetime,
    by: Actor,
    now: datetime,
) -> tuple[Customer, list[Event]]:
    number = person.number if person.number and not owner_of(person.number) else ""
    customer = Customer(
        number=number_for(number, settings),
        name=person.name,
        contact_name=person.contact_name,
        email="" if person.is_masked else person.email,
        phone=person.phone,
        language=language_of(person.locale) or settings.language,
        locale=person.locale[:35],
        calculate_vat=person.calculate_vat is not False,
        remarks=person.remarks,
        made_by=by.kind,
        is_incomplete=bool(_REQUIRED()),
        created_at=now,
        last_order_at=ordered_at,
    )
    note_vat_number(customer, person.vat_number, country=_country(person), settings=settings, now=now)
    written = [name for name in RENEWED if getattr(customer, name)]
    written += ["number"] * bool(number) + ["calculate_vat"] * (person.calculate_vat is not None)
    mark_sources(customer, written, by=by, now=now)
    new = missing_addresses([], invoice=person.invoice, delivery=person.delivery)
    derive(customer, book=[drafted(customer, one) for one in new], country=settings.country)
    insert([customer])
    return customer, [CustomerCreated(id=customer.pk, customer=customer.name, how=how)]


_REQUIRED = Asked(lambda: OwnField.objects.filter(required=True, retired_at=None).values_list("pk")[:1])


def _country(person: ShopPerson) -> str:
    return next((one.country for one in (person.invoice, person.delivery) if one and one.country), "")


def _supplemented(
    customer: Customer, person: ShopPerson, settings: AccountSettings, *, by: Actor, now: datetime
) -> list[Event]:
    if not renewed(customer, person, by=by) and not _gets_number(customer, person):
        return []
    _lock(customer)
    changes = []
    wanted = renewed(customer, person, by=by)
    if _gets_number(customer, person):
        wanted["number"] = number_for(person.number, settings)
    for name, new in wanted.items():
        old = getattr(customer, name)
        if name == "vat_number":
            note_vat_number(customer, str(new), country=_country(person), settings=settings, now=now)
        else:
            setattr(customer, name, new)
        if getattr(customer, name) != old:
            changes.append(FieldChange(field=name, old=str(old), new=str(getattr(customer, name))))
    if not changes:
        return []
    mark_sources(customer, [change.field for change in changes], by=by, now=now)
    derive(customer, book=customer.addresses.all(), country=settings.country)
    customer.version += 1
    customer.save()
    if SORTED_BY & {change.field for change in changes}:
        keep_sorted([customer.pk])
    return [CustomerChanged(id=customer.pk, changes=tuple(changes))]


def renewed(customer: Customer, person: ShopPerson, *, by: Actor) -> dict[str, str | bool]:
    """What this shop may write on a customer it knows by its own id, and has something else for.

    A number is not among it: one that a customer has stays.
    """
    given: dict[str, str | bool | None] = {name: getattr(person, name, "") for name in RENEWED}
    given |= {"language": language_of(person.locale), "locale": person.locale[:35]}
    given["vat_number"], _ = vat_number_of(person.vat_number, country=_country(person))
    given["calculate_vat"] = person.calculate_vat
    if person.is_masked:
        given["email"] = ""
    return {
        name: new
        for name, new in given.items()
        if new not in (None, "") and new != getattr(customer, name) and _may_write(customer, name, by=by)
    }


def _may_write(customer: Customer, name: str, *, by: Actor) -> bool:
    """Whether the shop may; that VAT is calculated as by default is nobody's word yet."""
    old = getattr(customer, name)
    is_blank = name not in customer.field_sources if old is True else not old and old is not False
    return may_write(
        JUDGED_BY.get(name, name),
        old="" if is_blank else str(old),
        sources=customer.field_sources,
        by=source_name(by),
        by_kind=by.kind,
    )


def _gets_number(customer: Customer, person: ShopPerson) -> bool:
    """Whether the shop tells the number of a customer who has none, and nobody else has it."""
    return bool(person.number and not customer.number and not owner_of(person.number, but=customer.pk))


def _lock(customer: Customer) -> None:
    """Hold the row until the commit, as it is now: an import or a clerk may have written it meanwhile."""
    customer.refresh_from_db(from_queryset=Customer.objects.select_for_update(no_key=True))


def _book_grown(
    customer: Customer, person: ShopPerson, present: list[Address] | None, settings: AccountSettings
) -> list[Event]:
    """Add what is not in the book yet; `present` is the book as it was read, None for who was just made.

    The customer is locked before an address is written, as by everybody: whoever writes the book of the same
    customer meanwhile is waited for, and what they wrote is looked at.
    """
    new = missing_addresses(present or [], invoice=person.invoice, delivery=person.delivery)
    if new and present is not None:
        _lock(customer)
        present = list(customer.addresses.all())
        new = missing_addresses(present, invoice=person.invoice, delivery=person.delivery)
    if not new:
        return []
    added = insert(drafted(customer, one) for one in new)
    if present is not None:
        derive(customer, book=[*present, *added], country=settings.country)
        customer.save(update_fields=["search_text", "phone_key", "doubles_due"])
    return [
        AddressAdded(id=customer.pk, address=f"{one.address.name}, {one.address.line1}, {one.address.city}")
        for one in new
    ]


def _linked(
    customer: Customer, person: ShopPerson, found: Recognition, *, webshop: Webshop, now: datetime
) -> list[Event]:
    """Add the keys this shop knows the customer by that are not rows yet; a taken one stays where it is."""
    wanted = []
    if person.external_id:
        wanted.append((IdentityKind.SHOP_ID, person.external_id))
    if person.email and not person.is_masked:
        wanted.append((IdentityKind.EMAIL, email_key(person.email)))
    new = [one for one in wanted if one not in found.known_identities and one[1]]
    if not new:
        return []
    insert_or_leave(
        CustomerIdentity(customer=customer, webshop=webshop, kind=kind, value=value, since=now)
        for kind, value in new
    )
    return [
        CustomerLinked(id=customer.pk, webshop_id=webshop.pk, identity=kind, how=found.match)
        for kind, _ in new
    ]
