"""New products by the hundred: the same checks and facts as one by one, in few statements."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from pakhuis.catalogue.actions import create_product, create_products
from pakhuis.catalogue.intake import NewProduct, ProductFields
from pakhuis.catalogue.models import Product, VatGroup
from pakhuis.journal.queries import logbook
from pakhuis.kernel.actor import SYSTEM
from pakhuis.kernel.problem import Refused
from tests.factories import MOMENT, a_vat_group

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def group() -> VatGroup:
    return a_vat_group()


def made(*wanted: NewProduct) -> list[Any]:
    """The products, and the codes of the problems where there is none."""
    done = create_products(wanted, by=SYSTEM, now=MOMENT)
    return [one if isinstance(one, Product) else [problem.code for problem in one] for one in done]


def test_each_is_made_as_it_would_be_alone(group: VatGroup) -> None:
    low = a_vat_group("9", is_standard=False)
    first, second = made(
        NewProduct(code=" A ", name="Tripel", price="1.23445", barcode="871", weight="350"),
        NewProduct(code="B", name="Café", vat_group_id=low.pk, more=ProductFields(active=False)),
    )
    alone = create_product(
        NewProduct(code="C", name="Tripel", price="1.23445", barcode="872", weight="350"),
        by=SYSTEM,
        now=MOMENT,
    )
    first.refresh_from_db()
    second.refresh_from_db()
    one, other = (dict(it) for it in Product.objects.filter(pk__in=[first.pk, alone.pk]).values())
    own = {"id", "code", "barcode", "search_text"}
    assert {name for name, value in one.items() if other[name] != value} == own
    assert (first.code, first.vat_group, first.search_text) == ("A", group, "a | tripel | 871")
    assert (second.vat_group, second.active, second.price) == (low, False, Decimal(0))
    assert [one.name for one in logbook("product", first.pk)] == ["product.created"]
    assert list(Product.objects.filter(search_text__fragments=["cafe"])) == [second]


def test_those_that_cannot_be_made_say_why_and_keep_back_nobody() -> None:
    create_product(NewProduct(code="A", name="There", barcode="871"), by=SYSTEM, now=MOMENT)
    found = made(
        NewProduct(code="A", name="Again", barcode="1"),
        NewProduct(code="B", name="", barcode="871", price="x"),
        NewProduct(code="C", name="C", barcode="2"),
        NewProduct(code="D", name="D", barcode="2"),
        NewProduct(code="C", name="C"),
        NewProduct(code="E", name="E", vat_group_id=99),
        NewProduct(code="F", name="F", barcode="1"),
    )
    assert [sorted(one) if isinstance(one, list) else one.code for one in found] == [
        ["code_taken"],
        ["barcode_taken", "missing", "not_a_number"],
        "C",
        ["barcode_taken"],
        ["code_taken"],
        ["unknown_vat_group"],
        "F",
    ]
    assert sorted(Product.objects.values_list("code", flat=True)) == ["A", "C", "F"]


def test_none_and_many_ask_as_few_questions(django_assert_max_num_queries: Any) -> None:
    assert made() == []
    with django_assert_max_num_queries(16):
        found = made(*(NewProduct(code=f"P{n}", name=f"Product {n}", barcode=f"{n}") for n in range(120)))
    assert [one.code for one in found] == [f"P{n}" for n in range(120)]


def test_without_any_vat_group_it_is_refused() -> None:
    VatGroup.objects.update(active=False, is_standard=False)
    with pytest.raises(Refused):
        made(NewProduct(code="A", name="A"))
