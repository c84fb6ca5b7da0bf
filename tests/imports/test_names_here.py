"""Columns of names that must be here: a guess costs no rows, and what is missing is told once."""

from __future__ import annotations

import pytest
from django.test import Client

from pakhuis.accounts.models import User
from pakhuis.customers.models import Customer
from pakhuis.imports.actions import read_otherwise
from pakhuis.imports.models import ImportRun
from pakhuis.imports.readers import ReadOptions
from pakhuis.imports.states import Subject
from pakhuis.kernel.actor import SYSTEM
from pakhuis.kernel.problem import from_stored
from pakhuis.pricing.actions import create_price_list
from tests.conftest import MOMENT
from tests.factories import a_price_list, a_product
from tests.imports.running import carried_out, chosen, codes, imported, outcomes, tried, uploaded

pytestmark = pytest.mark.django_db
LISTS = "Klantnummer;Naam;Prijslijst\n1;A;Horeca\n2;B;Zaken, Webshop\n3;C;\n4;D;Horeca\n"


def warned(run: ImportRun) -> list[str]:
    return [one["code"] for one in run.understood["warnings"]]


def told(run: ImportRun) -> list[tuple[str, dict[str, str]]]:
    return [(one["code"], one["params"]) for one in run.problems]


def test_a_guessed_column_of_lists_that_are_not_here_costs_no_row() -> None:
    run = uploaded(LISTS)
    assert run.mapping["columns"] == ["number", "name", ""]
    assert warned(run) == ["names_not_here"]
    run = tried(run)
    assert outcomes(run) == ["created"] * 4
    assert told(run) == [
        ("names_not_here", {"header": "Prijslijst", "names": "Horeca, Zaken, Webshop"}),
    ]
    assert outcomes(carried_out(run)) == ["created"] * 4


def test_it_is_guessed_where_most_of_its_lists_are_here_and_others_are_told_once() -> None:
    create_price_list("Horeca", by=SYSTEM, now=MOMENT)
    run = uploaded(LISTS)
    assert (run.mapping["columns"][2], warned(run)) == ("price_lists", [])
    run = tried(run)
    assert outcomes(run) == ["created", "refused", "created", "created"]
    assert told(run) == [("names_missing", {"names": "Zaken"})]
    assert run.problems[0]["path"] == ["price_lists"]


def test_what_people_chose_stays_chosen_and_says_which_names_are_missing() -> None:
    run = uploaded(LISTS)
    chosen(run, "number|name|price_lists")
    run = tried(run)
    assert outcomes(run) == ["refused", "refused", "created", "refused"]
    assert told(run) == [("names_missing", {"names": "Horeca, Zaken"})]
    again = uploaded(LISTS)
    assert (again.mapping["columns"][2], warned(again)) == ("price_lists", [])


def test_a_template_is_guessed_only_where_it_is_here() -> None:
    run = uploaded("Klantnummer;Naam;Sjabloon\n1;A;Engels\n")
    assert (run.mapping["columns"], warned(run)) == (["number", "name", ""], ["names_not_here"])
    read_otherwise(run.pk, ReadOptions(delimiter=";"), now=MOMENT)
    run.refresh_from_db()
    assert (run.mapping["columns"], warned(run)) == (["number", "name", ""], ["names_not_here"])


def test_a_cell_that_clears_is_no_stranger() -> None:
    run = uploaded("Klantnummer;Naam;Prijslijst\n1;A;[leeg]\n2;B;[leeg]\n3;C;Elders\n")
    assert run.mapping["columns"][2] == "price_lists"


def test_names_that_prices_miss_are_told_once() -> None:
    a_product("A")
    a_price_list("Horeca")
    content = "Prijslijst;Productcode;Prijs\nHoreca;A;1\nExport;A;1\nHoreca;Z;1\nExport;Y;2\nHoreca;X;1\n"
    run = tried(uploaded(content, subject=Subject.PRICES))
    assert codes(run)[1:] == [
        ["unknown_name"],
        ["unknown_name"],
        ["unknown_name", "unknown_name"],
        ["unknown_name"],
    ]
    assert told(run) == [("names_missing", {"names": "Export"}), ("names_missing", {"names": "Z, Y, X"})]


def test_many_names_are_cut_short() -> None:
    rows = "".join(f"{n};K{n};Lijst {n}\n" for n in range(15))
    run = uploaded(f"Klantnummer;Naam;Prijslijst\n{rows}")
    (said,) = from_stored(run.understood["warnings"])
    assert "Lijst 9 …" in said.message and "Lijst 10" not in said.message


def test_the_step_of_columns_says_so(admin: User) -> None:
    client = Client()
    client.force_login(admin)
    run = uploaded(LISTS)
    for step in ("file", "columns"):
        page = client.get(f"/imports/{run.pk}/{step}/").content.decode()
        assert "The column “Prijslijst” is left out" in page and "Horeca, Zaken, Webshop" in page
    assert imported(LISTS).created == 4
    assert Customer.objects.count() == 4
