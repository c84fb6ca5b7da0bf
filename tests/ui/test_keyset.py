"""Paging by the last row seen: every row once whatever the order, and no walk over the pages before."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.http import QueryDict
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from pakhuis.customers.models import Customer
from pakhuis.ui.customer_filter import SORTS
from pakhuis.ui.keyset import page_of
from tests.factories import MOMENT, a_customer

pytestmark = pytest.mark.django_db
SIZE = 3


def pages(sort: str) -> list[list[int]]:
    """The ids of every page, by following the links."""
    seen, query = [], ""
    while True:
        request = RequestFactory().get("/", QueryDict(query).dict())
        page = page_of(Customer.objects.all(), request, sort=SORTS[sort], size=SIZE)
        seen.append([one.pk for one in page.rows])
        if not page.next_query:
            return seen
        query = page.next_query


def some(count: int, *, without: int) -> list[Customer]:
    """Customers with equal names and moments among them; the last `without` never had an order or number."""
    made = [a_customer(f"Kade {n % 2}", number="" if n >= count - without else f"{n}") for n in range(count)]
    for n, one in enumerate(made[: count - without]):
        Customer.objects.filter(pk=one.pk).update(last_order_at=MOMENT + timedelta(days=n // 3))
    return made


@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize("without", [0, 1, 2, 3, 4, 9])
def test_every_row_stands_on_one_page_in_the_order_asked_for(sort: str, without: int) -> None:
    some(9, without=without)
    whole = page_of(Customer.objects.all(), RequestFactory().get("/"), sort=SORTS[sort], size=100)
    assert len(whole.rows) == 9
    told = pages(sort)
    assert [pk for one in told for pk in one] == [one.pk for one in whole.rows]
    assert {len(one) for one in told} == {SIZE}


@pytest.mark.parametrize(
    ("sort", "bound"),
    [("name", "name_key>?"), ("number", "number_key>?"), ("last_order", "last_order_at<?")],
)
@pytest.mark.once
def test_a_later_page_starts_in_the_index_where_the_last_one_ended(sort: str, bound: str) -> None:
    """By the plan of SQLite, where tests that run once are run."""
    some(9, without=0)
    first = page_of(Customer.objects.all(), RequestFactory().get("/"), sort=SORTS[sort], size=SIZE)
    request = RequestFactory().get("/", QueryDict(first.next_query).dict())
    with CaptureQueriesContext(connection) as asked:
        assert len(page_of(Customer.objects.all(), request, sort=SORTS[sort], size=SIZE).rows) == SIZE
    (one,) = asked.captured_queries
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN QUERY PLAN " + one["sql"].replace("%", "%%"))
        plan = [row[-1] for row in cursor.fetchall()]
    assert len(plan) == 1
    assert plan[0].startswith("SEARCH customers_customer USING INDEX")
    assert bound in plan[0]
