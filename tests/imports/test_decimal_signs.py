"""1.500 is a thousand and more, or one and a half: as the other cells of its column and file tell."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pakhuis.catalogue.models import Product
from pakhuis.customers.actions import create_own_field
from pakhuis.customers.intake import OwnFieldFields
from pakhuis.customers.models import OwnValue
from pakhuis.imports.decimal_signs import OTHER, Signs, sign_in
from pakhuis.imports.models import ImportRun
from pakhuis.imports.states import Subject
from pakhuis.kernel.actor import SYSTEM
from pakhuis.kernel.numbers import as_decimal
from pakhuis.kernel.written_numbers import with_point
from tests.conftest import MOMENT
from tests.factories import a_vat_group, a_warehouse
from tests.imports.running import codes, imported, tried, uploaded


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        *(("12,5", ","), ("€ 1.234,50", ","), ("1.234.567", ","), ("0,500", ","), ("1234,500", ",")),
        *(("12.5", "."), ("1,234.50", "."), ("1,234,567", "."), ("0.125", "."), ("-.5", ".")),
        *(("1.500", ""), ("1,500", ""), ("12", ""), ("", ""), ("n.v.t.", ""), ("1.500 x", "")),
    ],
)
def test_what_a_number_shows(text: str, sign: str) -> None:
    assert sign_in(text) == sign


@given(st.integers(1, 999), st.integers(0, 999), st.sampled_from(",."))
def test_the_other_sign_stands_behind_a_thousand(thousands: int, rest: int, decimal: str) -> None:
    grouped = f"{thousands}{OTHER[decimal]}{rest:03}"
    assert as_decimal(with_point(grouped, decimal=decimal)) == thousands * 1000 + rest
    assert as_decimal(with_point(f"{thousands}{decimal}{rest:03}", decimal=decimal)) == Decimal(
        f"{thousands}.{rest:03}"
    )


def test_a_column_is_told_by_its_own_cells_first() -> None:
    signs = Signs()
    signs.look("price", ["1.500", "12,95"])
    signs.look("weight", ["2.000", "3.250"])
    signs.look("stock", ["1,000", "12.5"])
    assert signs.settled() == {"price": ",", "stock": "."}
    assert signs.open() == {"weight": "2.000"}
    signs.look("stock", ["12,5"])
    assert "stock" not in signs.settled()


def products(content: str) -> ImportRun:
    return imported(content, subject=Subject.PRODUCTS)


@pytest.fixture
def house() -> None:
    a_vat_group()
    a_warehouse()


@pytest.mark.django_db
@pytest.mark.usefixtures("house")
def test_the_file_tells_what_a_column_does_not() -> None:
    """The weight of the first row is told by the price of the last, which is of another batch."""
    rows = "".join(f"P{n};P{n};{n};\n" for n in range(120))
    run = tried(
        uploaded(f"Code;Naam;Prijs;Gewicht\nA;A;1.500;2.000\n{rows}B;B;12,95;\n", subject=Subject.PRODUCTS)
    )
    assert run.problems == []
    assert (run.created, run.refused) == (122, 0)
    products(f"Code;Naam;Prijs;Gewicht\nA;A;1.500;2.000\n{rows}B;B;12,95;\n")
    one = Product.objects.get(code="A")
    assert (one.price, one.weight) == (1500, 2000)
    products("Code;Naam;Prijs\nC;C;1,500\nD;D;3.25\n")
    assert Product.objects.get(code="C").price == 1500


@pytest.mark.django_db
@pytest.mark.usefixtures("house")
def test_where_nothing_tells_the_dry_run_says_how_it_was_read() -> None:
    run = tried(uploaded("Code;Naam;Prijs\nA;A;1.500\nB;B;2\n", subject=Subject.PRODUCTS))
    assert [(one["code"], one["path"]) for one in run.problems] == [("either_way", ["price"])]
    assert "1.500" in str(run.problems)
    products("Code;Naam;Prijs\nA;A;1.500\nB;B;2\n")
    assert Product.objects.get(code="A").price == Decimal("1.5")


@pytest.mark.django_db
def test_own_fields_and_discounts_of_customers() -> None:
    """A discount is never above a hundred, so its point is a decimal one whatever the rest says."""
    field = create_own_field(OwnFieldFields(title="Omzet", kind="number"), by=SYSTEM, now=MOMENT)
    run = imported("Naam;Korting;Omzet\nA;2.500;1.500\nB;;12,5\n")
    assert codes(run) == [[], []]
    assert sorted(OwnValue.objects.filter(field=field).values_list("text", flat=True)) == ["12.5", "1500"]
