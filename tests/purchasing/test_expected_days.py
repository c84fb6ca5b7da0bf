"""When a backorder can be expected: announced goods are handed out as they will be when they come."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from pakhuis.orders.actions import expect_backorders, prioritise_order
from pakhuis.orders.models import Backorder, Order
from pakhuis.purchasing.actions import close_purchase
from pakhuis.purchasing.queries import announced, expected_days
from pakhuis.purchasing.rules import Coming, Waits, days_expected
from pakhuis.stock.models import Warehouse
from tests.factories import a_processed_order, a_product, a_warehouse, lines
from tests.purchasing.making import LATER, SOON, WHO, a_concept, a_purchase

ONE, TWO = 1, 2
DAYS = st.integers(0, 5).map(lambda count: SOON + timedelta(days=count))
COMING = st.lists(
    st.builds(Coming, warehouse=st.sampled_from([ONE, TWO]), pieces=st.integers(1, 9), on=DAYS), max_size=6
)
HOUSES = st.sampled_from([frozenset({ONE}), frozenset({TWO}), frozenset({ONE, TWO})])
QUEUE = st.lists(st.tuples(st.integers(1, 9), HOUSES), max_size=6).map(
    lambda rows: [
        Waits(backorder=place, missing=one, warehouses=able) for place, (one, able) in enumerate(rows)
    ]
)


@given(coming=COMING, queue=QUEUE)
def test_never_more_is_promised_than_comes(coming: list[Coming], queue: list[Waits]) -> None:
    """Of what comes until any day the backorders that have their day by then are served whole."""
    days = days_expected(coming, queue)
    assert set(days) <= {one.backorder for one in queue}
    for day in {one.on for one in coming}:
        for houses in ({ONE}, {TWO}, {ONE, TWO}):
            there = sum(one.pieces for one in coming if one.on <= day and one.warehouse in houses)
            served = [
                one for one in queue if days.get(one.backorder, date.max) <= day and one.warehouses <= houses
            ]
            assert sum(one.missing for one in served) <= there


@given(coming=COMING, queue=QUEUE)
def test_the_order_in_which_goods_are_written_down_does_not_matter(
    coming: list[Coming], queue: list[Waits]
) -> None:
    per_day = sorted(coming, key=lambda one: (one.on, one.warehouse))
    assert set(days_expected(per_day, queue)) >= set()
    if all(one.warehouses == {ONE, TWO} for one in queue):
        assert days_expected(coming, queue) == days_expected(per_day, queue)


@given(coming=COMING, queue=QUEUE)
def test_whoever_stands_in_front_waits_no_longer_for_being_there_alone(
    coming: list[Coming], queue: list[Waits]
) -> None:
    """Nobody gets an earlier day by those who stand behind."""
    if queue:
        alone = days_expected(coming, queue[:1])
        assert days_expected(coming, queue).get(0) == alone.get(0)


def test_a_backorder_waits_for_its_last_piece() -> None:
    coming = [Coming(warehouse=ONE, pieces=3, on=LATER), Coming(warehouse=ONE, pieces=2, on=SOON)]
    able = frozenset({ONE})
    queue = [
        Waits(backorder=1, missing=1, warehouses=able),
        Waits(backorder=2, missing=2, warehouses=able),
        Waits(backorder=3, missing=3, warehouses=able),
    ]
    assert days_expected(coming, queue) == {1: SOON, 2: LATER}


def backorder(order: Order) -> Backorder:
    return order.backorders.get()


def waiting(*amounts: int, **given: Any) -> list[Backorder]:
    """Backorders of A for so many pieces, in the order of the queue."""
    return [backorder(a_processed_order(lines=lines(A=amount), **given)) for amount in amounts]


@pytest.mark.django_db
def test_backorders_get_their_day_from_purchase_orders_in_the_order_of_the_queue() -> None:
    a_warehouse()
    a_product("A")
    first, second, third = waiting(2, 3, 1)
    a_purchase(A=2)
    a_purchase(A=3, on=LATER)
    a_concept(A=9)
    assert expected_days([first, second, third]) == {first.pk: SOON, second.pk: LATER}
    prioritise_order(third.order_id, **WHO)
    assert expected_days([first, second, third]) == {third.pk: SOON, first.pk: LATER}


@pytest.mark.django_db
def test_what_somebody_said_counts_and_goods_without_a_day_promise_nothing() -> None:
    a_warehouse()
    a_product("A")
    (one,) = waiting(2)
    purchase = a_purchase(A=9, on=None)
    assert expected_days([one]) == {}
    assert [line.outstanding for line in announced([one.product_id])] == [9]
    expect_backorders([one.pk], on=LATER, **WHO)
    one.refresh_from_db()
    a_purchase(A=9, on=SOON)
    assert expected_days([one]) == {one.pk: LATER}
    close_purchase(purchase.pk, **WHO)
    assert announced([one.product_id]).count() == 1


@pytest.mark.django_db
def test_only_a_warehouse_that_may_deliver_gives_a_day() -> None:
    here = a_warehouse("Here", priority=1)
    there = a_warehouse("There", priority=2)
    a_product("A")
    (bound,) = waiting(1, warehouse_ids=(here.pk,))
    (whole,) = waiting(1, autosplit=False)
    (free,) = waiting(1)
    a_purchase(A=9, house=there)
    assert expected_days([bound, whole, free]) == {free.pk: SOON}
    Warehouse.objects.filter(pk=there.pk).update(accepts_orders=False)
    assert expected_days([bound, whole, free]) == {}


@pytest.mark.django_db
def test_nobody_behind_those_who_ask_is_read_and_that_changes_nothing() -> None:
    a_warehouse()
    a_product("A")
    queue = waiting(1, 2, 1, 3, 1, 2)
    a_purchase(A=4)
    a_purchase(A=5, on=LATER)
    prioritise_order(queue[4].order_id, **WHO)
    rows = {one.pk: one for one in Backorder.objects.all()}
    whole = expected_days(rows.values())
    assert len(whole) == 5
    for one in rows.values():
        with CaptureQueriesContext(connection) as asked:
            alone = expected_days([one])
        assert alone.get(one.pk) == whole.get(one.pk)
        read = next(query["sql"] for query in asked if '"orders_backorder"."priority"' in query["sql"])
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT count(*) FROM ({read}) AS queue")
            in_line = sum((it.priority, it.pk) <= (one.priority, one.pk) for it in rows.values())
            assert cursor.fetchone() == (in_line,)


@pytest.mark.django_db
def test_a_page_of_backorders_takes_five_queries(django_assert_num_queries: object) -> None:
    a_warehouse()
    a_product("A")
    rows = waiting(1, 1, 1, 1, 1, 1)
    a_purchase(A=3)
    with django_assert_num_queries(4):  # type: ignore[operator]
        assert len(expected_days(rows)) == 3
