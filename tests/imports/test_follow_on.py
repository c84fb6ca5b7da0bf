"""Rows that only tell a further address of the customer above, as Magento 1 writes them."""

from __future__ import annotations

import pytest

from pakhuis.customers.models import Address, Customer
from pakhuis.imports.follow_on import follow_on
from pakhuis.imports.states import Duplicates
from tests.factories import a_customer
from tests.imports.running import codes, counts, imported, outcomes, rows, tried, undone, uploaded

pytestmark = pytest.mark.django_db
HEAD = (
    "email,_website,_store,created_at,firstname,group_id,lastname,_address_city,_address_country_id,"
    "_address_firstname,_address_lastname,_address_postcode,_address_street,_address_default_billing_,"
    "_address_default_shipping_\n"
)
PIET = (
    "piet@x.nl,base,admin,2012-05-06,Piet,1,Bakker,Zwolle,NL,Piet,Bakker,8011 AB,Kade 1,1,\n"
    ",,,,,,,Ede,NL,Ina,Smit,6711 AA,Laan 2,,1\n"
    ",,,,,,,Urk,NL,Piet,Bakker,8321 AA,Wijk 3,,\n"
)
JAN = "jan@x.nl,base,admin,2012-05-07,Jan,1,Smit,Epe,NL,Jan,Smit,8161 AA,Weg 4,1,1\n"
MAGENTO = HEAD + PIET + JAN
NUMBERED = (
    "Klantnummer;Naam;E-mail;Telefoon;Straat;Postcode;Plaats\n"
    "1;Piet;p@x.nl;038;Kade 1;8011 AB;Zwolle\n;;;;Laan 2;6711 AA;Ede\n2;Jan;j@x.nl;020;Weg 4;8161 AA;Epe\n"
)


def book(name: str) -> list[tuple[str, str, bool, bool]]:
    found = Address.objects.filter(customer__name=name).order_by("pk")
    return list(found.values_list("name", "line1", "is_default_invoice", "is_default_delivery"))


def check_magento() -> None:
    assert sorted(Customer.objects.values_list("name", "email")) == [
        ("Jan Smit", "jan@x.nl"),
        ("Piet Bakker", "piet@x.nl"),
    ]
    assert book("Piet Bakker") == [
        ("Piet Bakker", "Kade 1", True, False),
        ("Ina Smit", "Laan 2", False, True),
        ("Piet Bakker", "Wijk 3", False, False),
    ]


@pytest.mark.parametrize("tries", [True, False])
def test_a_row_with_only_an_address_belongs_to_the_customer_above(tries: bool) -> None:
    run = imported(MAGENTO, tries=tries)
    check_magento()
    assert counts(run) == (4, 2, 2, 0, 0, 0)
    assert outcomes(run) == ["created", "changed", "changed", "created"]
    assert codes(run) == [[], ["goes_on"], ["goes_on"], []]
    first, second, third, other = (row.subject_id for row in rows(run))
    assert first == second == third != other


@pytest.mark.parametrize("size", [1, 2, 3])
def test_a_batch_never_parts_a_customer_from_its_rows(size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pakhuis.imports.actions.batches.BATCH", size)
    monkeypatch.setattr("pakhuis.imports.actions.batches.FOLLOWING", 1)
    run = imported(MAGENTO, tries=True)
    check_magento()
    assert counts(run) == (4, 2, 2, 0, 0, 0)


def test_such_rows_are_taken_back_with_their_customer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pakhuis.imports.actions.undoing.BATCH", 1)
    run = undone(imported(MAGENTO))
    assert not Customer.objects.exists()
    assert [row.heap for row in rows(run)] == ["reversed"] * 4
    assert run.reversed == 4


def test_rows_behind_a_number_supplement_that_customer() -> None:
    run = imported(NUMBERED, tries=True)
    assert outcomes(run) == ["created", "changed", "created"]
    assert [one[1] for one in book("Piet")] == ["Kade 1", "Laan 2"]
    again = imported(NUMBERED, tries=True)
    assert outcomes(again) == ["unchanged"] * 3
    ignored = imported(NUMBERED, duplicates=Duplicates.IGNORE)
    assert outcomes(ignored) == ["ignored"] * 3


def test_a_dry_run_knows_such_rows_of_earlier_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pakhuis.imports.actions.batches.BATCH", 1)
    run = tried(uploaded(NUMBERED + "1;Piet;p@x.nl;039;Laan 2;6711 AA;Ede\n"))
    assert outcomes(run) == ["created", "changed", "created", "changed"]
    assert [change[0] for change in rows(run)[3].changes] == ["phone"]


def test_rows_of_a_customer_that_is_refused_stay_out_too() -> None:
    content = NUMBERED.replace("Telefoon", "Korting").replace("038", "veel").replace("020", "5")
    run = imported(content)
    assert outcomes(run) == ["refused", "refused", "created"]
    assert codes(run)[1] == ["row_above"]
    assert list(Customer.objects.values_list("name", flat=True)) == ["Jan"]


@pytest.mark.parametrize("size", [1, 2000])
def test_rows_of_a_known_customer_stay_out_with_a_refused_row(
    size: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pakhuis.imports.actions.batches.BATCH", size)
    a_customer("Piet", number="1", addresses=())
    content = NUMBERED.replace("Telefoon", "Korting").replace("038", "veel").replace("020", "5")
    run = imported(f"{content};;;;Laan 2;6711 AA;Ede\n", tries=True)
    assert outcomes(run) == ["refused", "refused", "created", "changed"]
    assert codes(run)[1] == ["row_above"]
    assert book("Piet") == []


def test_rows_behind_one_that_has_slipped_go_to_nobody_else() -> None:
    slipped = "2;Jan;j@x.nl;020;Weg 4;8161 AA;Epe;te;veel\n"
    run = imported(NUMBERED.partition("2;Jan")[0] + slipped + ";;;;Plein 5;8161 BB;Epe\n", tries=True)
    assert outcomes(run) == ["created", "changed", "refused", "refused"]
    assert codes(run)[2:] == [["row_too_wide"], ["row_above"]]
    assert [one[1] for one in book("Piet")] == ["Kade 1", "Laan 2"]


def test_where_little_else_is_filled_a_row_stands_by_itself() -> None:
    """Somebody without an e-mail is nobody's further address."""
    run = imported("E-mail;Factuuradres naam;Factuuradres plaats\na@x.nl;Kade;Epe\n;Zon;Ede\n")
    assert outcomes(run) == ["created", "created"]
    targets = ("email", "name", "phone", "invoice.name", "invoice.city")
    assert follow_on(targets, [("a@x.nl", "A", "", "A", "Epe"), ("b@x.nl", "B", "1", "B", "Ede")]) is None
    assert follow_on((), []) is None


def test_a_first_row_without_a_customer_goes_on_with_nobody() -> None:
    content = NUMBERED.splitlines(keepends=True)
    run = imported(content[0] + content[2] + content[1])
    assert outcomes(run) == ["refused", "created"]
    assert codes(run)[0] == ["missing"]


SLOTTED = "Klantnummer;E-mail;Telefoon;Afleveradres naam;Afleveradres straat;Afleveradres plaats\n"
JAN_AND_PIET = "1;a@x.nl;020;Jan BV;Kade 1;Epe\n2;b@x.nl;030;Piet BV;Weg 1;Ede\n"


@pytest.mark.parametrize("heads", [SLOTTED, SLOTTED.replace("Afleveradres", "Factuuradres")])
def test_a_row_that_names_somebody_is_a_new_customer(heads: str) -> None:
    """A row without a number is always a new customer; the one above keeps its address."""
    run = imported(heads + JAN_AND_PIET + ";;;Kees BV;Pad 1;Ede\n", tries=True)
    assert outcomes(run) == ["created"] * 3
    assert [[one[1] for one in book(name)] for name in ("Jan BV", "Piet BV", "Kees BV")] == [
        ["Kade 1"],
        ["Weg 1"],
        ["Pad 1"],
    ]


def test_a_name_beside_a_number_or_for_deliveries_is_a_customers() -> None:
    """Only a plain address may have a name of its own, in a file without numbers that names its customers."""
    rows = [("a@x.nl", "A", "1", "X", "Epe"), ("b@x.nl", "B", "2", "Y", "Ede")]
    further = ("", "", "", "Z", "Urk")
    for targets, expected in (
        (("email", "name", "phone", "address.name", "address.city"), True),
        (("email", "name", "phone", "delivery.name", "delivery.city"), False),
        (("number", "name", "phone", "address.name", "address.city"), False),
        (("email", "", "phone", "address.company", "address.city"), False),
        (("email", "", "phone", "address.contact_name", "address.city"), True),
    ):
        goes_on = follow_on(targets, rows)
        assert goes_on is not None
        assert goes_on(further) is expected, targets


@pytest.mark.parametrize("kind", ["Afleveradres", "Factuuradres", "Adres"])
def test_a_further_address_comes_beside_those_that_are_there(kind: str) -> None:
    """Whatever its columns are for, and though it says to clear: nothing that stands is replaced."""
    heads = f"Klantnummer;Naam;E-mail;{kind} straat;{kind} plaats\n"
    content = f"{heads}1;Piet;p@x.nl;Weg 1;Ede\n;;;Pad 2;Ede\n;;;[leeg];Ede\n"
    run = imported(content, tries=True)
    assert outcomes(run) == ["created", "changed", "unchanged"]
    had = book("Piet")
    assert [one[1] for one in had] == ["Weg 1", "Pad 2"]
    assert [one[2] or one[3] for one in had] == [True, False]
    assert outcomes(imported(content)) == ["unchanged"] * 3
    assert book("Piet") == had


def test_the_first_delivery_address_of_a_customer_becomes_the_default() -> None:
    heads = "Klantnummer;Naam;E-mail;Factuuradres straat;Afleveradres straat;Afleveradres plaats\n"
    imported(f"{heads}1;Piet;p@x.nl;Weg 1;;\n;;;;Pad 2;Ede\n")
    assert book("Piet") == [("Piet", "Weg 1", True, False), ("Piet", "Pad 2", False, True)]


def test_what_is_called_the_addresss_tells_of_no_other_customer() -> None:
    """Magento 1 writes the telephone, the title and the fax of each address beside it."""
    heads = (
        "email,_website,firstname,lastname,_address_city,_address_firstname,_address_lastname,"
        "_address_prefix,_address_street,_address_telephone,_address_fax\n"
    )
    content = (
        f"{heads}piet@x.nl,base,Piet,Bakker,Epe,Piet,Bakker,,Kade 1,038-1,\n"
        ",,,,Ede,Ina,Smit,Mw.,Laan 2,0318-2,0318-3\njan@x.nl,base,Jan,Smit,Urk,Jan,Smit,,Weg 4,0527-4,\n"
    )
    run = imported(content, tries=True)
    assert outcomes(run) == ["created", "changed", "created"]
    assert [one[:2] for one in book("Piet Bakker")] == [("Piet Bakker", "Kade 1"), ("Ina Smit", "Laan 2")]
    assert Customer.objects.get(name="Piet Bakker").phone == "038-1"
