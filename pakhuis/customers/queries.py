"""Reading customers: who a webshop order belongs to, and the terms an order needs."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django.db.models import Q, QuerySet

from pakhuis.accounts.models import Webshop
from pakhuis.accounts.rows import rows
from pakhuis.bulk.built import Asked, Given
from pakhuis.customers.intake import NewAddress, ShopPerson
from pakhuis.customers.keys import email_key, number_key
from pakhuis.customers.models import (
    Address,
    Customer,
    CustomerAlias,
    CustomerIdentity,
    CustomerTag,
    IdentityKind,
    Merge,
)
from pakhuis.customers.rules import Candidates, Match, RecognitionSwitches, recognised
from pakhuis.customers.terms import CustomerTerms
from pakhuis.kernel.numbers import HIGHEST_ID

MANY = 20
"""Customers looked at per number or e-mail: more of one e-mail than this are no single match anyway."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognition:
    """Which customer a webshop order belongs to, by which step, and what was seen on the way.

    Without `customer` one is to be made (`Match.NEW`) or none (`Match.NONE`).
    """

    match: Match
    customer: Customer | None = None
    book: tuple[Address, ...] = ()
    known_identities: frozenset[tuple[str, str]] = field(default=frozenset())


def recognise(person: ShopPerson, *, webshop: Webshop) -> Recognition:
    """Find the customer of a webshop order; at most four queries, whatever there is of customers.

    Where the shop's own id is known, number and e-mail are not looked up: they come after it anyway.
    """
    mail = "" if person.is_masked else email_key(person.email)
    wanted = {IdentityKind.SHOP_ID: person.external_id, IdentityKind.EMAIL: mail}
    identities = _IDENTITIES(webshop=webshop.pk, **wanted)
    by_key = {(kind, value): customer_id for kind, value, customer_id in identities}
    switches = switches_of(webshop)
    by_shop_id = by_key.get((IdentityKind.SHOP_ID, person.external_id))
    if by_shop_id is not None and switches.customer_id:
        found = Candidates(by_shop_id=by_shop_id)
    else:
        found = _candidates(by_key, wanted, number=number_key(person.number))
    match, customer_id = recognised(person, found, switches)
    known = frozenset(by_key)
    if customer_id is None:
        return Recognition(match=match, known_identities=known)
    (customer,) = rows(Customer, id=customer_id)
    return Recognition(match=match, customer=customer, book=tuple(book_of(customer)), known_identities=known)


def book_of(customer: Customer) -> list[Address]:
    """The customer's addresses, the oldest first."""
    return rows(Address, customer_id=customer.pk)


def _candidates(
    by_key: dict[tuple[str, str], int], wanted: dict[IdentityKind, str], *, number: str | None
) -> Candidates:
    mail = wanted[IdentityKind.EMAIL]
    by_number: int | None = None
    by_mail: set[int] = set()
    if number or mail:
        asked = _CANDIDATES[bool(number), bool(mail)]
        for pk, its_number, its_mail in asked(number=number, mail=mail):
            by_number = pk if number and its_number == number else by_number
            by_mail |= {pk} if mail and its_mail == mail else set()
    return Candidates(
        by_shop_id=by_key.get((IdentityKind.SHOP_ID, wanted[IdentityKind.SHOP_ID])),
        by_number=by_number,
        by_shop_email=by_key.get((IdentityKind.EMAIL, mail)),
        by_any_email=tuple(by_mail),
    )


def _identities() -> QuerySet[Any, Any]:
    keys = Q(*(Q(kind=kind, value=Given(kind)) for kind in IdentityKind), _connector=Q.OR)
    found = CustomerIdentity.objects.filter(keys, webshop_id=Given("webshop"))
    return found.values_list("kind", "value", "customer_id")


def _by_number_or_mail(*, number: bool, mail: bool) -> QuerySet[Any, Any]:
    """Of customers and of those who went up in them; an index answers what is asked, and nothing else is."""
    keys = [Q(number_key=Given("number"))] * number
    keys += [Q(email_key=Given("mail")) & ~Q(email_key="")] * mail
    asked = Q(*keys, _connector=Q.OR)
    own = Customer.objects.filter(asked).values_list("pk", "number_key", "email_key")
    former = CustomerAlias.objects.filter(asked).values_list("customer_id", "number_key", "email_key")
    return own.union(former, all=True)[:MANY]


_IDENTITIES = Asked(_identities)
_CANDIDATES = {
    (number, mail): Asked(partial(_by_number_or_mail, number=number, mail=mail))
    for number, mail in ((True, True), (True, False), (False, True))
}


def switches_of(webshop: Webshop) -> RecognitionSwitches:
    """Which steps of recognition this shop's settings allow."""
    return RecognitionSwitches(
        customer_id=webshop.matches_customer_id,
        customer_number=webshop.matches_customer_number,
        shop_email=webshop.matches_shop_email,
        any_email=webshop.matches_any_email,
        makes_customers=webshop.makes_customers,
        makes_guests=webshop.makes_guest_customers,
    )


def as_intake(address: Address) -> NewAddress:
    """A stored address as a plain value."""
    return NewAddress(
        name=address.name,
        contact_name=address.contact_name,
        line1=address.line1,
        line2=address.line2,
        zipcode=address.zipcode,
        city=address.city,
        region=address.region,
        country=address.country,
    )


def terms_of(customer: Customer, *, addresses: Iterable[Address] | None = None) -> CustomerTerms:
    """What was agreed with a customer (two queries; one when its addresses are at hand)."""
    book = book_of(customer) if addresses is None else list(addresses)
    tags = CustomerTag.objects.filter(customer=customer, tag__inherit=True, tag__active=True).order_by(
        "tag_id"
    )
    return CustomerTerms(
        id=customer.pk,
        name=customer.name,
        contact_name=customer.contact_name,
        email=customer.email,
        phone=customer.phone,
        language=customer.language,
        discount=customer.discount,
        autosplit=customer.autosplit,
        calculate_vat=customer.calculate_vat,
        template_id=customer.template_id,
        default_order_remarks=customer.default_order_remarks,
        inherited_tag_ids=tuple(tags.values_list("tag_id", flat=True)),
        invoice=next((as_intake(one) for one in book if one.is_default_invoice), None),
        delivery=next((as_intake(one) for one in book if one.is_default_delivery), None),
    )


def current_id(customer_id: int) -> int:
    """The customer that this id stands for by now: itself, or the one it went up in, however often."""
    seen = {customer_id}
    while customer_id <= HIGHEST_ID:
        step = Merge.objects.filter(loser_id=customer_id, undone_at=None)
        winner = step.values_list("winner_id", flat=True).first()
        if winner is None or winner in seen:
            return customer_id
        seen.add(winner)
        customer_id = winner
    return customer_id


def former_ids(*customer_ids: int) -> list[int]:
    """Everybody who went up in these customers, or in one that did; merges that were undone count no more."""
    found, newest = list[int](), list(customer_ids)
    while newest:
        standing = Merge.objects.filter(winner_id__in=newest, undone_at=None).order_by("pk")
        newest = [pk for pk in standing.values_list("loser_id", flat=True) if pk not in found]
        found += newest
    return found


def merges_of(ids: Collection[int]) -> QuerySet[Merge]:
    """Every merge one of these had a part in, also one that was undone."""
    return Merge.objects.filter(Q(winner_id__in=ids) | Q(loser_id__in=ids))


def parted_ids(customer_ids: Iterable[int]) -> list[int]:
    """Customers that were merged with one of these for a while: their logbook tells of it."""
    ids = set(customer_ids)
    undone = Merge.objects.filter(undone_at__isnull=False)
    pairs = undone.filter(Q(winner_id__in=ids) | Q(loser_id__in=ids)).values_list("winner_id", "loser_id")
    return sorted({pk for pair in pairs for pk in pair} - ids)


def last_merge(winner_id: int) -> Merge | None:
    """The latest merge into this customer that stands; the only one that can be undone."""
    return Merge.objects.filter(winner_id=winner_id, undone_at=None).order_by("-pk").first()


def customer_ids_by_number(numbers: Iterable[str]) -> dict[str, int]:
    """Per number key the customer that has it, or has it from a merge (two queries, whatever the number)."""
    keys = {found for found in map(number_key, numbers) if found}
    former = CustomerAlias.objects.filter(number_key__in=keys).values_list("number_key", "customer_id")
    own = Customer.objects.filter(number_key__in=keys).values_list("number_key", "pk")
    return {str(key): pk for key, pk in (*former, *own)}
