"""Backorders one by one, and dividing anew what waits."""

from __future__ import annotations

from datetime import date

import pytest

from pakhuis.fulfilment.actions import close_picklist, pick_all, process_backorders, receive_goods
from pakhuis.journal.models import Fact
from pakhuis.kernel.actor import SYSTEM
from pakhuis.kernel.problem import Refused
from pakhuis.kernel.quantities import Quantities
from pakhuis.orders.actions import (
    cancel_backorder,
    expect_backorders,
    run_autosplit_again,
    run_autosplit_for_all,
    switch_autosplit,
)
from pakhuis.orders.models import Backorder, Order
from pakhuis.stock.models import StockLevel, Warehouse
from tests.factories import MOMENT, a_processed_order, a_warehouse, an_order, lines, stocked
from tests.invariants import check

pytestmark = pytest.mark.django_db


@pytest.fixture
def houses() -> tuple[Warehouse, Warehouse]:
    """A and B in the first, nothing in the second."""
    first, second = a_warehouse("Hoofd", priority=1), a_warehouse("Winkel", priority=2)
    stocked(first, A=4, B=1)
    return first, second


def waits(order: Order) -> list[tuple[str, str, int, int]]:
    rows = order.backorders.filter(state="open").order_by("product__code", "warehouse__priority")
    return list(rows.values_list("product__code", "warehouse__name", "amount", "available"))


def give(house: Warehouse, **pieces: int) -> None:
    stocked(house, **pieces)


def test_cancelling_a_backorder_cancels_that_part_of_the_line(houses: tuple[Warehouse, Warehouse]) -> None:
    order = a_processed_order(lines=lines(A=6, B=1), autosplit=True)
    cancel_backorder(order.backorders.get().pk, by=SYSTEM, now=MOMENT)
    assert order.lines.get(code="A").amount_cancelled == 2
    order.refresh_from_db()
    assert order.status == "processing"
    fact = Fact.objects.get(name="order.backorder_cancelled")
    assert (fact.subject_id, fact.data["pieces"]) == (order.pk, 2)
    picklist = order.picklists.get()
    pick_all(picklist.pk, by=SYSTEM, now=MOMENT)
    close_picklist(picklist.pk, by=SYSTEM, now=MOMENT)
    order.refresh_from_db()
    assert order.status == "completed"
    check()


def test_what_was_held_goes_to_the_next_in_line(houses: tuple[Warehouse, Warehouse]) -> None:
    first = a_processed_order(lines=lines(A=3, B=5), autosplit=False)
    second = a_processed_order(lines=lines(A=4), autosplit=False)
    assert waits(second) == [("A", "Hoofd", 4, 1)]
    cancel_backorder(first.backorders.get(product__code="A").pk, by=SYSTEM, now=MOMENT)
    assert waits(second) == [("A", "Hoofd", 4, 4)]
    check()


def test_the_last_one_completes_the_order(houses: tuple[Warehouse, Warehouse]) -> None:
    order = a_processed_order(lines=lines(B=3), autosplit=True)
    picklist = order.picklists.get()
    pick_all(picklist.pk, by=SYSTEM, now=MOMENT)
    close_picklist(picklist.pk, by=SYSTEM, now=MOMENT)
    waiting = order.backorders.get()
    cancel_backorder(waiting.pk, by=SYSTEM, now=MOMENT)
    order.refresh_from_db()
    assert order.status == "completed"
    for gone in (waiting.pk, 999, -1, 2**70):
        with pytest.raises(Refused) as caught:
            cancel_backorder(gone, by=SYSTEM, now=MOMENT)
        assert [one.code for one in caught.value.problems] == ["not_found"]
    check()


def test_an_expected_day_is_told_and_forgotten(houses: tuple[Warehouse, Warehouse]) -> None:
    one = a_processed_order(lines=lines(A=9, B=9))
    ids = list(one.backorders.values_list("pk", flat=True))
    assert len(ids) == 2
    assert expect_backorders(ids, on=date(2026, 12, 1), by=SYSTEM, now=MOMENT) == 2
    assert set(Backorder.objects.values_list("expected_on", flat=True)) == {date(2026, 12, 1)}
    expect_backorders(ids, on=date(2026, 12, 1), by=SYSTEM, now=MOMENT)
    assert Fact.objects.filter(name="order.backorders_expected").count() == 1
    expect_backorders(ids, on=None, by=SYSTEM, now=MOMENT)
    assert Fact.objects.filter(name="order.backorders_expected").count() == 2
    assert expect_backorders([999, 2**70], on=date(2026, 12, 1), by=SYSTEM, now=MOMENT) == 0


def test_switching_autosplit_on_divides_anew(houses: tuple[Warehouse, Warehouse]) -> None:
    order = a_processed_order(lines=lines(A=4, B=3), autosplit=False)
    give(houses[1], B=2)
    assert waits(order) == [("A", "Hoofd", 4, 4), ("B", "Hoofd", 3, 1)]
    switched = switch_autosplit(order.pk, autosplit=True, by=SYSTEM, now=MOMENT)
    assert switched.autosplit is True
    assert waits(order) == [("A", "Hoofd", 4, 4), ("B", "Hoofd", 1, 1), ("B", "Winkel", 2, 2)]
    check()
    assert len(process_backorders(by=SYSTEM, now=MOMENT)) == 2
    assert not order.backorders.filter(state="open").exists()
    assert switch_autosplit(order.pk, autosplit=True, by=SYSTEM, now=MOMENT).autosplit is True
    assert Fact.objects.filter(name="order.autosplit_switched").count() == 1
    check()


def test_switching_autosplit_off_gathers_everything_in_one_house(houses: tuple[Warehouse, Warehouse]) -> None:
    order = a_processed_order(lines=lines(A=6, B=9), autosplit=True)
    give(houses[1], B=8)
    assert ("B", "Winkel", 8, 8) in waits(order)
    switch_autosplit(order.pk, autosplit=False, by=SYSTEM, now=MOMENT)
    assert waits(order) == [("A", "Winkel", 2, 0), ("B", "Winkel", 8, 8)]
    assert Order.objects.get(pk=order.pk).sources["autosplit"] == ["changed", "Pakhuis"]
    check()


def test_a_concept_is_switched_without_more(houses: tuple[Warehouse, Warehouse]) -> None:
    order = an_order(lines=lines(A=1), autosplit=False)
    assert switch_autosplit(order.pk, autosplit=True, by=SYSTEM, now=MOMENT).status == "concept"
    assert not Fact.objects.filter(name="order.redivided").exists()


def test_running_again_never_takes_from_who_stands_before(houses: tuple[Warehouse, Warehouse]) -> None:
    second = houses[1]
    early = a_processed_order(lines=lines(B=3), autosplit=False, warehouse_ids=(second.pk,))
    late = a_processed_order(lines=lines(B=3), autosplit=False)
    give(second, B=2)
    assert waits(early) == [("B", "Winkel", 3, 2)]
    assert run_autosplit_again(late.pk, by=SYSTEM, now=MOMENT) == 1
    assert waits(early) == [("B", "Winkel", 3, 2)]
    assert waits(late) == [("B", "Hoofd", 3, 1)]
    check()


def test_running_again_moves_the_whole_to_where_most_lies(houses: tuple[Warehouse, Warehouse]) -> None:
    order = a_processed_order(lines=lines(A=5, B=3), autosplit=False)
    give(houses[1], B=3, A=9)
    assert waits(order)[0][1] == "Hoofd"
    assert run_autosplit_for_all(by=SYSTEM, now=MOMENT) == 1
    assert waits(order) == [("A", "Winkel", 5, 5), ("B", "Winkel", 3, 3)]
    assert StockLevel.objects.get(product__code="A", warehouse=houses[0]).held == 0
    assert run_autosplit_for_all(by=SYSTEM, now=MOMENT) == 0
    check()


def test_running_twice_is_running_once(houses: tuple[Warehouse, Warehouse]) -> None:
    order = a_processed_order(lines=lines(A=7, B=3), autosplit=True)
    give(houses[1], A=1)
    first = run_autosplit_again(order.pk, by=SYSTEM, now=MOMENT)
    seen = list(Backorder.objects.order_by("pk").values())
    assert run_autosplit_again(order.pk, by=SYSTEM, now=MOMENT) == first
    assert list(Backorder.objects.order_by("pk").values()) == seen
    check()


def test_nothing_that_waits_is_nothing_to_divide(houses: tuple[Warehouse, Warehouse]) -> None:
    order = a_processed_order(lines=lines(A=1))
    assert run_autosplit_again(order.pk, by=SYSTEM, now=MOMENT) == 0
    goods = Quantities({order.lines.get().product_id or 0: 1})
    receive_goods(houses[0].pk, goods=goods, by=SYSTEM, now=MOMENT)
    check()
