"""New products of a file: made at once with their opening stock, in the order of their rows all the same."""

from __future__ import annotations

from typing import Any

import pytest

from pakhuis.catalogue.models import Product
from pakhuis.imports.models import ImportRun
from pakhuis.imports.states import Subject
from pakhuis.orders.models import Backorder
from pakhuis.stock.models import StockLevel
from tests.factories import a_processed_order, a_product, a_vat_group, a_warehouse, lines
from tests.imports.running import codes, counts, imported, outcomes, rows

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def house() -> None:
    a_vat_group()
    a_warehouse("Hal")


def products(content: str, *, tries: bool = False) -> ImportRun:
    return imported(content, subject=Subject.PRODUCTS, tries=tries)


def on_hand() -> dict[str, int]:
    levels = StockLevel.objects.filter(on_hand__gt=0)
    return dict(levels.values_list("product__code", "on_hand"))


@pytest.mark.parametrize("tries", [True, False])
def test_rows_between_others_are_taken_in_their_order(tries: bool) -> None:
    """A barcode is of the row that comes first, whether its product is new or not."""
    a_product("OLD")
    run = products(
        "Productcode;Naam;Barcode;Voorraad\nA;A;1;3\nOLD;Oud;2;\nB;B;2;4\nC;C;3;5\nC;Cc;3;5\nOLD;Oud;3;\nD;D;4;1\n",
        tries=tries,
    )
    assert outcomes(run) == ["created", "changed", "refused", "created", "changed", "refused", "created"]
    assert codes(run)[2] == codes(run)[5] == ["barcode_taken"]
    assert rows(run)[0].changes == [
        ["code", "", "A"],
        ["name", "", "A"],
        ["price", "", "0"],
        ["vat_group_id", "", rows(run)[0].changes[3][2]],
        ["barcode", "", "1"],
        ["weight", "", "0"],
        ["active", "", "True"],
        ["stock", "0", "3"],
    ]
    assert on_hand() == {"A": 3, "C": 5, "D": 1}
    assert Product.objects.get(code="C").name == "Cc"


def test_a_product_that_is_switched_off_in_the_file_is_made_so() -> None:
    run = products("Productcode;Naam;Actief;Magazijn;Voorraad\nA;A;nee;hal;2\nB;B;ja;elders;1\n")
    assert outcomes(run) == ["created", "refused"]
    assert not Product.objects.get(code="A").active
    assert on_hand() == {"A": 2}


def test_what_comes_to_the_shelf_goes_to_who_waits_for_it() -> None:
    """A product that was sold before it was ever in stock: the file brings the pieces of the backorder."""
    a_product("A")
    a_processed_order(lines=lines(A=3))
    assert Backorder.objects.get().available == 0
    run = products("Productcode;Voorraad\nA;10\n")
    assert counts(run)[:3] == (1, 0, 1)
    assert Backorder.objects.get().available == 3


def test_many_new_products_ask_few_questions(django_assert_max_num_queries: Any) -> None:
    listed = "".join(f"P{n};Product {n};{n};{n + 1}\n" for n in range(90))
    with django_assert_max_num_queries(82):
        run = products(f"Productcode;Naam;Barcode;Voorraad\n{listed}")
    assert counts(run) == (90, 90, 0, 0, 0, 0)
    assert on_hand() == {f"P{n}": n + 1 for n in range(90)}
