"""Queries that are built once and filled in: the rows of Django itself, for any ids."""

from __future__ import annotations

from typing import Any

import pytest
from django.db.models import Max

from pakhuis.api.prepared import Prepared
from pakhuis.catalogue.models import Product
from tests.factories import a_product

COLUMNS = ("id", "code", "price", "active", "created_at", "length")


def query(ids: list[int]) -> Any:
    return Product.objects.filter(pk__in=ids, active=True).order_by("-pk").values_list(*COLUMNS)


@pytest.fixture
def products(db: None) -> list[int]:
    return [a_product(f"P{number}", price=f"{number}.25").pk for number in range(4)]


def test_the_rows_are_those_of_django(products: list[int]) -> None:
    prepared = Prepared(query)
    some = [*products, 0, 10**9]
    for length in range(len(some) + 1):
        ids = some[::-1][:length]
        assert [tuple(row) for row in prepared(ids)] == list(query(ids))


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
