"""Recognising customers, what shops may write, and the forms in which things are compared."""

from __future__ import annotations

from dataclasses import fields, replace
from itertools import product
from typing import Any

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pakhuis.customers.intake import BookAddress, CustomerFields, NewAddress, ShopPerson
from pakhuis.customers.keys import email_key, number_key, phone_key, search_text
from pakhuis.customers.rules import (
    ADDRESS_LIMITS,
    Candidates,
    Match,
    RecognitionSwitches,
    address_key,
    check_address,
    check_book,
    check_fields,
    check_parts,
    check_person,
    may_write,
    recognised,
    terms_of_new,
)
from pakhuis.customers.vat import VatState, can_be_asked, vat_number_of
from pakhuis.kernel.actor import ActorKind
from pakhuis.kernel.checking import Checks
from pakhuis.kernel.text import clean

ACCOUNT = ShopPerson(external_id="26", email="a@b.example")
GUEST = ShopPerson(email="a@b.example")
FOUND = Candidates(by_shop_id=1, by_number=2, by_shop_email=3, by_any_email=(4,))
ALL = RecognitionSwitches()


def test_the_steps_are_tried_in_their_order() -> None:
    expected = [(Match.SHOP_ID, 1), (Match.NUMBER, 2), (Match.SHOP_EMAIL, 3), (Match.ANY_EMAIL, 4)]
    left = FOUND
    for name, outcome in zip(
        ("by_shop_id", "by_number", "by_shop_email", "by_any_email"), expected, strict=True
    ):
        assert recognised(ACCOUNT, left, ALL) == outcome
        nothing: dict[str, Any] = {name: () if name == "by_any_email" else None}
        left = replace(left, **nothing)
    assert recognised(ACCOUNT, left, ALL) == (Match.NEW, None)


@pytest.mark.parametrize(
    ("switch", "outcome"),
    [
        ("customer_id", (Match.NUMBER, 2)),
        ("customer_number", (Match.SHOP_ID, 1)),
    ],
)
def test_a_step_that_is_off_is_skipped(switch: str, outcome: tuple[Match, int]) -> None:
    assert recognised(ACCOUNT, FOUND, replace(ALL, **{switch: False})) == outcome


@pytest.mark.parametrize("several", [(), (4, 5), (4, 5, 6)])
def test_an_email_of_several_customers_says_nothing(several: tuple[int, ...]) -> None:
    assert recognised(GUEST, Candidates(by_any_email=several), ALL) == (Match.NEW, None)


def test_a_masked_email_never_matches() -> None:
    found = replace(FOUND, by_shop_id=None, by_number=None)
    assert recognised(replace(GUEST, is_masked=True), found, ALL) == (Match.NONE, None)
    assert recognised(replace(ACCOUNT, is_masked=True), found, ALL) == (Match.NEW, None)


@pytest.mark.parametrize(
    ("person", "switch", "match"),
    [
        (GUEST, "makes_guests", Match.NONE),
        (GUEST, "makes_customers", Match.NEW),
        (ACCOUNT, "makes_customers", Match.NONE),
        (ACCOUNT, "makes_guests", Match.NEW),
    ],
)
def test_who_is_made_a_customer(person: ShopPerson, switch: str, match: Match) -> None:
    assert recognised(person, Candidates(), replace(ALL, **{switch: False})) == (match, None)


def test_whatever_the_switches_the_outcome_is_one_that_was_found() -> None:
    names = [one.name for one in fields(RecognitionSwitches)]
    for values in product((True, False), repeat=len(names)):
        match, customer = recognised(
            ACCOUNT, FOUND, RecognitionSwitches(**dict(zip(names, values, strict=True)))
        )
        assert (customer is None) == (match in (Match.NEW, Match.NONE))
        assert customer in (None, 1, 2, 3, 4)


@pytest.mark.parametrize(
    ("kind", "old", "source", "allowed"),
    [
        (ActorKind.PERSON, "x", "webshop:1", True),
        (ActorKind.API_KEY, "x", "person:1", True),
        (ActorKind.WEBSHOP, "", "", True),
        (ActorKind.WEBSHOP, "", "person:1", True),
        (ActorKind.WEBSHOP, "x", "webshop:3", True),
        (ActorKind.WEBSHOP, "x", "webshop:4", False),
        (ActorKind.WEBSHOP, "x", "person:1", False),
        (ActorKind.WEBSHOP, "x", "", False),
    ],
)
def test_a_shop_fills_blanks_and_renews_its_own(
    kind: ActorKind, old: str, source: str, allowed: bool
) -> None:
    assert may_write("name", old=old, sources={"name": source}, by="webshop:3", by_kind=kind) is allowed


PLACE = NewAddress(name="Huis", line1="Markt 1", city="Delft", country="nl")


@pytest.mark.parametrize(
    ("person", "name"),
    [
        (ShopPerson(name=" Bakkerij ", contact_name="Ina"), "Bakkerij"),
        (ShopPerson(invoice=PLACE, delivery=PLACE._replace(name="Schuur")), "Huis"),
        (ShopPerson(delivery=PLACE._replace(name="Schuur")), "Schuur"),
        (ShopPerson(contact_name="Ina", email="a@b.example"), "Ina"),
        (ShopPerson(email="a@b.example"), "a@b.example"),
    ],
)
def test_the_best_name_there_is(person: ShopPerson, name: str) -> None:
    checks = Checks()
    assert check_person(person, checks).name == name
    assert checks.problems == []


def test_nobody_at_all_is_a_problem() -> None:
    checks = Checks()
    check_person(ShopPerson(name=" ", invoice=NewAddress()), checks)
    assert [(one.code, one.path) for one in checks.problems] == [("missing", ("customer", "name"))]


def test_addresses_take_the_buyers_name_and_their_problems_their_place() -> None:
    checks = Checks()
    given = ShopPerson(name="Ina", invoice=PLACE._replace(name=""), delivery=PLACE._replace(country="QQ"))
    person = check_person(given, checks)
    assert person.invoice is not None
    assert (person.invoice.name, person.invoice.country) == ("Ina", "NL")
    assert [(one.code, one.path) for one in checks.problems] == [("unknown_country", ("delivery", "country"))]


def test_the_terms_of_a_new_customer_are_none() -> None:
    terms = terms_of_new(replace(ACCOUNT, name="Ina", calculate_vat=False, is_masked=True), language="en")
    assert (terms.discount, terms.autosplit, terms.calculate_vat) == (0, None, False)
    assert (terms.email, terms.language) == ("", "en")


@given(st.builds(NewAddress, name=st.text(max_size=5), line1=st.text(max_size=5), city=st.text(max_size=5)))
def test_addresses_are_the_same_without_case_and_spaces(address: NewAddress) -> None:
    shouted = address._replace(name=f" {address.name.casefold()} ", city=address.city.casefold())
    calm = address._replace(name=address.name.casefold(), city=address.city.casefold())
    assert address_key(shouted) == address_key(calm)
    assert address_key(address._replace(zipcode=f"{address.zipcode}1")) != address_key(address)


def test_one_default_of_each_kind() -> None:
    book = (
        BookAddress(address=PLACE, is_default_invoice=True, is_default_delivery=True),
        BookAddress(address=PLACE, is_default_invoice=True),
    )
    checks = Checks()
    check_book(book, checks)
    assert [one.path for one in checks.problems] == [("addresses", 1, "is_default_invoice")]


def test_only_what_is_given_is_checked() -> None:
    checks = Checks()
    assert check_fields(CustomerFields(phone=" 1 "), checks, is_new=False) == {"phone": "1"}
    assert check_fields(CustomerFields(), checks, is_new=False) == {}
    assert checks.problems == []
    check_fields(CustomerFields(), checks, is_new=True)
    assert [one.code for one in checks.problems] == ["missing"]


def test_a_number_that_spells_out_too_long_is_told() -> None:
    checks = Checks()
    check_fields(CustomerFields(number="\ufdfa" * 40), checks, is_new=False)
    assert [(one.code, one.path) for one in checks.problems] == [("too_long", ("number",))]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("00123", "123", False),
        (" K-1 ", "k-1", True),
        ("１２３", "123", True),
        ("ß", "SS", True),
        ("A B", "AB", False),
    ],
)
def test_customer_numbers_are_compared_without_case(one: str, other: str, same: bool) -> None:
    assert (number_key(one) == number_key(other)) is same


def test_an_empty_number_is_no_key() -> None:
    assert number_key("  ") is None
    assert email_key("  ") == ""


def test_emails_are_compared_trimmed_and_lower() -> None:
    assert email_key(" Ina@Vlug.EXAMPLE ") == "ina@vlug.example"
    assert email_key("i.na+x@vlug.example") != email_key("ina@vlug.example")


@pytest.mark.parametrize(
    ("phone", "country", "key"),
    [
        ("010-4567890", "NL", "+31104567890"),
        ("+32 2 123 45 67", "NL", "+3221234567"),
        ("02 123 45 67", "BE", "+3221234567"),
        ("bel me", "NL", ""),
        ("", "NL", ""),
        ("12", "", ""),
    ],
)
def test_telephones(phone: str, country: str, key: str) -> None:
    assert phone_key(phone, country=country) == key


def test_search_text_holds_everything_once() -> None:
    text = search_text(["Café", "CAFÉ", ""], phones=["(010) 456-7890", ""])
    assert text == " cafe | (010) 456-7890 | 0104567890"


@pytest.mark.parametrize(
    ("typed", "country", "number", "state"),
    [
        ("NL 0044.95.445 B01", "", "NL004495445B01", VatState.SHAPE_OK),
        ("004495445B01", "NL", "NL004495445B01", VatState.SHAPE_OK),
        ("de136695976", "", "DE136695976", VatState.SHAPE_OK),
        ("NL004495445B99", "", "NL004495445B99", VatState.SHAPE_OK),
        ("NL123", "", "NL123", VatState.WRONG_SHAPE),
        ("hello", "", "hello", VatState.UNKNOWN),
        ("hello", "NL", "hello", VatState.WRONG_SHAPE),
        ("123456789B02", "NL", "123456789B02", VatState.WRONG_SHAPE),
        ("123456789B02", "", "123456789B02", VatState.UNKNOWN),
        ("094259216", "GR", "EL094259216", VatState.SHAPE_OK),
        ("GR 094259216", "", "EL094259216", VatState.SHAPE_OK),
        ("EL094259216", "NL", "EL094259216", VatState.SHAPE_OK),
        ("EL094259217", "", "EL094259217", VatState.WRONG_SHAPE),
        ("980780684", "GB", "980780684", VatState.SHAPE_OK),
        ("GB980780684", "NL", "GB980780684", VatState.SHAPE_OK),
        ("107.787.577", "AQ", "107.787.577", VatState.UNKNOWN),
        ("", "NL", "", VatState.UNKNOWN),
    ],
)
def test_vat_numbers(typed: str, country: str, number: str, state: VatState) -> None:
    kept, found = vat_number_of(typed, country=country)
    assert (kept, found) == (number, state)


def test_a_greek_number_can_be_asked_however_it_was_typed() -> None:
    for typed in ("094259216", "GR094259216", "EL094259216"):
        assert can_be_asked(*vat_number_of(typed, country="GR"))


NUMBERS = st.tuples(
    st.sampled_from(("0", "00", "+", "+31", "+310", "+32", "+49", "")),
    st.text("0123456789", max_size=12),
    st.sampled_from(("", " ", "-", "  ", "/", "(0)", "x")),
    st.text("0123456789", max_size=8),
)


@given(NUMBERS, st.sampled_from(("NL", "BE", "DE", "FR", "GB", "IT", "US", "LU", "")))
def test_the_quick_way_to_a_telephone_number_gives_what_the_library_gives(
    pieces: tuple[str, ...], country: str
) -> None:
    phone = "".join(pieces)
    try:
        number = phonenumbers.parse(clean(phone), country or None)
    except phonenumbers.NumberParseException:
        assert phone_key(phone, country=country) == ""
        return
    told = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    assert phone_key(phone, country=country) == (told if phonenumbers.is_possible_number(number) else "")


@given(st.integers(100_000_000, 999_999_999))
def test_a_dutch_number_is_the_same_in_every_spelling(digits: int) -> None:
    spellings = (f"0{digits}", f"0{str(digits)[:2]}-{str(digits)[2:]}", f"+31{digits}", f"+31 {digits}")
    assert len({phone_key(one, country="NL") for one in spellings}) == 1
    assert phone_key(f"+31{digits}", country="BE") == phone_key(f"0{digits}", country="NL")


@given(st.fixed_dictionaries({}, optional=dict.fromkeys(ADDRESS_LIMITS, st.text(max_size=320) | st.none())))
def test_parts_of_an_address_are_checked_as_a_whole_one_is(parts: dict[str, str | None]) -> None:
    whole, some = Checks(), Checks()
    filled = {name: value for name, value in parts.items() if value is not None}
    address = check_address(NewAddress(**filled), whole, (), name_required=False)
    cleaned = check_parts(parts, some, ())
    assert cleaned == {name: None if parts[name] is None else getattr(address, name) for name in parts}
    assert sorted(map(str, some.problems)) == sorted(map(str, whole.problems))
