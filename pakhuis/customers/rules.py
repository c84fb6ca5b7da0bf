"""Decisions about customers: what may be written on one, and which one a webshop order belongs to. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from typing import Any

from pakhuis.customers.intake import BookAddress, CustomerFields, NewAddress, ShopPerson
from pakhuis.customers.problems import two_defaults, unknown_language
from pakhuis.customers.terms import CustomerTerms
from pakhuis.kernel.actor import ActorKind
from pakhuis.kernel.checking import Checks, missing, too_long
from pakhuis.kernel.countries import COUNTRY_CODES
from pakhuis.kernel.given import NOT_GIVEN
from pakhuis.kernel.money import CENT
from pakhuis.kernel.numbers import RawNumber
from pakhuis.kernel.problem import Place, Problem
from pakhuis.kernel.text import clean, key

LANGUAGES = ("nl", "en")
TEXT_LIMITS: Mapping[str, int] = {
    "number": 60,
    "name": 300,
    "contact_name": 300,
    "email": 320,
    "phone": 60,
    "locale": 35,
    "vat_number": 60,
    "remarks": 10_000,
    "default_order_remarks": 10_000,
}
KEY_LIMITS: Mapping[str, int] = {"number": 120, "email": 640}
"""How long the form for comparing may become: some single characters spell out as eighteen."""
ADDRESS_LIMITS: Mapping[str, int] = {
    "name": 300,
    "contact_name": 300,
    "line1": 300,
    "line2": 300,
    "zipcode": 30,
    "city": 120,
    "region": 120,
}


def check_fields(given: CustomerFields, checks: Checks, *, is_new: bool) -> dict[str, Any]:
    """The given scalar fields cleaned, by name; problems go to `checks`. Tags and addresses apart."""
    values = {name: getattr(given, name) for name in SCALARS}
    named = {name: value for name, value in values.items() if value is not NOT_GIVEN}
    return check_values(named, checks, is_new=is_new)


def check_values(given: Mapping[str, Any], checks: Checks, *, is_new: bool) -> dict[str, Any]:
    """`check_fields` for fields by name, of which those that are not given are not there."""
    cleaned: dict[str, Any] = {}
    if is_new and "name" not in given:
        checks.add(missing(("name",)))
        cleaned["name"] = ""
    for name, value in given.items():
        limit = TEXT_LIMITS.get(name)
        if limit is not None:
            cleaned[name] = text = clean(value)
            if len(text) > limit:
                checks.add(too_long((name,), limit))
            if name in KEY_LIMITS:
                if not text.isascii():
                    check_key(name, text, checks)
            elif not text and name == "name":
                checks.add(missing((name,)))
        elif name == "discount":
            percentage, problem = (_percentage if isinstance(value, str) else _percentage.__wrapped__)(value)
            cleaned[name] = percentage
            checks.problems += [problem] if problem else []
        else:
            cleaned[name] = check_language(value, checks) if name == "language" else value
    return cleaned


SCALARS = (*TEXT_LIMITS, "discount", "language", "template_id", "autosplit", "calculate_vat")


@lru_cache(maxsize=1000)
def _percentage(value: RawNumber) -> tuple[Decimal, Problem | None]:
    """A discount from 0 to 100 in hundredths, and what is wrong with it; texts repeat in files."""
    own = Checks()
    read = own.decimal(("discount",), value, low=Decimal(0), high=Decimal(100), step=CENT)
    return read, own.problems[0] if own.problems else None


def check_key(name: str, text: str, checks: Checks) -> None:
    """A problem when the form for comparing is longer than can be stored."""
    limit = KEY_LIMITS.get(name)
    if limit is not None and not text.isascii() and len(text) <= limit < len(key(text)):
        checks.add(too_long((name,), TEXT_LIMITS[name]))


def check_language(language: str, checks: Checks, path: Place = ("language",)) -> str:
    """`language` in lower case; a problem when it is given and Pakhuis does not speak it."""
    code = language.strip().lower()
    if code and code not in LANGUAGES:
        checks.add(unknown_language(language, path))
    return code


def check_parts(given: Mapping[str, str | None], checks: Checks, path: Place) -> dict[str, str | None]:
    """Some parts of an address cleaned, with problems at their places below `path`; None stays None."""
    cleaned: dict[str, str | None] = {}
    for name, value in given.items():
        if value is None:
            cleaned[name] = None
        elif name == "country":
            cleaned[name] = checks.country((*path, name), value) if value not in COUNTRY_CODES else value
        else:
            cleaned[name] = text = clean(value)
            if len(text) > ADDRESS_LIMITS[name]:
                checks.add(too_long((*path, name), ADDRESS_LIMITS[name]))
    return cleaned


def check_address(
    given: NewAddress, checks: Checks, path: Place, *, name_required: bool = True
) -> NewAddress:
    """An address cleaned, with problems at their places below `path`."""
    texts = {
        name: checks.text(
            (*path, name), getattr(given, name), limit=limit, required=name == "name" and name_required
        )
        for name, limit in ADDRESS_LIMITS.items()
    }
    return NewAddress(**texts, country=checks.country((*path, "country"), given.country))


def check_book(given: tuple[BookAddress, ...], checks: Checks) -> tuple[BookAddress, ...]:
    """An address book cleaned; at most one default of each kind."""
    for flag in ("is_default_invoice", "is_default_delivery"):
        marked = [place for place, one in enumerate(given) if getattr(one, flag)]
        for place in marked[1:]:
            checks.add(two_defaults(("addresses", place, flag)))
    return tuple(
        BookAddress(
            address=check_address(one.address, checks, ("addresses", place)),
            is_default_invoice=one.is_default_invoice,
            is_default_delivery=one.is_default_delivery,
        )
        for place, one in enumerate(given)
    )


def check_person(given: ShopPerson, checks: Checks) -> ShopPerson:
    """A webshop's buyer cleaned, with the best name there is for one who gives none.

    Addresses need no name of their own: the buyer's stands in. Nothing at all to call the buyer is a problem.
    """
    own = Checks()
    texts: dict[str, Any] = {
        name: own.text((name,), getattr(given, name), limit=TEXT_LIMITS[name])
        for name in ("number", "name", "contact_name", "email", "phone", "vat_number", "remarks")
    }
    for name in KEY_LIMITS:
        check_key(name, texts[name], own)
    addresses = {
        name: check_address(one, checks, (name,), name_required=False)
        for name, one in (("invoice", given.invoice), ("delivery", given.delivery))
        if one is not None and not one.is_empty
    }
    names = [texts["name"], *(one.name for one in addresses.values()), texts["contact_name"], texts["email"]]
    texts["name"] = next(filter(None, names), "")
    if not texts["name"]:
        own.add(missing(("name",)))
    checks.problems += [problem.under("customer") for problem in own.problems]
    named: dict[str, Any] = {
        name: one._replace(name=one.name or texts["name"]) for name, one in addresses.items()
    }
    cleaned = replace(given, **texts, external_id=clean(given.external_id), invoice=None, delivery=None)
    return replace(cleaned, **named)


def terms_of_new(person: ShopPerson, *, language: str) -> CustomerTerms:
    """The terms of a customer that is about to be made: nothing was agreed yet."""
    return CustomerTerms(
        id=0,
        name=person.name,
        contact_name=person.contact_name,
        email="" if person.is_masked else person.email,
        phone=person.phone,
        language=language,
        discount=Decimal(0),
        autosplit=None,
        calculate_vat=person.calculate_vat is not False,
        template_id=None,
        default_order_remarks="",
    )


def address_key(address: NewAddress) -> tuple[str, ...]:
    """The form by which two addresses are the same: every part without case and spaces."""
    return tuple("".join(key(part).split()) for part in address)


class Match(StrEnum):
    """By which step a customer was recognised."""

    SHOP_ID = "shop_id"
    NUMBER = "number"
    SHOP_EMAIL = "shop_email"
    ANY_EMAIL = "any_email"
    BY_HAND = "by_hand"
    NEW = "new"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class RecognitionSwitches:
    """Which steps a webshop allows."""

    customer_id: bool = True
    customer_number: bool = True
    shop_email: bool = True
    any_email: bool = True
    makes_customers: bool = True
    makes_guests: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidates:
    """The customers found by each key; `by_any_email` holds all of them, as only a single one counts."""

    by_shop_id: int | None = None
    by_number: int | None = None
    by_shop_email: int | None = None
    by_any_email: tuple[int, ...] = ()


def recognised(
    person: ShopPerson, found: Candidates, switches: RecognitionSwitches
) -> tuple[Match, int | None]:
    """Which customer it is and by which step; `NEW` for one to be made, `NONE` for no customer record.

    Source: domain rules, section 2. A masked e-mail never matches, and makes no customer by itself.
    """
    steps = (
        (Match.SHOP_ID, switches.customer_id, found.by_shop_id),
        (Match.NUMBER, switches.customer_number, found.by_number),
        (Match.SHOP_EMAIL, switches.shop_email and not person.is_masked, found.by_shop_email),
        (
            Match.ANY_EMAIL,
            switches.any_email and not person.is_masked,
            found.by_any_email[0] if len(found.by_any_email) == 1 else None,
        ),
    )
    for match, is_on, customer in steps:
        if is_on and customer is not None:
            return match, customer
    may_make = switches.makes_customers if person.external_id else switches.makes_guests
    if not may_make or (person.is_masked and not person.external_id):
        return Match.NONE, None
    return Match.NEW, None


def may_write(field: str, *, old: str, sources: Mapping[str, str], by: str, by_kind: ActorKind) -> bool:
    """Whether this actor may write a field of a known customer: a person > a file > a shop.

    People, keys and files write what they like; a shop fills blanks and replaces what it wrote itself.
    """
    return by_kind is not ActorKind.WEBSHOP or not old or sources.get(field) == by
