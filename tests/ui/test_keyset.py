"""Paging by the last row seen: every row once whatever the order, and no walk over the pages before."""

from __future__ import annotations

import base64
import json
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.http import QueryDict
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from pakhuis.accounts.models import User
from pakhuis.customers.models import Customer
from pakhuis.orders.models import Order
from pakhuis.ui.customer_filter import SORTS
from pakhuis.ui.keyset import Sort, page_of
from tests.factories import MOMENT, a_customer, a_product, an_order, lines

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


def after(told: Any) -> str:
    raw = told if isinstance(told, bytes) else json.dumps(told).encode()
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


ODD_VALUES: tuple[Any, ...] = (
    "abc",
    5,
    True,
    None,
    "\ud800",
    "a\x00",
    10**30,
    1.5,
    [],
    {},
    "2026-01-01",
    "0001-01-01T00:00+14:00",
)
NONSENSE = [
    *(after([value, 1]) for value in ODD_VALUES),
    *(
        after(told)
        for told in (b"[" * 3000, b"\xff", [1], [1, 2, 3], ["a", "b"], ["a", 10**30], {"a": 1, "b": 2}, 5)
    ),
    *("²", "é", "=", "a"),
]


@pytest.mark.parametrize("sort", [*SORTS, "doubles"])
def test_a_made_up_place_to_go_on_breaks_nothing(admin: User, sort: str) -> None:
    a_customer("De Kade")
    browser = Client()
    browser.force_login(admin)
    path = "/customers/doubles/" if sort == "doubles" else "/customers/"
    for where in NONSENSE:
        assert browser.get(path, {"sort": sort, "after": where}).status_code == 200, where


@pytest.mark.parametrize("told", [["abc", 1], ["2026-01-01", 1], [None, "1"], [None, True], 5])
def test_what_no_row_can_say_begins_at_the_first_page(told: Any) -> None:
    some(2, without=0)
    request = RequestFactory().get("/", {"after": after(told)})
    page = page_of(Customer.objects.all(), request, sort=SORTS["last_order"])
    assert (page.is_first, len(page.rows)) == (True, 2)


def test_days_are_gone_on_from_too() -> None:
    a_product("A")
    for n in range(5):
        Order.objects.filter(pk=an_order(lines=lines(A=1)).pk).update(
            preferred_delivery_date=date(2026, 12, 1 + n // 2) if n < 4 else None
        )
    sort, seen, query = Sort("preferred_delivery_date", nullable=True), [], ""
    for _ in range(5):
        request = RequestFactory().get("/", QueryDict(query).dict())
        page = page_of(Order.objects.all(), request, sort=sort, size=1)
        seen += [one.pk for one in page.rows]
        query = page.next_query
    assert seen == sorted(Order.objects.values_list("pk", flat=True))
    assert not query
