"""Products and prices of an import are taken back together, with the facts of doing it by hand."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pakhuis.catalogue.actions import update_product
from pakhuis.catalogue.intake import ProductFields
from pakhuis.catalogue.models import Product
from pakhuis.imports.models import ImportRun
from pakhuis.imports.states import Subject
from pakhuis.journal.models import Fact
from pakhuis.kernel.actor import SYSTEM
from pakhuis.pricing.actions import change_price, remove_price
from pakhuis.pricing.models import PriceListEntry
from tests.conftest import MOMENT
from tests.factories import a_price_list, a_product, a_vat_group, a_warehouse
from tests.imports.running import imported, rows, undone

pytestmark = pytest.mark.django_db
FEW = 20
"""So many questions more at most for forty rows more: long lists are written by another way."""


@pytest.fixture(autouse=True)
def house() -> None:
    a_vat_group()
    a_warehouse()


def products(content: str) -> ImportRun:
    return imported(content, subject=Subject.PRODUCTS)


def prices(content: str) -> ImportRun:
    return imported(content, subject=Subject.PRICES)


def heaps(run: ImportRun) -> list[str]:
    return [row.heap for row in rows(run)]


def asked(captured: Any) -> int:
    return sum(1 for one in captured.captured_queries if "SAVEPOINT" not in one["sql"])


def test_many_products_go_back_with_few_questions(django_assert_max_num_queries: Any) -> None:
    used = []
    for count, letter in ((20, "A"), (60, "B")):
        for n in range(count):
            a_product(f"{letter}{n}")
        new = "".join(f"{letter}X{n};New;1\n" for n in range(count))
        old = "".join(f"{letter}{n};N;{n}\n" for n in range(count))
        run = products(f"Productcode;Naam;Prijs\n{new}{old}")
        with django_assert_max_num_queries(1000) as captured:
            undone(run)
        used.append(asked(captured))
        assert heaps(run) == ["kept"] * count + ["reversed"] * count
    assert used[1] < used[0] + FEW
    assert set(Product.objects.filter(active=True).values_list("price", flat=True)) == {10}
    assert Product.objects.filter(active=False, code__contains="X").count() == 80
    assert Fact.objects.filter(name="product.changed", actor_kind="system").count() == 160


def test_barcodes_go_back_the_way_they_came() -> None:
    products("Productcode;Naam;Barcode\nA;A;1\nB;B;2\nC;C;3\n")
    run = products("Productcode;Barcode\nA;9\nB;1\nC;2\n")
    undone(run)
    assert heaps(run) == ["reversed"] * 3
    assert dict(Product.objects.values_list("code", "barcode")) == {"A": "1", "B": "2", "C": "3"}


def test_a_product_that_its_own_rules_keep_stays_and_the_others_go_back() -> None:
    products("Productcode;Naam;Barcode\nA;A;1\nB;B;2\n")
    run = products("Productcode;Naam;Barcode\nA;A!;9\nB;B!;8\n")
    taken = a_product("C")
    update_product(taken.pk, ProductFields(barcode="1"), by=SYSTEM, now=MOMENT)
    undone(run)
    assert heaps(run) == ["impossible", "reversed"]
    assert rows(run)[0].heap_reasons[0]["code"] == "barcode_taken"
    assert sorted(Product.objects.values_list("code", "name", "barcode"))[:2] == [
        ("A", "A!", "9"),
        ("B", "B", "2"),
    ]


def test_many_prices_go_back_with_few_questions(django_assert_max_num_queries: Any) -> None:
    used = []
    for count, letter in ((20, "A"), (60, "B")):
        codes = [f"{letter}{n}" for n in range(count)]
        for name in ("Horeca", "Winkel"):
            a_price_list(f"{name} {letter}", **{code: [("5", 1)] for code in codes})
        lines = [
            f"{name} {letter};{code};{price}"
            for code in codes
            for name, price in (("Horeca", 6), ("Winkel", 7))
        ]
        more = [f"Horeca {letter};{code};4;10" for code in codes]
        run = prices("Prijslijst;Productcode;Prijs;Vanaf\n" + "\n".join((*lines, *more)) + "\n")
        assert (run.created, run.changed) == (count, 2 * count)
        with django_assert_max_num_queries(1000) as captured:
            undone(run)
        used.append(asked(captured))
        assert heaps(run) == ["reversed"] * 3 * count
    assert used[1] < used[0] + FEW
    assert set(PriceListEntry.objects.values_list("price", "min_amount")) == {(5, 1)}
    assert PriceListEntry.objects.count() == 160


def test_what_somebody_changed_or_took_off_is_told_apart() -> None:
    a_price_list("Horeca", A=[("5", 1)], B=[("5", 1)])
    a_product("C")
    run = prices("Prijslijst;Productcode;Prijs\nHoreca;A;6\nHoreca;B;6\nHoreca;C;6\n")
    first, second, third = PriceListEntry.objects.order_by("product__code")
    change_price(first.pk, price="9", min_amount=1, valid_from=None, valid_until=None, by=SYSTEM, now=MOMENT)
    remove_price(third.pk, by=SYSTEM, now=MOMENT)
    update_product(second.product_id, ProductFields(code="B2"), by=SYSTEM, now=MOMENT)
    undone(run)
    assert heaps(run) == ["kept", "reversed", "impossible"]
    told = [[one["code"] for one in row.heap_reasons] for row in rows(run)]
    assert told == [["touched_since"], [], ["gone_since"]]
    assert sorted(PriceListEntry.objects.values_list("product__code", "price")) == [("A", 9), ("B2", 5)]


def test_the_facts_are_those_of_doing_it_by_hand() -> None:
    found = a_price_list("Horeca", A=[("5", 1)], B=[("5", 1)])
    before = Fact.objects.latest("pk").pk
    prices("Prijslijst;Productcode;Prijs;Vanaf\nHoreca;A;4;10\n")
    made = PriceListEntry.objects.get(min_amount=10)
    remove_price(made.pk, by=SYSTEM, now=MOMENT)
    by_hand = _told(before, found.pk)
    before = Fact.objects.latest("pk").pk
    undone(prices("Prijslijst;Productcode;Prijs;Vanaf\nHoreca;A;4;10\n"))
    assert _told(before, found.pk) == by_hand
    assert len(by_hand) == 4


def _told(after: int, list_id: int) -> list[tuple[str, Any]]:
    facts = Fact.objects.filter(pk__gt=after, name__in=("price_list.prices_changed", "product.changed"))
    return [(one.name, one.data) for one in facts.order_by("pk")]


def test_an_undo_looks_for_rows_by_what_there_is_an_index_for() -> None:
    """All rows of a run for each batch would be ever more the longer its file is."""
    a_product("A")
    a_price_list("Horeca")
    run = prices("Prijslijst;Productcode;Prijs\nHoreca;A;2\nHoreca;A;3\n")
    with CaptureQueriesContext(connection) as captured:
        undone(run)
    assert heaps(run) == ["reversed"] * 2
    assert not PriceListEntry.objects.exists()
    reading = [one["sql"] for one in captured if 'FROM "imports_importrow"' in one["sql"]]
    assert reading and not [one for one in reading if '"subject_id" IN' in one or '"subject_id" =' in one]
