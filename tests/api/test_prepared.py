"""Queries that are built once and filled in: the rows of Django itself, for any ids."""

from __future__ import annotations

from typing import Any

import pytest
from django.db.models import Max

from pakhuis.api.answers import LocalTime
from pakhuis.api.prepared import Prepared
from pakhuis.catalogue.models import Product
from tests.factories import a_product

COLUMNS = ("id", "code", "price", "active", "length", "name", "barcode")


def query(ids: list[int]) -> Any:
    return Product.objects.filter(pk__in=ids, active=True).order_by("-pk").values_list(*COLUMNS)


@pytest.fixture
def products(db: None) -> list[int]:
    return [a_product(f"P{number}", price=f"{number}.25").pk for number in range(4)]


def test_the_rows_are_those_of_django_but_for_empty_text(products: list[int]) -> None:
    prepared = Prepared(query)
    some = [*products, 0, 10**9]
    for length in range(len(some) + 1):
        ids = some[::-1][:length]
        expected = [(*rest, barcode or None) for *rest, barcode in query(ids)]
        assert [tuple(row) for row in prepared(ids)] == expected


@pytest.mark.parametrize(
    ("price", "said"),
    [("8.26", "8.26"), ("5.00", "5"), ("0.1", "0.1"), ("99999999.9999", "99999999.9999"), ("100", "100")],
)
def test_decimals_are_numbers_without_needless_decimals(db: None, price: str, said: str) -> None:
    product = a_product("P", price=price)
    ((number,),) = Prepared(lambda ids: Product.objects.filter(pk__in=ids).values_list("price"))([product.pk])
    assert repr(number) == said


def test_times_are_those_of_the_row_in_utc(products: list[int]) -> None:
    local = LocalTime("Pacific/Auckland")
    asked = Prepared(lambda ids: Product.objects.filter(pk__in=ids).order_by("pk").values_list("created_at"))
    kept = Product.objects.order_by("pk").values_list("created_at", flat=True)
    assert [local(at) for (at,) in asked(products)] == [local(at) for at in kept]


def test_times_that_are_reckoned_and_not_kept_are_times_too(products: list[int]) -> None:
    def latest(ids: list[int]) -> Any:
        rows = Product.objects.filter(pk__in=ids).order_by().values_list("vat_group_id")
        return rows.annotate(last=Max("created_at"), none=Max("length"))

    assert [tuple(row) for row in Prepared(latest)(products)] == list(latest(products))


def test_no_ids_ask_nothing(db: None, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        assert list(Prepared(query)([])) == []


def test_each_page_is_one_statement(products: list[int], django_assert_num_queries: Any) -> None:
    prepared = Prepared(query)
    with django_assert_num_queries(2):
        assert len(list(prepared(products))) == 4
        assert len(list(prepared(products[:1]))) == 1


@pytest.mark.parametrize(
    "wrong",
    [
        lambda _: Product.objects.all().values_list("pk"),
        lambda ids: Product.objects.filter(pk__in=ids, vat_group__in=ids).values_list("pk"),
        lambda ids: Product.objects.filter(pk__in=ids, code__in=["A"]).values_list("pk"),
    ],
)
def test_a_query_that_asks_elsewhere_too_is_refused(db: None, wrong: Any) -> None:
    with pytest.raises(ValueError, match="exactly one place"):
        list(Prepared(wrong)([1, 2]))
