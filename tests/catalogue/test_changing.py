"""Many products changed at once: as one by one, in a number of statements that does not grow."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from pakhuis.catalogue.actions import change_products, create_product, update_product
from pakhuis.catalogue.intake import NewProduct, ProductFields
from pakhuis.catalogue.models import Product, VatGroup
from pakhuis.journal.models import Fact
from pakhuis.kernel.actor import SYSTEM

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
LATER = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
LATELY: dict[str, Any] = {"by": SYSTEM, "now": LATER}


@pytest.fixture(autouse=True)
def _standard() -> None:
    VatGroup.objects.create(name="Hoog", percentage=21, active=True)


def _product(code: str, barcode: str = "") -> int:
    return create_product(NewProduct(code=code, name=code, barcode=barcode), by=SYSTEM, now=NOW).pk


def _changed(*wanted: tuple[int, ProductFields]) -> list[list[str]]:
    done = change_products(wanted, by=SYSTEM, now=LATER)
    return [[] if isinstance(one, Product) else [it.code for it in one] for one in done]


def test_it_does_and_tells_what_one_by_one_does() -> None:
    low = VatGroup.objects.create(name="Laag", percentage=9, active=True)
    fields = ProductFields(name=" Bok ", price="2.5", vat_group_id=low.pk, barcode="7", active=False)
    told, stored = [], []
    for change in (lambda pk: _changed((pk, fields)), lambda pk: update_product(pk, fields, **LATELY)):
        one = _product("A")
        change(one)
        told.append(Fact.objects.get(name="product.changed", subject_id=one).data)
        product = Product.objects.get(pk=one)
        stored.append([getattr(product, it.attname) for it in Product._meta.concrete_fields[1:]])
        Product.objects.all().delete()
    assert told[0] == told[1]
    assert stored[0] == stored[1]


def test_a_barcode_may_go_from_one_to_the_next_and_not_back() -> None:
    one, two, three = _product("A", "1"), _product("B", "2"), _product("C")
    wanted = [(one, "2"), (two, "1"), (three, "2")]
    assert _changed(*((pk, ProductFields(barcode=text)) for pk, text in wanted)) == [
        ["barcode_taken"],
        ["barcode_taken"],
        ["barcode_taken"],
    ]
    wanted = [(one, "3"), (two, " 1 "), (three, "2")]
    assert _changed(*((pk, ProductFields(barcode=text)) for pk, text in wanted)) == [[], [], []]
    assert dict(Product.objects.values_list("code", "barcode")) == {"A": "3", "B": "1", "C": "2"}
    assert "1" in Product.objects.get(code="B").search_text


def test_who_is_refused_is_told_all_and_stays_as_it_was() -> None:
    one, two = _product("A", "1"), _product("B")
    retired = VatGroup.objects.create(name="Oud", percentage=19, active=False)
    wrong = ProductFields(name="", price="-1", vat_group_id=retired.pk, barcode="1")
    assert _changed((two, wrong), (one, ProductFields(price=5)), (0, ProductFields())) == [
        ["missing", "out_of_range", "unknown_vat_group", "barcode_taken"],
        [],
        ["not_found"],
    ]
    assert list(Product.objects.order_by("code").values_list("name", "price")) == [("A", 5), ("B", 0)]
    assert not Fact.objects.filter(name="product.changed", subject_id=two).exists()


def test_what_changes_nothing_writes_nothing() -> None:
    one = _product("A", "1")
    assert _changed((one, ProductFields(name="A", price=Decimal("0.00"), barcode="1"))) == [[]]
    assert Product.objects.get(pk=one).updated_at == NOW
    assert not Fact.objects.filter(name="product.changed").exists()


def test_hundreds_cost_as_many_statements_as_tens(django_assert_max_num_queries: Any) -> None:
    ids = [_product(f"P{n}", f"b{n}") for n in range(120)]
    for some in (ids[:60], ids):
        wanted = [(pk, ProductFields(price=pk, barcode=f"x{len(some)}-{pk}")) for pk in some]
        with django_assert_max_num_queries(25):
            assert not any(_changed(*wanted))
