"""Guessing columns, cleaning cells, putting names and addresses together: pure, no database."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pakhuis.customers.books import FLAGS
from pakhuis.customers.intake import BulkAddress, NewAddress
from pakhuis.imports.assembling import RowAddress, assembled
from pakhuis.imports.book_rules import Book, merged_book
from pakhuis.imports.columns.contract import CLEAR, Draft, Known, WrongCell
from pakhuis.imports.columns.dates import day_of
from pakhuis.imports.columns.registry import columns_of, customer_columns
from pakhuis.imports.header_words import fold_header
from pakhuis.imports.mapping import (
    ColumnChoice,
    Headers,
    RowReader,
    check_mapping,
    headers_key,
)
from pakhuis.imports.states import Subject
from pakhuis.kernel.country_names import country_code
from tests.imports.programs import PROGRAMS

pytestmark = pytest.mark.once
COLUMNS = columns_of(Subject.CUSTOMERS)
HEADERS = Headers(COLUMNS)


def guessed(*headers: str, rows: list[list[str]] | None = None) -> list[str]:
    filled = rows or [["x1"] * len(headers)]
    return list(HEADERS.guess(headers, filled, has_header=True).columns)


EXACT = """Code=number Naam=name Adres=address.line1 Postcode=address.zipcode Plaats=address.city
    Land=address.country Telefoon=phone E-mail=email BTW-nummer=vat_number"""
ODOO = """Name=name Street=address.street Street2=address.line2 City=address.city Zip=address.zipcode
    State=address.region Country=address.country Email=email Phone=phone Mobile=mobile Tax_ID=vat_number
    Internal_Reference=number Tags=tags"""
SHOPIFY = """First_Name=first_name Last_Name=last_name Email=email Default_Address_Company=address.company
    Default_Address_Address1=address.line1 Default_Address_City=address.city
    Default_Address_Province_Code=address.region Default_Address_Country_Code=address.country
    Default_Address_Zip=address.zipcode Phone=phone Note=remarks"""
WOOCOMMERCE = """Customer_ID=number Billing_First_Name=invoice.first_name Billing_Last_Name=invoice.last_name
    Billing_Company=invoice.company Billing_Address_1=invoice.line1 Billing_Postcode=invoice.zipcode
    Billing_City=invoice.city Billing_Country=invoice.country Billing_Email=email Billing_Phone=phone
    Shipping_Address_1=delivery.line1 Shipping_City=delivery.city"""
MAGENTO = """_email=email firstname=first_name lastname=last_name _address_street=address.street
    _address_city=address.city _address_postcode=address.zipcode group_id="""
LIGHTSPEED = """Voornaam=first_name Tussenvoegsel=infix Achternaam=last_name
    Factuuradres_straat=invoice.street Factuuradres_huisnummer=invoice.house_number
    Verzendadres_plaats=delivery.city"""
OUTLOOK = """Company=company Business_Street=address.street Business_City=address.city
    Business_Postal_Code=address.zipcode Home_Street=address2.street E-mail_Address=email"""
PICQER = """klantnummer=number naam=name contactpersoon=contact_name telefoonnummer=phone emailadres=email
    korting=discount voorkeurstaal=language prijslijsten=price_lists"""


@pytest.mark.parametrize("export", [EXACT, ODOO, SHOPIFY, WOOCOMMERCE, MAGENTO, LIGHTSPEED, OUTLOOK, PICQER])
def test_headers_of_other_programs(export: str) -> None:
    pairs = [one.split("=") for one in export.split()]
    headers = [header if header.startswith("_") else header.replace("_", " ") for header, _ in pairs]
    assert guessed(*headers) == [target for _, target in pairs]


@pytest.mark.parametrize("program", PROGRAMS)
def test_exports_of_programs(program: str) -> None:
    meant = PROGRAMS[program]
    cells = ["NL" if target.endswith((".country", "language")) else "1" for target in meant.values()]
    assert dict(zip(meant, guessed(*meant, rows=[cells]), strict=True)) == meant


def test_ids_of_countries_are_no_countries() -> None:
    """Magento writes a code below it, nopCommerce the number of a row elsewhere."""
    for header, target in (("country_id", "address.country"), ("StateProvinceId", "address.region")):
        assert guessed("Naam", header, rows=[["A", "NL"]]) == ["name", target]
        assert guessed("Naam", header, rows=[["A", "143"], ["B", "0"]]) == ["name", ""]


@pytest.mark.parametrize(
    "header", ["Contact ID", "IP address", "E-mail 3", "Address 2 phone", "Customer group"]
)
def test_headers_that_are_nothing_of_ours(header: str) -> None:
    assert guessed("Naam", header) == ["name", ""]


def test_an_address_is_known_by_its_words_wherever_they_stand() -> None:
    for header in (
        "Billing postcode",
        "postcode factuuradres",
        "invoice address: zip",
        "Rechnungsadresse PLZ",
    ):
        assert guessed(header) == ["invoice.zipcode"], header
    for header in (
        "shippingPostcode",
        "Address shipping zipcode",
        "afleveradrespostcode",
        "ship-to postal code",
    ):
        assert guessed(header) == ["delivery.zipcode"], header


@pytest.mark.parametrize(
    "header", ["Factuurcode", "Factuurnummer", "Rechnungsnummer", "Invoice number", "Verzendcode"]
)
def test_codes_and_numbers_of_papers_are_no_parts_of_an_address(header: str) -> None:
    assert guessed("Naam", header) == ["name", ""]
    assert guessed("Factuuradres", "Factuurnummer", "Factuur postcode", "Naam", header)[4] == ""


def test_codes_and_numbers_beside_the_rest_of_their_address_are_parts_of_it() -> None:
    zoho = ("Billing Street", "Billing City", "Billing State", "Billing Code", "Billing Country")
    parts = ["street", "city", "region", "zipcode", "country"]
    assert guessed(*zoho) == [f"invoice.{one}" for one in parts]
    assert guessed("Factuurstraat", "Factuurplaats", "Factuurnummer")[2] == "invoice.house_number"
    assert guessed("Afleveradres", "Afleveradres nr")[1] == "delivery.house_number"


def test_cc_is_a_country_where_codes_stand_below_it() -> None:
    assert guessed("Plaats", "cc", rows=[["Epe", "NL"], ["Gent", "BE"]])[1] == "address.country"
    assert guessed("Plaats", "CC", rows=[["Epe", "a@b.nl"], ["Gent", "BE"]])[1] == ""
    assert guessed("Naam", "CC", rows=[["A", "NL"], ["B", "BE"]])[1] == ""


def test_two_columns_that_could_be_the_same() -> None:
    assert guessed("Phone", "Phone (2)", rows=[["", "020"], ["", "030"]]) == ["", "phone"]
    assert guessed("Klant", "Naam", rows=[["ja", "A"], ["nee", "B"]]) == ["", "name"]
    assert guessed("Name", "Customer", rows=[["A", "True"], ["B", "False"]]) == ["name", ""]
    assert guessed("default billing", rows=[["1"], ["3"], ["4"]]) == [""]
    assert guessed("default billing", rows=[["1"], ["0"], [""]]) == ["address.is_invoice"]
    assert guessed("Opmerkingen", "Notities") == ["remarks", "remarks"]


def test_every_label_is_a_header_and_no_two_columns_share_a_target() -> None:
    targets = [one.target for one in customer_columns()]
    assert len(targets) == len(set(targets))
    for one in customer_columns():
        if one.group == "main" and one.headers:
            # What stands in for the e-mail is it where there is no other.
            assert guessed(one.headers[0]) == [one.target.removeprefix("other_")], one.target


def test_spelling_of_headers_does_not_matter() -> None:
    spelled = {"Customer e-mail*", "customer_eMail", "CUSTOMER E-MAIL", " Customer E-Mail (work) "}
    assert {fold_header(one) for one in spelled} == {"customer e mail"}
    assert headers_key(["Naam", "E-mail"]) == headers_key(["NAAM", "e_mail"])
    assert headers_key(["Naam"]) != headers_key(["Naam", ""])


@given(st.lists(st.text(max_size=20), min_size=1, max_size=8))
def test_whatever_headers_the_guess_can_be_used(headers: list[str]) -> None:
    choice = HEADERS.guess(headers, [["1"] * len(headers)], has_header=True)
    assert len(choice.columns) == len(headers)
    problems = check_mapping(choice, Subject.CUSTOMERS, COLUMNS)
    assert {one.code for one in problems} <= {"target_missing"}
    RowReader(choice, COLUMNS, Known()).draft(["x"] * len(headers))


def test_columns_without_header_by_what_stands_in_them() -> None:
    rows = [
        ["1", "Jan Jansen", "jan@example.com", "8011 AB", "Kade 12"],
        ["2", "Piet", "p@x.nl", "8012AB", "Laan 3"],
    ]
    choice = HEADERS.guess(["A", "B", "C", "D", "E"], rows, has_header=False)
    assert choice.columns == ("", "name", "email", "address.zipcode", "address.line1")


def cleaned(target: str, text: str) -> Any:
    return COLUMNS[target].clean(text, Known())


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("5", "5"),
        ("7,5 %", "7.5"),
        ("7.5%", "7.5"),
        ("1.234,56", "1234.56"),
        ("1,234.56", "1234.56"),
        ("€ 1.234.567", "1234567"),
        ("1'000", "1000"),
        ("-3,20", "-3.20"),
    ],
)
def test_numbers_as_people_write_them(text: str, number: str) -> None:
    assert cleaned("discount", text) == number


@pytest.mark.parametrize("text", ["veel", "1,2,3x", "--", "%", "nan", "1e999"])
def test_what_is_no_number(text: str) -> None:
    with pytest.raises(WrongCell):
        cleaned("discount", text)


@pytest.mark.parametrize("text", ["Ja", "J", "yes", "TRUE", "waar", "1", "x", "Aan", "oui", "Wahr", "✓"])
def test_yes(text: str) -> None:
    assert cleaned("calculate_vat", text) is True


@pytest.mark.parametrize("text", ["Nee", "n", "no", "FALSE", "onwaar", "0", "Uit", "non", "falsch", "-"])
def test_no(text: str) -> None:
    assert cleaned("calculate_vat", text) is False


def test_neither_yes_nor_no() -> None:
    assert cleaned("autosplit", "standaard") is None
    for target in ("autosplit", "calculate_vat"):
        with pytest.raises(WrongCell):
            cleaned(target, "misschien")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("nl", "NL"),
        ("Nederland", "NL"),
        ("The Netherlands", "NL"),
        ("Niederlande", "NL"),
        ("Pays-Bas", "NL"),
        ("HOLLAND", "NL"),
        ("België", "BE"),
        ("belgie", "BE"),
        ("U.K.", "GB"),
        ("USA", "US"),
        ("Verenigd Koninkrijk", "GB"),
        ("Deutschland", "DE"),
        ("Allemagne", "DE"),
        ("DEU", "DE"),
        ("Cayman Islands", "KY"),
        ("Verweggistan", ""),
        ("", ""),
    ],
)
def test_countries_by_name_or_code(text: str, code: str) -> None:
    assert country_code(text) == code


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-12-31", date(2026, 12, 31)),
        ("31-12-2026", date(2026, 12, 31)),
        ("31/12/2026", date(2026, 12, 31)),
        ("46387", date(2026, 12, 31)),
        ("12", None),
        ("31-31-2026", None),
        ("morgen", None),
    ],
)
def test_days(text: str, day: date | None) -> None:
    assert day_of(text) == day


def test_languages() -> None:
    assert [cleaned("language", one) for one in ("nl_BE", "Engels", "en-GB", "Vlaams", "Dutch")] == [
        *("nl", "en", "en", "nl", "nl")
    ]


def row_of(**cells: str) -> Any:
    choice = ColumnChoice(tuple(one.replace("__", ".") for one in cells))
    return assembled(RowReader(choice, COLUMNS, Known()).draft(list(cells.values())))


def test_the_name_is_the_company_else_the_person() -> None:
    assert row_of(company="Kade BV", name="Piet").fields == {"name": "Kade BV", "contact_name": "Piet"}
    assert row_of(first_name="Piet", last_name="Berg").fields == {"name": "Piet Berg"}
    assert row_of(name="Piet Berg", last_name="Berg").fields == {"name": "Piet Berg"}
    assert row_of(invoice__company="Kade BV", invoice__city="Epe").fields == {"name": "Kade BV"}
    assert row_of(email="a@b.nl").fields == {"email": "a@b.nl"}
    assert row_of(mobile="06", phone="").fields == {"phone": "06"}


def parts(row: Any) -> Any:
    return row.addresses[0].parts


def test_streets_and_numbers() -> None:
    assert parts(row_of(address__street="Kade", address__house_number="12", address__addition="a")) == {
        "line1": "Kade 12a"
    }
    assert parts(row_of(address__street="Kade", address__house_number="12", address__addition="3")) == {
        "line1": "Kade 12-3"
    }
    assert parts(row_of(address__zip_city="4701 HV  Roosendaal")) == {
        "zipcode": "4701 HV",
        "city": "Roosendaal",
    }
    assert parts(row_of(address__zip_city="Bergen op Zoom")) == {"city": "Bergen op Zoom"}
    assert parts(row_of(address__zip_city="B-6000 Charleroi")) == {"zipcode": "B-6000", "city": "Charleroi"}
    assert row_of(address__line1="", name="A").addresses == ()


def test_clearing_and_problems_of_parts() -> None:
    row = row_of(invoice__region="[leeg]", remarks="[empty]", invoice__zipcode="1" * 40)
    assert parts(row)["region"] is None
    assert row.fields["remarks"] is CLEAR
    assert [(one.code, one.path) for one in row.problems] == [("too_long", ("invoice.zipcode",))]


# The address book.

texts = st.sampled_from(["", "Kade 1", "Laan 2", "Epe", "Ede"])
given_address = st.builds(
    RowAddress,
    slot=st.sampled_from(["address", "invoice", "delivery", "address2"]),
    parts=st.dictionaries(
        st.sampled_from(["line1", "city", "zipcode"]), st.one_of(texts, st.none()), max_size=3
    ),
)


@st.composite
def books(draw: Any) -> Book:
    entries = [
        BulkAddress(id=place, address=NewAddress(name="A", line1=line, city=city))
        for place, (line, city) in enumerate(draw(st.lists(st.tuples(texts, texts), max_size=3)))
    ]
    for flag in FLAGS:
        if entries and draw(st.booleans()):
            place = draw(st.integers(0, len(entries) - 1))
            entries[place] = BulkAddress(**{**_values(entries[place]), flag: True})
    return tuple(entries)


def _values(entry: BulkAddress) -> dict[str, Any]:
    return {name: getattr(entry, name) for name in ("id", "address", *FLAGS)}


@given(books(), st.lists(given_address, max_size=3), st.booleans())
def test_a_merged_book_loses_no_address_and_has_one_default_of_each(
    book: Book, wanted: list[RowAddress], fills: bool
) -> None:
    after = merged_book(book, wanted, name="A", fills=fills)
    assert [one.id for one in after][: len(book)] == [one.id for one in book]
    for flag in FLAGS:
        assert sum(getattr(one, flag) for one in after) <= 1
    if fills:
        for before, now in zip(book, after, strict=False):
            for part in ("line1", "city", "zipcode"):
                had = getattr(before.address, part)
                assert not had or getattr(now.address, part) == had
            assert now[2:] >= before[2:]


@given(books(), given_address)
def test_the_same_address_twice_changes_nothing_more(book: Book, wanted: RowAddress) -> None:
    once = merged_book(book, [wanted], name="A", fills=False)
    assert merged_book(once, [wanted], name="A", fills=False) == once


def test_a_draft_is_empty_for_empty_cells() -> None:
    assert RowReader(ColumnChoice(("name", "discount")), COLUMNS, Known()).draft(["", ""]) == Draft()
