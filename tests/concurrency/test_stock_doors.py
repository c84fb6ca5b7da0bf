"""The doors of stock at once: moves, receipts, corrections, places and compositions against orders."""

from __future__ import annotations

import pytest

from pakhuis.fulfilment.proof import deviations
from pakhuis.orders.models import Order
from pakhuis.stock.models import LocationStock, StockLevel, StockMove
from tests.concurrency.race import race
from tests.factories import (
    a_location,
    a_processed_order,
    a_product,
    a_warehouse,
    an_order,
    lines,
    stocked,
)

pytestmark = pytest.mark.django_db(transaction=True)


def proven() -> None:
    assert [str(one) for one in deviations()] == []


def test_moves_between_warehouses_against_orders_that_reserve() -> None:
    first, second = a_warehouse(priority=1), a_warehouse(priority=2)
    product = stocked(first, A=10)["A"]
    orders = [an_order(lines=lines(A=3), autosplit=True).pk for _ in range(4)]
    move = {"product_id": product.pk, "amount": 4}
    there = ("move_over", {**move, "start": first.pk, "end": second.pk})
    back = ("move_over", {**move, "start": second.pk, "end": first.pk})
    gave = race([*(("process", {"order_id": pk}) for pk in orders), there, there, back])
    assert gave[:4] == ["done"] * 4
    assert set(gave[4:]) <= {"done", "too_few_pieces"}
    assert sum(StockLevel.objects.values_list("on_hand", flat=True)) == 10
    proven()


def test_goods_that_come_in_while_their_backorders_are_cancelled() -> None:
    house = a_warehouse()
    product = stocked(house, A=0)["A"]
    waiting = [a_processed_order(lines=lines(A=2)).backorders.get().pk for _ in range(4)]
    receipts = [("receive", {"warehouse_id": house.pk, "product_id": product.pk, "amount": 3})] * 3
    gave = race([*(("cancel_waiting", {"backorder_id": pk}) for pk in waiting), *receipts, ("send_on", {})])
    # What was sent on to a picklist first is no backorder any more.
    assert set(gave[:4]) <= {"done", "not_found"}
    assert gave[4:] == ["done"] * 4
    level = StockLevel.objects.get()
    assert (level.on_hand, level.waiting) == (9, 0)
    proven()


def test_two_who_count_the_same_shelf_do_not_add_up() -> None:
    house = a_warehouse()
    product = stocked(house, A=5)["A"]
    shelf = a_location(house, "A1")
    count = (
        "count",
        {"product_id": product.pk, "warehouse_id": house.pk, "location_id": shelf.pk, "amount": 4},
    )
    gave = race([count] * 6)
    assert gave.count("done") == 1
    assert set(gave) == {"done", "nothing_changes"}
    assert (LocationStock.objects.get().on_hand, StockMove.objects.filter(kind="correction").count()) == (
        4,
        1,
    )
    proven()


def test_no_more_leaves_a_shelf_than_lies_there() -> None:
    house = a_warehouse()
    product = stocked(house, A=6)["A"]
    shelf = a_location(house, "A1")
    put = {"product_id": product.pk, "warehouse_id": house.pk, "start": None, "end": shelf.pk, "amount": 4}
    gave = race([("relocate", put)] * 4)
    assert sorted(gave) == ["done"] + ["too_few_on_location"] * 3
    proven()


def test_two_products_do_not_become_parts_of_each_other() -> None:
    one, other = a_product("X"), a_product("Y")
    gave = race(
        [
            ("put_part", {"main_id": one.pk, "part_id": other.pk}),
            ("put_part", {"main_id": other.pk, "part_id": one.pk}),
        ]
        * 3
    )
    assert "nested_composition" in gave
    assert one.parts.count() + other.parts.count() == 1


def test_dividing_anew_against_receiving_and_picking() -> None:
    first, second = a_warehouse(priority=1), a_warehouse(priority=2)
    product = stocked(first, A=2)["A"]
    orders = [a_processed_order(lines=lines(A=4), autosplit=False).pk for _ in range(3)]
    deeds = [("again", {"order_id": pk}) for pk in orders]
    deeds += [("switch", {"order_id": pk}) for pk in orders]
    deeds += [
        ("receive", {"warehouse_id": house.pk, "product_id": product.pk, "amount": 3})
        for house in (first, second)
    ]
    gave = race([*deeds, ("send_on", {}), ("send_on", {})])
    assert set(gave) == {"done"}
    assert set(Order.objects.values_list("autosplit", flat=True)) == {True}
    proven()
