"""The filter, the number on the first page and the deed mean the same backorders."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pakhuis.fulfilment.actions import pause_order
from pakhuis.kernel.actor import SYSTEM
from pakhuis.orders.actions import release_backorders
from pakhuis.orders.going import can_go
from pakhuis.orders.models import Backorder, BackorderState, Order
from tests.effort import examples
from tests.factories import (
    MOMENT,
    a_composition,
    a_processed_order,
    a_product,
    a_warehouse,
    lines,
    stocked,
)

pytestmark = pytest.mark.django_db
DO: dict[str, Any] = {"by": SYSTEM, "now": MOMENT}
PIECES = st.integers(0, 4)
ORDERS = st.lists(
    st.tuples(st.booleans(), st.fixed_dictionaries({"A": PIECES, "B": PIECES, "SET": PIECES})),
    min_size=1,
    max_size=4,
)
LATER = st.lists(st.tuples(st.integers(0, 1), st.sampled_from("AB"), st.integers(1, 5)), max_size=5)


def told() -> set[int]:
    return set(can_go(Backorder.objects.all()).values_list("pk", flat=True))


def waiting() -> dict[int, int]:
    return dict(Backorder.objects.filter(state=BackorderState.OPEN).values_list("pk", "amount"))


def gone() -> set[int]:
    """Of which pieces went when everything is let go, which is undone again."""
    with transaction.atomic():
        before = waiting()
        for pk in Order.objects.order_by("pk").values_list("pk", flat=True):
            release_backorders(pk, **DO)
        after = waiting()
        transaction.set_rollback(True)
    return {pk for pk, amount in before.items() if after.get(pk) != amount}


@settings(
    deadline=None, max_examples=examples(25), suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(orders=ORDERS, later=LATER)
def test_what_is_said_to_go_goes_and_nothing_else(
    orders: list[tuple[bool, dict[str, int]]], later: list[tuple[int, str, int]]
) -> None:
    with transaction.atomic():
        houses = [a_warehouse(), a_warehouse(priority=2)]
        stocked(houses[0], A=3, B=2)
        a_composition("SET", A=1, B=2)
        for autosplit, amounts in orders:
            wanted = {code: pieces for code, pieces in amounts.items() if pieces}
            if wanted:
                a_processed_order(lines=lines(**wanted), autosplit=autosplit)
        for house, code, pieces in later:
            stocked(houses[house], **{code: pieces})
        # One after the other, orders without autosplit may want the same free pieces: each alone could go.
        said, went = told(), gone()
        assert went <= said
        contested = {one.pk for one in Backorder.objects.filter(order__autosplit=False, pk__in=said - went)}
        assert said - went == contested
        transaction.set_rollback(True)


def test_an_order_that_goes_whole_waits_for_all_of_it_and_a_paused_one_for_a_person() -> None:
    house = a_warehouse()
    stocked(house, A=3)
    order = a_processed_order(lines=lines(A=3, B=1) if a_product("B") else (), autosplit=False)
    assert order.backorders.filter(available__gte=1).exists()
    assert told() == gone() == set()
    stocked(house, B=1)
    assert told() == gone() == set(order.backorders.values_list("pk", flat=True))
    pause_order(order.pk, reason="bellen", **DO)
    assert told() == gone() == set()


def test_pieces_that_lie_free_in_another_house_count_for_an_order_that_goes_whole() -> None:
    a_warehouse()
    a_product("A")
    order = a_processed_order(lines=lines(A=3), autosplit=False)
    stocked(a_warehouse("Ander", priority=5), A=3)
    assert order.backorders.get().available == 0
    assert told() == gone() == {order.backorders.get().pk}


def test_many_orders_are_asked_no_more_than_few() -> None:
    house = a_warehouse()
    stocked(house, A=0)
    asked = []
    for count in (2, 9):
        for _ in range(count):
            a_processed_order(lines=lines(A=1), autosplit=False)
        stocked(house, A=count)
        with CaptureQueriesContext(connection) as queries:
            told()
        asked.append(len(queries))
    assert asked[0] == asked[1] <= 5
