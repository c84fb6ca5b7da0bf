"""The overview narrowed to a language or an own field: the same customers whatever way they are found."""

from __future__ import annotations

import pytest
from django.db import connection
from django.db.models import QuerySet

from pakhuis.customers.models import Customer
from pakhuis.customers.search import speaking
from tests.factories import a_customer

pytestmark = pytest.mark.django_db


@pytest.fixture
def some() -> dict[str, list[int]]:
    """Customers by their language, in the order of their names."""
    names = {"nl": ("Aap", "Mies", "Zus"), "en": ("Bob", "Will")}
    return {
        language: [a_customer(one, language=language).pk for one in those]
        for language, those in names.items()
    }


@pytest.mark.parametrize("by_name", [True, False])
@pytest.mark.parametrize("few", [0, 2, 100])
def test_the_same_customers_whether_few_or_many(some: dict[str, list[int]], by_name: bool, few: int) -> None:
    for language, expected in some.items():
        rows = speaking(Customer.objects.order_by("name_key"), language, by_name=by_name, few=few)
        assert list(rows.values_list("pk", flat=True)) == expected


def plan(rows: QuerySet[Customer]) -> str:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off")
    return rows.explain()


def test_by_name_an_index_of_the_language_is_walked(some: dict[str, list[int]]) -> None:
    rows = speaking(Customer.objects.order_by("name_key", "pk"), "en", by_name=True)
    told = plan(rows[:2])
    assert "customer_by_language" in told
    assert "TEMP B-TREE" not in told


def test_in_another_order_many_are_met_along_it(some: dict[str, list[int]]) -> None:
    rows = Customer.objects.order_by("number_key", "pk")
    if connection.vendor == "sqlite":  # the other engine judges by how many there are
        assert "customer_by_language" in plan(speaking(rows, "en", by_name=False)[:2])
    told = plan(speaking(rows, "nl", by_name=False, few=2)[:2])
    assert "customer_by_language" not in told
    assert "TEMP B-TREE" not in told
