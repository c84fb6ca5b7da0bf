"""Files of many programs are understood as a person would, from the bytes to the customer."""

from __future__ import annotations

from pathlib import Path

import pytest

from pakhuis.customers.models import Address, Customer
from pakhuis.imports.assembling import assembled
from pakhuis.imports.columns.contract import Known
from pakhuis.imports.columns.registry import columns_of
from pakhuis.imports.mapping import ColumnChoice, Headers, RowReader
from pakhuis.imports.readers import Limits, ReadOptions, SourceRow, Understood, read_rows, understand
from pakhuis.imports.states import Subject
from pakhuis.kernel.country_names import country_code
from tests.imports.kinds import FILES, KINDS, Kind, said
from tests.imports.kinds_more import MORE
from tests.imports.making import text_file
from tests.imports.running import codes, counts, imported, outcomes, rows, uploaded

pytestmark = pytest.mark.once
COLUMNS = columns_of(Subject.CUSTOMERS)
HEADERS = Headers(COLUMNS)


def guessed(path: Path) -> tuple[Understood, ColumnChoice, list[SourceRow]]:
    understood = understand(path, ReadOptions(), Limits(), known=HEADERS.knows)
    cells = [row.cells for row in understood.preview]
    choice = HEADERS.guess(understood.headers, cells, has_header=bool(understood.options.header_row))
    return understood, choice, list(read_rows(path, understood, Limits()))


@pytest.mark.parametrize("kind", [*KINDS, *MORE], ids=lambda kind: kind.name)
def test_what_a_file_is_taken_for(kind: Kind) -> None:
    understood, choice, found = guessed(kind.path)
    assert understood.options.encoding == kind.encoding
    assert [one or "-" for one in choice.columns] == kind.columns.split()
    reader = RowReader(choice, COLUMNS, Known())
    seen = [line for row in found[:2] for line in said(assembled(reader.draft(row.cells)))]
    assert seen == kind.lines


def test_every_file_has_its_expectation() -> None:
    assert {one.stem for one in FILES.iterdir()} == {kind.name for kind in (*KINDS, *MORE)}


def test_what_stands_below_a_table_is_marked_and_nothing_else(tmp_path: Path) -> None:
    table = "Naam;Plaats;Omzet\nPiet;Epe;10\nTotaal;;10\nJan;Ede;20\n"
    _, _, found = guessed(text_file(tmp_path, table + "Totaal;;30\nAfgedrukt op 1-1-2026;;\n"))
    assert [row.mark for row in found] == ["", "", "", "totals", "footer"]
    for last in ("Aantal klanten: 2", "(91 rows affected)", "Pagina 1 van 2", "vrijdag 2 januari 2026"):
        _, _, found = guessed(text_file(tmp_path, f"{table}{last};;\n"))
        assert found[-1].mark == "footer", last
    for last in ("Café Pagina", "Rijen en Zonen", "Vrijdag BV", "Datum 7"):
        _, _, found = guessed(text_file(tmp_path, f"{table}{last};;\n"))
        assert found[-1].mark == "", last


@pytest.mark.django_db
def test_a_footer_is_ignored_and_told() -> None:
    run = imported(FILES / "footer.csv", tries=True)
    assert outcomes(run) == ["created", "created", "ignored"]
    assert codes(run)[2] == ["below_the_table"]


@pytest.mark.django_db
def test_kinds_of_addresses_on_following_rows_become_the_defaults() -> None:
    run = imported(FILES / "rows-of-addresses.csv")
    assert counts(run) == (4, 2, 1, 0, 0, 1)
    assert codes(run)[2] == ["missing"]
    book = {one.line1: one for one in Address.objects.filter(customer__number="1")}
    assert (book["Kade 1"].is_default_invoice, book["Kade 1"].is_default_delivery) == (True, False)
    assert (book["Laan 2"].is_default_invoice, book["Laan 2"].is_default_delivery) == (False, True)
    again = imported(FILES / "rows-of-addresses.csv")
    assert counts(again)[:4] == (4, 0, 0, 3)


@pytest.mark.django_db
def test_an_unknown_kind_of_address_is_told_and_goes_in() -> None:
    run = imported("Klantnummer;Naam;Adrestype;Adres;Plaats\n1;Piet;Zomerhuis;Kade 1;Epe\n")
    assert codes(run) == [["unknown_address_kind"]]
    assert Address.objects.get().city == "Epe"


@pytest.mark.django_db
def test_whole_addresses_come_apart_once_and_are_known_again() -> None:
    first, again = (imported(FILES / "headers-twice.csv") for _ in range(2))
    assert counts(first)[:2] == (2, 2)
    assert counts(again)[:4] == (2, 0, 0, 2)
    imported(FILES / "whole-addresses.csv")
    belgian = Customer.objects.get(name="Belg NV").addresses.get()
    assert (belgian.line1, belgian.zipcode, belgian.city, belgian.country) == (
        *("Meir 5", "B-2000", "Antwerpen", "BE"),
    )


def test_texts_that_hold_no_table(tmp_path: Path) -> None:
    from tests.imports.test_readers import refusal

    for content in (
        "BEGIN:VCARD\nFN:Piet\nEND:VCARD\n",
        '[{"naam": "Piet"}, {"naam": "Jan"}]',
        '{"naam": "Piet"}',
        "-- dump\nINSERT INTO klanten VALUES (1, 'Piet');\n",
    ):
        assert refusal(text_file(tmp_path, content)) == ["not_a_table"], content
    _, choice, _ = guessed(text_file(tmp_path, "[Naam];[Plaats]\n{Piet};Epe\n"))
    assert choice.columns == ("name", "address.city") or any(choice.columns)


@pytest.mark.django_db
def test_a_column_of_numbers_called_customer_is_the_number() -> None:
    run = uploaded("Debiteur;Naam\n10001;Kade\n10002;Zon\n")
    assert run.mapping["columns"] == ["number", "name"]
    run = uploaded("Klant;Volledige naam\nKade BV;Piet Bakker\nZon BV;Jan Jansen\n")
    assert run.mapping["columns"] == ["company", "name"]
    run = uploaded("Naam;Straat;Nr;Plaats\nPiet;Kade;12;Epe\n")
    assert run.mapping["columns"] == ["name", "address.street", "address.house_number", "address.city"]
    assert rows(run) == []


@pytest.mark.django_db
def test_what_says_that_there_is_nothing_is_nothing() -> None:
    """As an e-mail a dash would make one customer look like the other."""
    run = imported("Naam;E-mail;Telefoon;Opmerkingen\nPiet;-;n.v.t.;--\nJan;NVT;–;-18 graden\n-;a@b.nl;;\n")
    assert outcomes(run) == ["created", "created", "refused"]
    assert set(Customer.objects.values_list("email_key", "phone")) == {("", "")}
    assert sorted(Customer.objects.values_list("remarks", flat=True)) == ["", "-18 graden"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        *(
            ("NL - Nederland", "NL"),
            ("België (BE)", "BE"),
            ("DE: Deutschland", "DE"),
            ("NLD - Nederland", "NL"),
        ),
        *(("XX - Nergens", ""), ("Nergens (hier)", ""), ("Korea (South)", "")),
    ],
)
def test_countries_with_their_code(text: str, code: str) -> None:
    assert country_code(text) == code


@pytest.mark.django_db
def test_an_address_in_one_cell_that_the_row_has_in_columns_too_is_one_address() -> None:
    head = "Naam;Adres;Postcode;Plaats;Factuuradres;Afleveradres\n"
    imported(f"{head}Piet;Kade 1;8011 AB;Zwolle;Kade 1 Zwolle Overijssel 8011 AB;Kade 1, 8011 AB Zwolle\n")
    (one,) = Address.objects.all()
    assert (one.line1, one.zipcode, one.city) == ("Kade 1", "8011 AB", "Zwolle")
    assert (one.is_default_invoice, one.is_default_delivery) == (True, True)
    imported("Naam;Adres;Postcode;Plaats;Factuuradres\nSmit;Laan 2;6711 AA;Ede;Plein 3 6711 AA Ede\n")
    assert Address.objects.filter(customer__name="Smit").count() == 2
