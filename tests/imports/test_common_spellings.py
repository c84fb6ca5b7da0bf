"""What people write for yes, a number or a percentage, alike in every column; and what is retired."""

from __future__ import annotations

import pytest

from pakhuis.accounts.actions import change_template, create_template
from pakhuis.catalogue.actions import create_vat_group
from pakhuis.catalogue.models import Product
from pakhuis.customers.actions import create_own_field, update_customer
from pakhuis.customers.intake import CustomerFields, GivenChoice, OwnFieldFields
from pakhuis.customers.models import Customer
from pakhuis.customers.own_queries import own_values_of
from pakhuis.imports.states import Duplicates, Subject
from pakhuis.kernel.actor import SYSTEM
from pakhuis.pricing.actions import attach_to_many, change_price_list, create_price_list
from pakhuis.pricing.models import PriceList
from tests.conftest import MOMENT
from tests.factories import a_customer, a_vat_group
from tests.imports.running import carried_out, chosen, codes, imported, outcomes, rows, uploaded

pytestmark = pytest.mark.django_db


def test_own_fields_know_yes_no_and_numbers_as_other_columns_do() -> None:
    for title, kind in (("Nieuwsbrief", "yes_no"), ("Limiet", "number")):
        create_own_field(OwnFieldFields(title=title, kind=kind), by=SYSTEM, now=MOMENT)
    written = {"neen": "no", "nein": "no", "wahr": "yes", "vrai": "yes", "ok": "yes", "✓": "yes", "F": "no"}
    numbers = {"€ 1.200,50": "1200.5", "12%": "12", "1 000": "1000", "7": "7", "-3,5": "-3.5", "0": "0"}
    cells = [*((text, "") for text in written), *(("", text) for text in numbers)]
    lines = [f"{place};A;{yes};{number}" for place, (yes, number) in enumerate(cells)]
    run = imported("Klantnummer;Naam;Nieuwsbrief;Limiet\n" + "\n".join(lines) + "\n")
    assert outcomes(run) == ["created"] * len(cells), codes(run)
    ids = list(Customer.objects.order_by("pk").values_list("pk", flat=True))
    told = [next(iter(own_values_of(ids)[pk].values()))[0].text for pk in ids]
    assert told == [*written.values(), *numbers.values()]
    wrong = imported("Klantnummer;Naam;Nieuwsbrief;Limiet\n80;A;misschien;\n81;A;;veel\n")
    assert codes(wrong) == [["not_yes_or_no"], ["not_a_number"]]


def test_several_choices_with_commas_in_them() -> None:
    titles = ("Pils, blond", "Tripel", "Stout")
    choices = tuple(GivenChoice(title=one) for one in titles)
    create_own_field(OwnFieldFields(title="Bier", kind="multiple", choices=choices), by=SYSTEM, now=MOMENT)
    cells = ("Tripel, Pils, blond", "Tripel|stout", '""Pils, blond"", Stout', "Pils; Stout")
    content = "Klantnummer;Naam;Bier\n" + "".join(f'{n};A;"{one}"\n' for n, one in enumerate(cells))
    run = imported(content)
    assert outcomes(run) == ["created", "created", "created", "refused"]
    ids = list(Customer.objects.order_by("pk").values_list("pk", flat=True))
    told = [[one.text for one in next(iter(own_values_of(ids)[pk].values()))] for pk in ids]
    assert told == [["Pils, blond", "Tripel"], ["Tripel", "Stout"], ["Pils, blond", "Stout"]]


@pytest.mark.parametrize("text", ["21", "21%", "21 %", "21,00", "21.00", "21,0%", "Hoog", "hoog"])
def test_a_vat_group_by_its_percentage_in_any_spelling(text: str) -> None:
    for name, percentage in (("Laag", "9"), ("Hoog", "21")):
        create_vat_group(name, percentage=percentage, is_standard=name == "Hoog", by=SYSTEM, now=MOMENT)
    run = imported(f"Productcode;Naam;BTW\nA;x;{text}\nB;y;20\n", subject=Subject.PRODUCTS)
    assert outcomes(run) == ["created", "refused"]
    assert codes(run)[1] == ["unknown_name"]
    assert Product.objects.get().vat_group.name == "Hoog"


def test_a_vat_group_by_how_only_its_name_begins() -> None:
    for name, percentage in (("Laag 9 %", "9"), ("Hoog 21 %", "21"), ("Hoog oud", "19")):
        create_vat_group(name, percentage=percentage, is_standard=percentage == "21", by=SYSTEM, now=MOMENT)
    run = imported("Productcode;Naam;BTW\nA;x;laag\nB;y;hoog\nC;z;la\n", subject=Subject.PRODUCTS)
    assert outcomes(run) == ["created", "refused", "refused"]
    assert Product.objects.get().vat_group.name == "Laag 9 %"


@pytest.mark.parametrize(
    ("text", "grams"),
    [("1,5 kg", 1500), ("250 g", 250), ("0.75Kilo", 750), ("12 gram", 12), ("2 kg.", 2000), ("300", 300)],
)
def test_a_weight_may_have_its_unit_behind_it(text: str, grams: int) -> None:
    a_vat_group()
    run = imported(f"Productcode;Naam;Gewicht\nA;x;{text}\nB;y;1 pond\nC;y;kg\n", subject=Subject.PRODUCTS)
    assert outcomes(run) == ["created", "refused", "refused"]
    assert Product.objects.get().weight == grams


def test_fill_takes_no_for_an_answer() -> None:
    customer = a_customer("Kade", number="1", autosplit=False)
    run = imported("Klantnummer;Autosplit;Korting\n1;ja;5\n", duplicates=Duplicates.FILL)
    customer.refresh_from_db()
    assert (customer.autosplit, customer.discount) == (False, 5)
    assert [change[0] for change in rows(run)[0].changes] == ["discount"]
    update_customer(customer.pk, CustomerFields(autosplit=None), by=SYSTEM, now=MOMENT)
    imported("Klantnummer;Autosplit\n1;ja\n", duplicates=Duplicates.FILL)
    customer.refresh_from_db()
    assert customer.autosplit is True


def retired_list(name: str) -> PriceList:
    made = create_price_list(name, by=SYSTEM, now=MOMENT)
    change_price_list(made.pk, by=SYSTEM, now=MOMENT, active=False)
    return made


def test_a_retired_price_list_only_stays() -> None:
    retired = retired_list("Horeca")
    customer = a_customer("Kade", number="1")
    content = "Klantnummer;Naam;Prijslijst\n1;Kade;Horeca\n2;Nieuw;Horeca\n"
    run = imported(content)
    assert codes(run) == [["is_retired"], ["is_retired"]]
    assert not customer.customer_price_lists.exists()
    attach_to_many({customer.pk: frozenset({retired.pk})}, by=SYSTEM, now=MOMENT)
    assert outcomes(imported(content)) == ["unchanged", "refused"]
    assert customer.customer_price_lists.count() == 1


def test_a_retired_price_list_that_would_not_be_used_refuses_nothing() -> None:
    retired_list("Oud")
    customer = a_customer("Kade", number="1")
    listed = create_price_list("Nieuw", by=SYSTEM, now=MOMENT)
    attach_to_many({customer.pk: frozenset({listed.pk})}, by=SYSTEM, now=MOMENT)
    run = imported("Klantnummer;Telefoon;Prijslijst\n1;020;Oud\n", duplicates=Duplicates.FILL)
    assert (outcomes(run), codes(run)) == (["changed"], [[]])
    assert customer.customer_price_lists.get().price_list == listed


def test_a_retired_template_is_given_to_nobody() -> None:
    template = create_template("Oud", is_default=False, by=SYSTEM, now=MOMENT)
    change_template(template.pk, by=SYSTEM, now=MOMENT, active=False)
    a_customer("Kade", number="1")
    run = uploaded("Klantnummer;Naam;Template\n1;Kade;Oud\n2;Nieuw;Oud\n")
    chosen(run, "number|name|template_id")
    carried_out(run)
    assert codes(run) == [["unknown_name"], ["unknown_name"]]
    assert not Customer.objects.filter(template__isnull=False).exists()
