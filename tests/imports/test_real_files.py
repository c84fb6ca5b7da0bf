"""Real files of other programs go in with the columns that are guessed, and the counts fit."""

from __future__ import annotations

from pathlib import Path

import pytest

from pakhuis.customers.models import Address, Customer
from pakhuis.imports.models import ImportRun
from pakhuis.imports.states import Subject
from pakhuis.kernel.problem import Refused
from tests.imports.running import counts, imported, uploaded
from tests.imports.shared import FOLDER, expected, files, needs_files

pytestmark = [pytest.mark.once, needs_files, pytest.mark.django_db]
WITHOUT_NUMBER = {"02-prestashop-addresses.csv": 16}
"""Rows about fewer customers, but without a number: each is a new one, by the seed's rule."""


def real(name: str) -> Path:
    assert FOLDER is not None
    return FOLDER / "imports" / name


@pytest.mark.parametrize("name", sorted(expected()))
def test_the_counts_fit(name: str) -> None:
    wanted = expected()[name]
    run = imported(real(name), tries=True)
    created = WITHOUT_NUMBER.get(name, wanted["distinct"])
    assert counts(run) == (wanted["rows"], created, wanted["rows"] - created, 0, 0, 0)
    assert Customer.objects.count() == created
    understood = run.understood
    assert understood["options"]["delimiter"] == wanted["delim"]
    assert (understood["options"]["header_row"] > 0) == bool(wanted["header_cols"])


@pytest.mark.parametrize("path", files(), ids=lambda path: path.name)
def test_every_file_ends_in_a_result_or_in_words(path: Path) -> None:
    """Small nasty files have no customers: their rows are refused one by one, or the columns are missing."""
    try:
        run = uploaded(path)
    except Refused as refused:
        assert all(one.message for one in refused.problems)
        assert not ImportRun.objects.exists()
        return
    if not any(run.mapping["columns"]):
        run.mapping["columns"][0] = "name"
        run.save()
    try:
        run = imported(path) if any(run.mapping["columns"]) else run
    except Refused as refused:
        assert {one.code for one in refused.problems} == {"target_missing"}
        return
    assert run.read == run.created + run.changed + run.unchanged + run.ignored + run.refused == run.total


def test_what_a_windows_1252_northwind_row_becomes() -> None:
    imported(real("09-northwind-customers-null-strings.csv"))
    blonp = Customer.objects.get(number="BLONP")
    assert (blonp.name, blonp.contact_name) == ("Blondesddsl père et fils", "Frédérique Citeaux")
    address = Address.objects.get(customer=blonp)
    assert (address.line1, address.city, address.zipcode) == ("24, place Kléber", "Strasbourg", "67000")
    assert (address.country, address.region) == ("FR", "")
    assert address.is_default_invoice
    assert address.is_default_delivery


def test_the_same_customers_in_three_spellings_of_a_file() -> None:
    imported(real("42-derived-northwind-utf8bom-semicolon-dutch-header.csv"))
    again = imported(real("40-derived-northwind-utf16le-tab-excel-unicode-text.txt"))
    assert counts(again)[:4] == (91, 0, 0, 91)


def test_apostrophes_of_a_shop_and_tags() -> None:
    imported(real("27-shopify-customers-nl-apostrophe-bom.csv"))
    anna = Customer.objects.get(number="123")
    assert (anna.name, anna.phone) == ("Anna Jansen", "+31612345678")
    assert sorted(anna.tags.values_list("title", flat=True)) == ["horeca", "vip"]
    assert anna.addresses.get().zipcode == "1234AB"
    assert Customer.objects.get(number="").name == "Geen Email"


def test_postcode_and_city_in_one_column_without_header() -> None:
    imported(real("30-dutch-klanten-companies-no-header-ragged.csv"))
    casino = Customer.objects.get(name="Jack's Casino Roosendaal").addresses.get()
    assert (casino.line1, casino.zipcode, casino.city) == ("Tongerloplein 8", "4701 HV", "Roosendaal")
    paris = Customer.objects.get(name="ICI Paris").addresses.get()
    assert (paris.zipcode, paris.city) == ("", "Bergen op Zoom")


def test_a_file_of_customers_is_no_file_of_products() -> None:
    run = uploaded(real("16-odoo-customers-tags.csv"), subject=Subject.PRODUCTS)
    assert "code" not in run.mapping["columns"] or "name" in run.mapping["columns"]
