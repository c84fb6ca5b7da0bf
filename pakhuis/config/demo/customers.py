"""Two hundred customers of every kind: cafés, shops, people, neighbours from abroad, tidy and odd."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from random import Random
from typing import Any

from pakhuis.config.demo.vat import vat_number
from pakhuis.config.demo.words import (
    BELGIAN,
    CAFES,
    COUNTRY_OF_ENGLISH,
    ENGLISH,
    FIRST,
    FRENCH,
    GERMAN,
    LAST,
    ORDER_REMARKS,
    REMARKS,
    RESTAURANTS,
    SHOPS,
    SIGNS,
    STREETS,
    TOWNS,
)
from pakhuis.config.demo.world import KnownCustomer, World
from pakhuis.customers.actions import create_customer
from pakhuis.customers.intake import BookAddress, CustomerFields, NewAddress, ShopPerson
from pakhuis.kernel.text import fold
from pakhuis.pricing.actions import attach_price_lists

KINDS = (*("café",) * 9, *("restaurant", "shop", "person") * 6, "person", "DE", "DE", "BE", "BE", "FR", "EN")
ABROAD = {"DE": GERMAN, "BE": BELGIAN, "FR": FRENCH}
SIGNBOARDS = {"café": CAFES, "restaurant": RESTAURANTS, "shop": SHOPS}
DIALLING = {
    "DE": "+49 221 000",
    "BE": "+32 9 000",
    "FR": "+33 3 20 00",
    "GB": "+44 20 7946 0",
    "IE": "+353 1 000",
}


@dataclass(frozen=True, slots=True)
class Party:
    """Someone invented: name, person to ask for, where, and how to reach them."""

    kind: str
    name: str
    contact: str
    address: NewAddress
    email: str
    phone: str


def add_customer(world: World, place: int, now: datetime) -> None:
    """One more customer, written down by the office."""
    luck, office = world.luck, world.account.clerk.as_actor()
    party = invented(luck.choice(KINDS), luck, place)
    customer = create_customer(_fields(world, party, place), by=office, now=now)
    lists = _price_lists(world, party.kind)
    if lists:
        attach_price_lists(customer.pk, price_list_ids=lists, by=office, now=now)
    world.customers.append(KnownCustomer(customer.pk, party.kind, customer.name, customer.email))


def invented(kind: str, luck: Random, place: int) -> Party:
    """A party of this kind; `place` keeps e-mail addresses apart."""
    contact = f"{luck.choice(FIRST)} {luck.choice(LAST)}"
    town, zipcode, dialling = luck.choice(TOWNS)
    street, country = luck.choice(STREETS), "NL"
    letters = "".join(luck.choice("ABCDEGHJKLMNPRSTVWXZ") for _ in range(2))
    zipcode = f"{zipcode} {letters}"
    if kind in ABROAD:
        name, town, zipcode, street = luck.choice(ABROAD[kind])
        country = kind
    elif kind == "EN":
        which = luck.randrange(len(ENGLISH))
        (name, town, zipcode, street), country = ENGLISH[which], COUNTRY_OF_ENGLISH[which]
    elif kind == "person":
        name = contact
    else:
        name = f"{luck.choice(SIGNBOARDS[kind])} {luck.choice(SIGNS)}"
    house = f"{luck.randint(1, 240)}{luck.choice(('', '', '', ' A', '-2', ' bis'))}"
    address = NewAddress(
        name=name,
        contact_name="" if kind == "person" else contact,
        line1=f"{house} {street}" if country == "FR" else f"{street} {house}",
        zipcode=zipcode,
        city=town,
        country=country,
    )
    domain = "example.nl" if country == "NL" else "example.com"
    return Party(
        kind=kind,
        name=name,
        contact=contact,
        address=address,
        email=f"{_word(contact if kind == 'person' else name)}.{place}@{domain}",
        phone=_phone(country, dialling, luck),
    )


def _word(text: str) -> str:
    return "".join(letter for letter in fold(text) if letter.isascii() and letter.isalnum())[:24]


def _phone(country: str, dialling: str, luck: Random) -> str:
    """A number nobody has: right behind the area code it goes on with zeros."""
    start = DIALLING.get(country, f"{dialling}-{'000' if len(dialling) == 3 else '00'}")
    return f"{start}{luck.randint(0, 9999):04d}"


def _fields(world: World, party: Party, place: int) -> CustomerFields:
    luck, templates = world.luck, world.account.templates
    is_person = party.kind == "person"
    number = vat_number(party.address.country, luck) if not is_person and world.chance(0.85) else ""
    if number and world.chance(0.08):
        number = number[:-1] + str((int(number[-1]) + 1) % 10)
    fields: dict[str, Any] = {
        "name": party.name,
        "contact_name": "" if is_person else party.contact,
        "email": party.email if world.chance(0.88) else "",
        "phone": party.phone if world.chance(0.85) else "",
        "number": _number(world, place),
        "discount": "0" if world.chance(0.65) else luck.choice(("2.5", "5", "7.5", "10", "12.50")),
        "language": "en" if party.kind in ("EN", "DE", "FR") else "nl",
        "autosplit": luck.choice((None, None, None, True, False)),
        "calculate_vat": party.address.country == "NL" or not number,
        "vat_number": number,
        "remarks": luck.choice(REMARKS) if world.chance(0.15) else "",
        "default_order_remarks": luck.choice(ORDER_REMARKS) if world.chance(0.15) else "",
        "tag_ids": _tags(world, party),
        "addresses": _book(world, party),
    }
    if party.kind in ("café", "restaurant"):
        fields["template_id"] = templates["Horeca"].pk
    return CustomerFields(**fields)


def _number(world: World, place: int) -> str:
    """The first hundred have numbers of the old card box, or none; later ones get theirs from Pakhuis."""
    if place >= 100 or world.chance(0.25):
        return ""
    return world.luck.choice((f"{1000 + place}", f"{place:05d}", f"HOR-{place}"))


def _tags(world: World, party: Party) -> tuple[int, ...]:
    tags = world.account.tags
    is_horeca = party.kind in ("café", "restaurant")
    chances = {
        "Horeca": 0.9 if is_horeca else 0.0,
        "Vaste route": 0.3 if is_horeca else 0.0,
        "Export": 0.0 if party.address.country == "NL" else 1.0,
        "VIP": 0.06,
        "Wanbetaler": 0.03,
        "Proefpakket": 0.08,
    }
    return tuple(tags[title].pk for title, part in chances.items() if world.chance(part))


def _price_lists(world: World, kind: str) -> list[int]:
    lists = world.lists
    chances = {
        lists.horeca.pk: 0.8 if kind in ("café", "restaurant") else 0.0,
        lists.dealer.pk: 0.7 if kind in ("shop", "DE", "BE") else 0.0,
        lists.spring.pk: 0.2 if kind != "person" else 0.05,
    }
    return [pk for pk, part in chances.items() if world.chance(part)]


def _book(world: World, party: Party) -> tuple[BookAddress, ...]:
    """No address, one for everything, or several."""
    luck = world.luck
    if world.chance(0.05):
        return ()
    if world.chance(0.6):
        return (BookAddress(address=party.address, is_default_invoice=True, is_default_delivery=True),)
    elsewhere = [
        party.address._replace(line1=f"{luck.choice(STREETS)} {luck.randint(1, 99)}", line2=what)
        for what in luck.sample(("Magazijn", "Terras", "Kelder", "Bovenwoning", "t.a.v. de boekhouding"), k=3)
    ][: luck.randint(1, 3)]
    return (
        BookAddress(address=party.address, is_default_invoice=True),
        BookAddress(address=elsewhere[0], is_default_delivery=True),
        *(BookAddress(address=one) for one in elsewhere[1:]),
    )


def webshop_buyers(luck: Random, *, count: int) -> list[ShopPerson]:
    """People who only know the webshop: with an account there, as guests, companies, and two masked ones."""
    return [_buyer(luck, place) for place in range(count)]


def _buyer(luck: Random, place: int) -> ShopPerson:
    party = invented("person" if place % 3 else luck.choice(("café", "DE", "BE")), luck, 700 + place)
    is_guest, is_company = place % 4 == 1, party.kind != "person"
    country = party.address.country
    return ShopPerson(
        external_id="" if is_guest else str(40 + place),
        name=party.name,
        contact_name=party.contact if is_company else "",
        email=party.email,
        phone=party.phone if place % 5 else "",
        locale={"DE": "de_DE", "NL": "nl_NL"}.get(country, "en_GB"),
        vat_number=vat_number(country, luck) if is_company else "",
        calculate_vat=False if is_company and country != "NL" else None,
        is_masked=place in (9, 13),
        invoice=party.address,
        delivery=party.address._replace(line1=f"{luck.choice(STREETS)} 12") if place % 6 == 2 else None,
    )
