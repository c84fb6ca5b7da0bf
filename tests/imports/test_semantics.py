"""What a file does to customers, rule by rule of the domain's section 6."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from pakhuis.accounts.actions import change_settings, create_tag, create_template
from pakhuis.accounts.models import Tag
from pakhuis.customers.actions import (
    NumbersMoved,
    archive_customers,
    create_customer,
    create_own_field,
    merge_customers,
    update_customer,
)
from pakhuis.customers.intake import BookAddress, CustomerFields, GivenChoice, NewAddress, OwnFieldFields
from pakhuis.customers.models import Address, Customer
from pakhuis.customers.own_queries import own_values_of
from pakhuis.imports.actions import batches
from pakhuis.imports.actions.customers import CustomerEngine
from pakhuis.imports.actions.engine import FileRow
from pakhuis.imports.actions.known_emails import emails_known
from pakhuis.imports.columns.registry import columns_of
from pakhuis.imports.mapping import ColumnChoice, RowReader
from pakhuis.imports.states import Duplicates, Subject
from pakhuis.journal.models import Fact
from pakhuis.kernel.actor import SYSTEM, Actor, ActorKind
from pakhuis.pricing.actions import attach_price_lists, create_price_list
from tests.conftest import MOMENT
from tests.imports.making import sheet_file
from tests.imports.running import (
    carried_out,
    chosen,
    codes,
    counts,
    imported,
    outcomes,
    rows,
    tried,
    undone,
    uploaded,
)

pytestmark = pytest.mark.django_db
KEES = Actor(ActorKind.PERSON, 7, "Kees")


def made(**fields: object) -> Customer:
    return create_customer(CustomerFields(**fields), by=KEES, now=MOMENT)  # type: ignore[arg-type]


def seen(number: str) -> Customer:
    return Customer.objects.get(number=number)


# The seed's three rules.


def test_only_the_name_is_needed() -> None:
    run = imported("Klantnummer;Naam;Korting\n1;Café De Kade;\n2;;5\n;Jansen;\n")
    assert outcomes(run) == ["created", "refused", "created"]
    assert codes(run) == [[], ["missing"], []]
    assert rows(run)[1].problems[0]["path"] == ["name"]
    assert Customer.objects.count() == 2


@pytest.mark.parametrize("tries", [True, False])
def test_a_duplicate_is_the_same_number_and_nothing_else(tries: bool) -> None:
    kade = made(number="00123", name="Café De Kade", email="kade@example.com")
    content = "Klantnummer;Naam;E-mail\n00123;De Kade;kade@example.com\n123;Café De Kade;kade@example.com\n"
    run = imported(content, tries=tries)
    assert outcomes(run) == ["changed", "created"]
    kade.refresh_from_db()
    assert kade.name == "De Kade"
    assert seen("123").pk != kade.pk


def test_without_a_number_a_row_is_always_new() -> None:
    made(name="Jansen", email="j@example.com")
    content = "Naam;E-mail\nJansen;j@example.com\nJansen;j@example.com\n"
    assert outcomes(imported(content)) == ["created", "created"]
    assert Customer.objects.filter(name="Jansen").count() == 3


# Numbers.


def test_numbers_are_compared_without_case_and_edges_and_keep_their_zeros() -> None:
    made(number="Ab1", name="A")
    run = imported("Klantnummer;Naam\n aB1 ;B\n00123;C\n123;D\n")
    assert outcomes(run) == ["changed", "created", "created"]
    assert seen("Ab1").name == "B"
    assert set(Customer.objects.values_list("number", flat=True)) == {"Ab1", "00123", "123"}


def test_automatic_numbers_go_on_behind_those_of_the_file() -> None:
    change_settings(numbers_customers=True, by=SYSTEM, now=MOMENT)
    imported("Klantnummer;Naam\n00007;A\n;B\n;C\n")
    assert sorted(Customer.objects.values_list("name", "number")) == [
        ("A", "00007"),
        ("B", "00008"),
        ("C", "00009"),
    ]
    assert create_customer(CustomerFields(name="D"), by=SYSTEM, now=MOMENT).number == "00010"


@pytest.mark.parametrize("size", [1, 2000])
def test_a_trial_tells_what_is_carried_out_whatever_the_batches(
    size: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What nobody gave a new customer is known to a later row, and a VAT number in every spelling."""
    monkeypatch.setattr("pakhuis.imports.actions.batches.BATCH", size)
    made(number="1", name="Kade", vat_number="NL123456782B90")
    run = tried(
        uploaded(
            "Klantnummer;Naam;Taal;Korting;Btw-nummer\n1;;;;NL 1234.56.782.B90\n2;Nieuw;;;123456782 B90\n"
            "2;;nl;;NL123456782B90\n2;;en;5;\n"
        )
    )
    trial = [(row.outcome, row.changes) for row in rows(run)]
    assert [outcome for outcome, _ in trial] == ["unchanged", "created", "unchanged", "changed"]
    assert ["vat_number", "", "NL123456782B90"] in trial[1][1]
    assert trial[3][1] == [["language", "nl", "en"], ["discount", "0.00", "5.00"]]
    carried_out(run)
    assert [(row.outcome, row.changes) for row in rows(run)] == trial


@pytest.mark.parametrize("size", [1, 2000])
def test_a_row_tells_the_addresses_it_touches_and_not_the_whole_book(
    size: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pakhuis.imports.actions.batches.BATCH", size)
    content = (
        "Klantnummer;Naam;Adres;Plaats;Postcode\n1;Keten;Kade 1;Epe;\n1;;Laan 2;Ede;\n1;;Kade 1;;8161 AA\n"
    )
    run = imported(content, tries=True)
    assert [row.changes[-1] for row in rows(run)] == [
        ["addresses", "", "Keten Kade 1 Epe [F] [L]"],
        ["addresses", "", "Keten Laan 2 Ede"],
        ["addresses", "Keten Kade 1 Epe [F] [L]", "Keten Kade 1 8161 AA Epe [F] [L]"],
    ]


def test_a_number_further_on_in_the_file_is_handed_to_no_row_above_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Else that row would supplement a customer that has nothing to do with it."""
    monkeypatch.setattr("pakhuis.imports.actions.batches.BATCH", 2)
    change_settings(numbers_customers=True, customer_number_prefix="K", by=SYSTEM, now=MOMENT)
    run = tried(uploaded("Klantnummer;Naam\n;A\n;B\nK00001;C\nk00002;D\n"))
    assert counts(run)[:2] == (4, 4)
    carried_out(run)
    assert counts(run)[:2] == (4, 4)
    assert list(Customer.objects.order_by("name").values_list("name", "number")) == [
        ("A", "K00003"),
        ("B", "K00004"),
        ("C", "K00001"),
        ("D", "k00002"),
    ]


# Duplicates.


def existing() -> Customer:
    return made(number="1", name="Kade", email="oud@example.com", discount="5")


SUPPLEMENT = "Klantnummer;Naam;E-mail;Telefoon;Korting\n1;De Kade;nieuw@example.com;020 1234567;\n"


def test_supplement_takes_over_every_filled_cell_and_an_empty_one_keeps() -> None:
    existing()
    run = imported(SUPPLEMENT)
    one = seen("1")
    assert (one.name, one.email, one.phone) == ("De Kade", "nieuw@example.com", "020 1234567")
    assert one.discount == 5
    assert rows(run)[0].changes == [
        ["name", "Kade", "De Kade"],
        ["email", "oud@example.com", "nieuw@example.com"],
        ["phone", "", "020 1234567"],
    ]
    assert one.phone_key == "+31201234567"
    assert "de kade" in one.search_text
    assert one.field_sources["email"] == f"import_run:{run.pk}"
    assert one.field_sources["discount"] == "person:7"
    assert one.version == 2


def test_fill_writes_only_where_nothing_stands() -> None:
    existing()
    run = imported(SUPPLEMENT, duplicates=Duplicates.FILL)
    one = seen("1")
    assert (one.name, one.email, one.phone) == ("Kade", "oud@example.com", "020 1234567")
    assert outcomes(run) == ["changed"]
    assert outcomes(imported(SUPPLEMENT, duplicates=Duplicates.FILL)) == ["unchanged"]


def test_ignore_leaves_the_customer_and_says_so() -> None:
    before = existing()
    run = imported(SUPPLEMENT + "2;Nieuw;;;\n", duplicates=Duplicates.IGNORE)
    assert outcomes(run) == ["ignored", "created"]
    assert codes(run)[0] == ["duplicate"]
    before.refresh_from_db()
    assert (before.version, before.name) == (1, "Kade")


def test_nothing_different_is_unchanged_and_no_fact() -> None:
    existing()
    facts = Fact.objects.count()
    run = imported("Klantnummer;Naam;Korting\n1;Kade;5,00\n")
    assert outcomes(run) == ["unchanged"]
    assert Fact.objects.count() == facts
    assert seen("1").version == 1


def test_pieces_of_a_contact_are_cleared_together_and_one_of_them_leaves_the_others() -> None:
    heads = "Klantnummer;Bedrijf;Voornaam;Tussenvoegsel;Achternaam\n"
    imported(f"{heads}1;Kade;Jan;de;Wit\n2;Laan;Eva;;Smit\n3;Pad;Piet;;Bos\n")
    imported(f"{heads}1;;[leeg];[leeg];[leeg]\n2;Laan;[empty];;Smit\n3;;;;\n")
    assert [seen(one).contact_name for one in "123"] == ["", "Smit", "Piet Bos"]
    imported("Klantnummer;Contactpersoon;Achternaam\n3;Joke Bos;[leeg]\n")
    assert seen("3").contact_name == "Joke Bos"


def test_a_street_in_two_columns_and_a_postcode_with_its_city_are_cleared_too() -> None:
    heads = "Klantnummer;Naam;Factuur straat;Factuur huisnummer;Factuur postcode en plaats;Factuur land\n"
    imported(f"{heads}1;Kade;Weg;1;8011 AB Zwolle;NL\n2;Laan;Pad;2;6711 EJ Ede;NL\n")
    imported(f"{heads}1;;[leeg];[leeg];;\n2;;;;[leeg];\n")
    found = [
        (one.line1, one.zipcode, one.city)
        for one in Address.objects.filter(is_default_invoice=True).order_by("customer__number")
    ]
    assert found == [("", "8011 AB", "Zwolle"), ("Pad 2", "", "")]


@pytest.mark.parametrize("mark", ["[leeg]", "[empty]", "[LEEG]"])
def test_a_mark_clears(mark: str) -> None:
    made(number="1", name="Kade", email="a@example.com", discount="5", autosplit=True, remarks="x")
    run = imported(f"Klantnummer;E-mail;Korting;Autosplit;Opmerkingen\n1;{mark};{mark};{mark};{mark}\n")
    one = seen("1")
    assert (one.email, one.email_key, one.discount, one.autosplit, one.remarks) == ("", "", 0, None, "")
    assert outcomes(run) == ["changed"]


@pytest.mark.parametrize(
    "content",
    [
        "Klantnummer;E-mail;Naam\n1;a@kade.example;[leeg]\n",
        "Klantnummer;E-mail;Factuur naam;Factuur adres\n1;a@kade.example;[leeg];Kade 1\n",
        "Klantnummer;E-mail;Naam\n[empty];a@kade.example;Kade\n",
    ],
)
def test_what_must_be_filled_cannot_be_cleared(content: str) -> None:
    made(number="1", name="Kade")
    run = imported(content)
    assert (outcomes(run), codes(run)) == (["refused"], [["not_clearable"]])
    assert [(one.name, one.email) for one in Customer.objects.all()] == [("Kade", "")]


def test_the_contact_of_an_address_is_cleared_and_is_no_mark() -> None:
    heads = "Klantnummer;Naam;Factuur contactpersoon;Factuur adres;Factuur plaats\n"
    imported(f"{heads}1;Kade;Jan;Kade 1;Epe\n")
    imported(f"{heads}1;Kade;[leeg];Kade 1;Epe\n")
    assert [(one.contact_name, one.line1) for one in Address.objects.all()] == [("", "Kade 1")]


@pytest.mark.parametrize("duplicates", list(Duplicates))
@pytest.mark.parametrize("tries", [True, False])
def test_two_rows_with_the_same_new_number_are_one_customer(duplicates: Duplicates, tries: bool) -> None:
    content = "Klantnummer;Naam;Telefoon\nK1;Kade;\nk1;De Kade;020 1234567\nK1;De Kade;\n"
    run = imported(content, duplicates=duplicates, tries=tries)
    assert outcomes(run) == ["created", "changed", "unchanged"]
    one = Customer.objects.get()
    assert (one.number, one.name, one.phone) == ("K1", "De Kade", "020 1234567")
    assert {row.subject_id for row in rows(run)} == {one.pk}


@pytest.mark.parametrize("batch", [2000, 1])
def test_rows_with_both_numbers_of_a_merge_are_one_customer(
    monkeypatch: pytest.MonkeyPatch, batch: int
) -> None:
    """An old export has both; each brings tags, an own field, an address: none is lost or made twice."""
    monkeypatch.setattr("pakhuis.imports.actions.batches.BATCH", batch)
    field = create_own_field(OwnFieldFields(title="Rit", kind="text"), by=SYSTEM, now=MOMENT).pk
    create_price_list("Horeca", by=SYSTEM, now=MOMENT)
    create_price_list("Export", by=SYSTEM, now=MOMENT)
    winner, loser = made(number="K1", name="Kade"), made(number="K9", name="Kade oud")
    merge_customers(winner.pk, loser.pk, by=KEES, now=MOMENT)
    run = imported(
        "Klantnummer;Rit;Tags;Prijslijsten;Adres;Plaats\n"
        "k9;Noord;horeca;Horeca;Kade 1;Epe\nK1;Zuid;horeca,vip;Export;Kade 2;Epe\nK9;Zuid;;;;\n",
        tries=True,
    )
    assert outcomes(run) == ["changed", "changed", "unchanged"]
    assert {row.subject_id for row in rows(run)} == {winner.pk}
    assert [one.text for one in own_values_of([winner.pk])[winner.pk][field]] == ["Zuid"]
    assert sorted(winner.tags.values_list("title", flat=True)) == ["horeca", "vip"]
    lists = winner.customer_price_lists.values_list("price_list__name", flat=True)
    assert sorted(lists) == ["Export", "Horeca"]
    assert sorted(winner.addresses.values_list("line1", flat=True)) == ["Kade 1", "Kade 2"]
    assert seen("K1").number == "K1"
    undone(run)
    assert [row.heap for row in rows(run)] == ["reversed", "reversed", "none"]
    assert not winner.addresses.exists() and not winner.tags.exists()


def test_a_bad_first_row_does_not_spoil_a_good_second_one() -> None:
    run = imported("Klantnummer;Naam;Korting\n1;Kade;200\n1;Kade;10\n")
    assert outcomes(run) == ["refused", "created"]
    assert seen("1").discount == 10


def test_the_dry_run_says_what_will_happen_and_writes_nothing() -> None:
    existing()
    facts = Fact.objects.count()
    content = SUPPLEMENT + "2;Nieuw;;;\n2;Nieuwer;;;\n3;X;;;veel\n;;;;\n"
    run = tried(uploaded(content))
    assert counts(run) == (4, 1, 2, 0, 0, 1)
    told = [(row.outcome, row.changes) for row in rows(run)]
    assert Customer.objects.count() == 1
    assert Fact.objects.count() == facts
    assert Tag.objects.count() == 0
    carried_out(run)
    assert [(row.outcome, row.changes) for row in rows(run)] == told
    assert counts(run) == (4, 1, 2, 0, 0, 1)


def test_a_dry_run_knows_rows_of_earlier_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pakhuis.imports.actions.batches.BATCH", 2)
    content = "Klantnummer;Naam;Plaats\n1;A;Epe\n2;B;Ede\n1;A;Urk\n3;C;\n1;A;Epe\n2;;Ede\n"
    told = tried(uploaded(content))
    assert outcomes(told) == ["created", "created", "changed", "created", "unchanged", "unchanged"]
    before = [row.changes for row in rows(told)]
    done = carried_out(told)
    assert outcomes(done) == ["created", "created", "changed", "created", "unchanged", "unchanged"]
    assert [row.changes for row in rows(done)] == before
    assert counts(done) == (6, 3, 1, 2, 0, 0)
    assert sorted(seen("1").addresses.values_list("city", flat=True)) == ["Epe", "Urk"]


def test_the_counts_add_up_whatever_is_in_the_file() -> None:
    content = (
        "Klantnummer;Naam;Korting\n1;A;\n1;A;\n2;;\n3;C;x\nKlantnummer;Naam;Korting\n4;D;;te veel\n"
        "\nTotaal;;10\n"
    )
    run = imported(content, tries=True)
    assert outcomes(run) == ["created", "unchanged", "refused", "refused", "ignored", "refused", "ignored"]
    assert counts(run) == (7, 1, 0, 1, 2, 3)
    assert run.by_column == {"name": 1, "discount": 1, "": 1}


# Everything a customer has.


def test_every_field() -> None:
    create_template("Zakelijk", is_default=False, by=SYSTEM, now=MOMENT)
    content = (
        "Klantnummer;Naam;Contactpersoon;E-mail;Telefoon;Taal;Korting;Standaard template;Autosplit"
        ";Bereken BTW;BTW-nummer;Opmerkingen;Standaard opmerkingen bij bestelling\n"
        "7;Kade;Piet;P@Example.com;020-1234567;Engels;7,5 %;zakelijk;nee"
        ";Nee;nl 8203.96.281 B01;let op;bel eerst\n"
    )
    run = imported(content)
    assert codes(run) == [[]]
    one = seen("7")
    assert one.email == "P@Example.com"
    assert one.email_key == "p@example.com"
    assert (one.language, str(one.discount), one.autosplit, one.calculate_vat) == ("en", "7.50", False, False)
    assert one.template is not None
    assert one.template.name == "Zakelijk"
    assert (one.remarks, one.default_order_remarks) == ("let op", "bel eerst")
    assert one.vat_number
    assert one.made_by == ActorKind.IMPORT_RUN


def test_a_wrong_vat_number_never_blocks() -> None:
    run = imported("Naam;BTW-nummer\nKade;NL123\n")
    assert outcomes(run) == ["created"]
    assert (Customer.objects.get().vat_number, Customer.objects.get().vat_state) == ("NL123", "wrong_shape")


def test_another_language_and_an_unknown_country_are_told_and_go_in() -> None:
    run = imported("Naam;Taal;Straat;Land\nA;Deutsch;Kade 1;Verweggistan\n")
    assert outcomes(run) == ["created"]
    assert sorted(codes(run)[0]) == ["unknown_country", "unknown_language"]
    one = Customer.objects.get()
    assert (one.language, one.locale) == ("nl", "Deutsch")
    assert one.addresses.get().country == ""


def test_what_is_no_email_is_kept_and_told() -> None:
    run = imported(
        "Klantnummer;Naam;E-mail\n1;Kade;bel eerst\n2;Laan;inkoop@laan.nl\n3;Weg;[leeg]\n4;Pad;n.v.t.\n"
    )
    emails = dict(Customer.objects.values_list("number", "email"))
    assert emails == {"1": "bel eerst", "2": "inkoop@laan.nl", "3": "", "4": ""}
    assert [[one["code"] for one in row.problems] for row in rows(run)] == [["no_email"], [], [], []]
    assert run.created == 4


def test_tags_are_added_and_new_ones_made_once() -> None:
    create_tag("VIP", color="#112233", inherit=True, by=SYSTEM, now=MOMENT)
    one = made(number="1", name="A", tag_ids=(Tag.objects.get().pk,))
    run = imported('Klantnummer;Naam;Tags\n1;A;"horeca, vip"\n2;B;Horeca;\n')
    assert sorted(one.tags.values_list("title", flat=True)) == ["VIP", "horeca"]
    assert seen("2").tags.get().title == "horeca"
    assert rows(run)[0].changes == [["tags", "VIP", "VIP, horeca"]]
    imported("Klantnummer;Tags\n1;[leeg]\n")
    assert one.tags.count() == 0


def test_price_lists_by_name() -> None:
    horeca = create_price_list("Horeca", by=SYSTEM, now=MOMENT)
    groot = create_price_list("Groot, zwaar", by=SYSTEM, now=MOMENT)
    one = made(number="1", name="A")
    attach_price_lists(one.pk, price_list_ids=[horeca.pk], by=SYSTEM, now=MOMENT)
    one.refresh_from_db()
    content = 'Klantnummer;Naam;Prijslijsten\n1;A;"groot, zwaar"\n2;B;Horeca\n3;C;Export\n'
    run = imported(content)
    assert outcomes(run) == ["changed", "created", "refused"]
    lists = one.customer_price_lists.values_list("price_list_id", flat=True)
    assert set(lists) == {horeca.pk, groot.pk}
    assert Customer.objects.get(pk=one.pk).version > one.version, "a form opened before is late"
    assert codes(run)[2] == ["unknown_name"]


def test_own_fields_of_every_kind_and_nobody_is_asked_for_required_ones() -> None:
    wanted = [
        ("Rit", "text", ()),
        ("Sinds", "date", ()),
        ("Bier", "multiple", ("Pils", "Tripel")),
        ("Terras", "yes_no", ()),
        ("Plaatsen", "number", ()),
    ]
    made_fields = {}
    for title, kind, choices in wanted:
        fields = OwnFieldFields(title=title, kind=kind, is_required=title == "Rit")
        if choices:
            fields = OwnFieldFields(title=title, kind=kind, choices=tuple(_choice(one) for one in choices))
        made_fields[title] = create_own_field(fields, by=SYSTEM, now=MOMENT).pk
    content = "Klantnummer;Naam;Rit;Sinds;Bier;Terras;Plaatsen\n1;A;;45000;pils;Ja;1.500,5\n2;B;Noord;x;;;\n"
    run = imported(content)
    assert outcomes(run) == ["created", "refused"]
    one = seen("1")
    assert one.is_incomplete
    own = own_values_of([one.pk])[one.pk]
    told = {title: [text.text for text in own.get(pk, ())] for title, pk in made_fields.items()}
    assert told == {
        "Rit": [],
        "Sinds": ["2023-03-15"],
        "Bier": ["Pils"],
        "Terras": ["yes"],
        "Plaatsen": ["1500.5"],
    }
    again = imported("Klantnummer;Rit;Bier\n1;Zuid;Tripel\n")
    changed = {change[0] for change in rows(again)[0].changes}
    assert changed == {f"own:{made_fields['Rit']}", f"own:{made_fields['Bier']}"}
    one.refresh_from_db()
    assert not one.is_incomplete


def _choice(title: str) -> GivenChoice:
    return GivenChoice(title=title)


def test_a_person_goes_before_a_file_only_by_fill() -> None:
    """Supplement takes over every filled cell, whoever wrote it; `fill` keeps what people wrote."""
    one = existing()
    update_customer(one.pk, CustomerFields(email="kees@example.com"), by=KEES, now=MOMENT)
    imported(SUPPLEMENT, duplicates=Duplicates.FILL)
    assert seen("1").email == "kees@example.com"
    imported(SUPPLEMENT)
    assert seen("1").email == "nieuw@example.com"


def test_names_from_pieces() -> None:
    content = (
        "Klantnummer;Bedrijfsnaam;Voornaam;Tussenvoegsel;Achternaam\n"
        "1;Kade BV;Piet;van der;Berg\n2;;Piet;van der;Berg\n3;;;;Berg\n4;;;;\n"
    )
    run = imported(content)
    assert outcomes(run) == ["created", "created", "created", "refused"]
    assert (seen("1").name, seen("1").contact_name) == ("Kade BV", "Piet van der Berg")
    assert (seen("2").name, seen("2").contact_name) == ("Piet van der Berg", "")
    assert seen("3").name == "Berg"


# Addresses.


def test_several_addresses_on_one_row() -> None:
    content = (
        "Klantnummer;Naam;Factuur straat;Factuur huisnummer;Factuur toevoeging;Factuur postcode"
        ";Factuur plaats;Factuur land;Aflever naam;Aflever adres;Aflever postcode;Aflever plaats"
        ";Aflever land\n"
        "1;Kade;Dorpsstraat;12;a;1234 AB;Epe;Nederland;Magazijn;Loodsweg 3;8000;Gent;België\n"
    )
    imported(content)
    invoice, delivery = seen("1").addresses.order_by("id")
    assert (invoice.name, invoice.line1, invoice.country) == ("Kade", "Dorpsstraat 12a", "NL")
    assert (invoice.is_default_invoice, invoice.is_default_delivery) == (True, False)
    assert (delivery.name, delivery.line1, delivery.country) == ("Magazijn", "Loodsweg 3", "BE")
    assert (delivery.is_default_invoice, delivery.is_default_delivery) == (False, True)


def test_several_addresses_on_following_rows() -> None:
    content = (
        "Klantnummer;Naam;Adres;Plaats;Standaard afleveradres\n"
        "1;Kade;Kade 1;Epe;nee\n1;;Laan 2;Ede;ja\n1;;KADE 1;epe;\n2;B;X 1;Urk;\n"
    )
    run = imported(content, tries=True)
    assert outcomes(run) == ["created", "changed", "unchanged", "created"]
    first, second = seen("1").addresses.order_by("id")
    assert (first.line1, first.is_default_invoice, first.is_default_delivery) == ("Kade 1", True, False)
    assert (second.line1, second.is_default_invoice, second.is_default_delivery) == ("Laan 2", False, True)


def booked() -> Customer:
    kade = NewAddress(name="Kade", line1="Kade 1", zipcode="1011 AB", city="Epe", country="NL")
    both = BookAddress(address=kade, is_default_invoice=True, is_default_delivery=True)
    return made(number="1", name="Kade", addresses=(both,))


def test_a_said_address_changes_the_default_part_by_part() -> None:
    one = booked()
    kept = one.addresses.get().pk
    imported("Klantnummer;Factuur postcode;Factuur plaats\n1;1012 CD;Epe\n")
    invoice = one.addresses.get(is_default_invoice=True)
    delivery = one.addresses.get(is_default_delivery=True)
    assert (invoice.line1, invoice.zipcode) == ("Kade 1", "1012 CD")
    assert (delivery.pk, delivery.zipcode) == (kept, "1011 AB")
    imported("Klantnummer;Factuur plaats\n1;Ede\n")
    assert one.addresses.get(is_default_invoice=True).pk == invoice.pk
    assert one.addresses.get(is_default_invoice=True).city == "Ede"
    assert one.addresses.count() == 2


def test_an_address_elsewhere_has_nothing_of_the_one_beside_it() -> None:
    content = (
        "Klantnummer;Naam;Adres;Adres 2;Postcode;Plaats;Provincie;Land;Aflever adres;Aflever plaats\n"
        "1;Kade;Kade 1;bus 3;2000;Antwerpen;Antwerpen;BE;Dok 2;Gent\n"
        "2;Zon;Kade 1;bus 3;2000;Antwerpen;Antwerpen;BE;Kade 1;Gent\n"
    )
    imported(content)
    delivery = seen("1").addresses.get(is_default_delivery=True)
    assert (delivery.line1, delivery.line2, delivery.city, delivery.country) == ("Dok 2", "", "Gent", "BE")
    assert (delivery.region, delivery.zipcode, delivery.name) == ("", "", "Kade")
    assert seen("2").addresses.get(is_default_delivery=True).line2 == "bus 3"


def test_an_address_that_contradicts_nothing_is_completed() -> None:
    one = booked()
    run = imported("Klantnummer;Adres;Plaats;Provincie\n1;kade 1;EPE;Gelderland\n")
    address = one.addresses.get()
    assert (address.line1, address.city, address.region) == ("Kade 1", "Epe", "Gelderland")
    assert outcomes(run) == ["changed"]
    imported("Klantnummer;Adres;Provincie\n1;Kade 1;[leeg]\n")
    assert one.addresses.get().region == ""


@pytest.mark.parametrize("size", [2500, 1])
@pytest.mark.parametrize("kind", ["Aflever", "Factuur", ""])
@pytest.mark.parametrize("tries", [True, False])
def test_addresses_on_following_rows_stand_beside_each_other_and_the_file_once_more_changes_nothing(
    monkeypatch: pytest.MonkeyPatch, size: int, kind: str, tries: bool
) -> None:
    monkeypatch.setattr(batches, "BATCH", size)
    heads = f"Klantnummer;Naam;{kind} adres;{kind} postcode;{kind} plaats\n"
    content = (
        f"{heads}1;Kade;Kade 1;8011 AB;Zwolle\n1;;Laan 2;6711 EJ;Ede\n2;Weg;Weg 1;;Epe\n1;;Pad 3;;Delft\n"
    )
    first = imported(content, tries=tries)
    assert outcomes(first) == ["created", "changed", "created", "changed"]
    streets = ["Kade 1", "Laan 2", "Pad 3"]
    for _ in range(2):
        book = list(Address.objects.filter(customer__number="1").order_by("id"))
        assert [one.line1 for one in book] == streets
        marked = [one.line1 for one in book if one.is_default_delivery or one.is_default_invoice]
        assert marked == ["Kade 1"]
        assert outcomes(imported(content, tries=tries)) == ["unchanged"] * 4
    imported(f"{heads}1;;Haven 9;1011 AA;Amsterdam\n", tries=tries)
    assert ("Haven 9" in marked_of("1")) == bool(kind)


def marked_of(number: str) -> set[str]:
    """The streets of a customer's default addresses."""
    book = Address.objects.filter(customer__number=number).exclude(
        is_default_delivery=False, is_default_invoice=False
    )
    return set(book.values_list("line1", flat=True))


def test_a_later_row_still_completes_the_address_of_an_earlier_one() -> None:
    heads = "Klantnummer;Naam;Aflever adres;Aflever postcode;Aflever plaats\n"
    imported(f"{heads}1;Kade;Kade 1;;Zwolle\n1;;Kade 1;8011 AB;\n1;;;;Deventer\n")
    address = Address.objects.get()
    assert (address.line1, address.zipcode, address.city) == ("Kade 1", "8011 AB", "Deventer")


def test_of_two_rows_with_a_default_of_one_kind_the_first_stays_it() -> None:
    content = "Klantnummer;Naam;Adrestype;Adres;Plaats\n1;Kade;Aflever;Kade 1;Epe\n1;;Aflever;Laan 2;Ede\n"
    imported(content)
    assert outcomes(imported(content)) == ["unchanged", "unchanged"]
    assert "Laan 2" not in marked_of("1")


def test_fill_adds_an_address_and_touches_none() -> None:
    one = booked()
    imported("Klantnummer;Factuur adres;Factuur plaats\n1;Laan 2;Ede\n", duplicates=Duplicates.FILL)
    old, new = one.addresses.order_by("id")
    assert (old.line1, old.is_default_invoice) == ("Kade 1", True)
    assert (new.line1, new.is_default_invoice) == ("Laan 2", False)


# Files as people have them.


def test_a_fixed_value_for_a_column_that_is_missing() -> None:
    run = uploaded("Naam;Plaats\nA;Gent\n")
    chosen(run, "name|address.city", {"address.country": "België", "discount": "5"})
    carried_out(run)
    one = Customer.objects.get()
    assert (one.discount, one.addresses.get().country) == (5, "BE")


def test_columns_are_remembered_for_the_same_headers() -> None:
    run = uploaded("Relatie;Code X\nA;17\n")
    assert run.mapping["columns"] == ["name", ""]
    chosen(run, "name|number")
    again = uploaded("RELATIE;code x\nB;18\n")
    assert again.mapping["columns"] == ["name", "number"]
    moved = uploaded("Code X;Relatie\n19;C\n")
    assert moved.mapping["columns"] == ["number", "name"]
    other = uploaded("Relatie;Code Y\nA;17\n")
    assert other.mapping["columns"] == ["name", ""]


def test_zeros_that_a_spreadsheet_took_are_suspected() -> None:
    imported("Klantnummer;Naam\n00123;A\n00124;B\n")
    run = tried(uploaded("Klantnummer;Naam\n123;A\n124;B\n"))
    assert [one["code"] for one in run.problems] == ["shorter_numbers"]
    assert tried(uploaded("Klantnummer;Naam\nA1;A\nB2;B\n")).problems == []
    assert not tried(uploaded("Klantnummer;Naam\n00125;A\n")).problems
    assert carried_out(run).problems == []


def test_long_numbers_that_a_spreadsheet_shortened_are_suspected() -> None:
    run = tried(uploaded("Klantnummer;Naam\n123;A\n8,71E+12;B\n9E+11;C\n"))
    (told,) = run.problems
    assert (told["code"], told["params"]) == ("shortened_number", {"row": "3", "number": "8,71E+12"})
    assert tried(uploaded("Klantnummer;Naam\nE+1;A\n12E3;B\nLE+44;C\n")).problems == []


def test_percentages_kept_as_fractions_are_suspected(tmp_path: Path) -> None:
    book = sheet_file(tmp_path, [["Naam", "Korting"], ["A", 0.05], ["B", 0.1]])
    assert [one["code"] for one in tried(uploaded(book)).problems] == ["fractions"]
    assert not tried(uploaded("Naam;Korting\nA;0.05\n")).problems


def test_every_change_is_journalled_with_old_and_new_by_the_run() -> None:
    one = existing()
    run = imported(SUPPLEMENT)
    fact = Fact.objects.get(subject_kind="customer", subject_id=one.pk, name="customer.changed")
    assert (fact.actor_kind, fact.actor_id) == ("import_run", run.pk)
    assert run.name in fact.actor_label
    changes = {change["field"]: (change["old"], change["new"]) for change in fact.data["changes"]}
    assert changes["email"] == ("oud@example.com", "nieuw@example.com")
    created = imported("Naam\nNieuw\n")
    made_fact = Fact.objects.get(actor_id=created.pk, actor_kind="import_run")
    assert (made_fact.name, made_fact.data["customer"]) == ("customer.created", "Nieuw")


def test_the_number_of_queries_does_not_grow_with_the_rows(django_assert_max_num_queries: Any) -> None:
    def content(first: str, rows: int, street: str) -> str:
        lines = (f"{first}{n};{street}{n};{street} {n};Epe;{street}\n" for n in range(rows))
        return "Klantnummer;Naam;Adres;Plaats;Tags\n" + "".join(lines)

    used = []
    for text in (content("A", 10, "Kade"), content("B", 400, "Kade"), content("B", 400, "Laan")):
        run = uploaded(text)
        with django_assert_max_num_queries(100) as captured:
            carried_out(run)
        used.append(len(captured))
    # SQLite takes so many values a statement, so an insert may be several.
    assert used[1] <= used[0] + 30, used


@pytest.mark.parametrize("tries", [True, False])
def test_an_archived_customer_is_changed_stays_archived_and_is_told(tries: bool) -> None:
    for number, name in (("1", "Kade"), ("2", "Haven"), ("3", "Dijk")):
        made(number=number, name=name)
    archive_customers([seen("1").pk, seen("2").pk], by=KEES, now=MOMENT)
    content = "Klantnummer;Naam\n1;De Kade\n1;Aan de Kade\n2;Haven\n3;De Dijk\n4;Nieuw\n"
    run = imported(content, tries=tries)
    assert outcomes(run) == ["changed", "changed", "unchanged", "changed", "created"]
    assert codes(run) == [["archived"], ["archived"], ["archived"], [], []]
    assert (seen("1").name, seen("1").is_archived) == ("Aan de Kade", True)
    assert not seen("3").is_archived
    ignored = imported(content, duplicates=Duplicates.IGNORE, tries=tries)
    assert codes(ignored)[0] == ["duplicate", "archived"]
    assert codes(ignored)[3] == ["duplicate"]


def test_a_trial_tells_of_rows_without_number_whose_email_is_known(
    django_assert_max_num_queries: Any,
) -> None:
    made(number="1", name="Kade", email="Info@kade.example")
    made(number="2", name="Laan", email="info@laan.example")
    heads = "Klantnummer;Naam;E-mail\n"
    run = tried(
        uploaded(f"{heads};Kade;info@KADE.example\n2;Laan;info@laan.example\n;Weg;x@weg.example\n;Pad;\n")
    )
    assert run.created == 3
    assert [(one["code"], one["number"], one["params"]) for one in run.problems] == [
        ("known_by_email", 1, {"count": "1", "row": "2", "name": "Kade"})
    ]
    several = "Naam;E-mail\n" + "".join(f"K{n};info@kade.example\n" for n in range(1200))
    run = tried(uploaded(several))
    assert run.problems[0]["number"] == 1200
    with django_assert_max_num_queries(4):
        emails_known(run)
    assert not any(one["code"] == "known_by_email" for one in carried_out(run).problems)


def test_a_trial_tells_how_many_rows_are_of_archived_customers() -> None:
    made(number="1", name="Kade")
    run = tried(uploaded("Klantnummer;Naam\n1;De Kade\n1;Kade 2\n2;Nieuw\n"))
    assert run.problems == []
    archive_customers([seen("1").pk], by=KEES, now=MOMENT)
    run = tried(uploaded("Klantnummer;Naam;Korting\n1;De Kade;\n1;Kade 2;5\n1;Kade 3;x\n2;Nieuw;\n"))
    assert [(one["code"], one["number"]) for one in run.problems] == [("archived_customers", 2)]


def test_customers_that_become_one_under_the_eyes_of_a_batch_are_looked_for_anew() -> None:
    """Their two numbers, by then known as one customer's, would be two rows that both write all of it."""
    first, second = made(number="1", name="Kade"), made(number="2", name="Linde")
    run = uploaded("Klantnummer;Naam\n1;Kade\n2;Linde\n")
    engine = CustomerEngine(run, now=MOMENT)
    reader = RowReader(ColumnChoice(("number", "name")), columns_of(Subject.CUSTOMERS), engine.known)
    parsed = [
        engine.parse(FileRow(place, place, cells, ""), reader.draft(cells))
        for place, cells in enumerate((["1", "Kade"], ["2", "Linde"]), start=1)
    ]
    merge_customers(first.pk, second.pk, by=KEES, now=MOMENT)
    with pytest.raises(NumbersMoved):
        engine.settle(parsed, before=lambda _keys: (), writes=True)
