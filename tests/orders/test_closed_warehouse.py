"""A warehouse that stops taking orders while an order that goes whole or not at all waits in it."""

from __future__ import annotations

from typing import Any

import pytest

from pakhuis.accounts.actions import change_settings
from pakhuis.fulfilment.actions import process_backorders
from pakhuis.kernel.actor import SYSTEM
from pakhuis.orders.models import Order
from pakhuis.stock.actions import update_warehouse
from pakhuis.stock.intake import WarehouseFields
from pakhuis.stock.models import StockLevel, Warehouse
from tests.factories import MOMENT, a_processed_order, a_warehouse, lines, stocked
from tests.invariants import check

pytestmark = pytest.mark.django_db
WHO: dict[str, Any] = {"by": SYSTEM, "now": MOMENT}


@pytest.fixture
def closed() -> Warehouse:
    """The best warehouse, with one A and no B, before it is closed; behind it stands another."""
    a_warehouse("Open", priority=2)
    house = a_warehouse("Closed", priority=1)
    stocked(house, A=1, B=0)
    return house


def close(house: Warehouse) -> None:
    update_warehouse(house.pk, WarehouseFields(accepts_orders=False), **WHO)


def picks(order: Order) -> list[tuple[str, str, int]]:
    rows = order.picklists.values_list("warehouse__name", "lines__order_line__code", "lines__amount")
    return sorted(rows)


@pytest.mark.parametrize("at_once", [False, True])
def test_what_waits_there_goes_from_there_when_it_is_complete(closed: Warehouse, at_once: bool) -> None:
    change_settings(processes_backorders_itself=at_once, **WHO)
    order = a_processed_order(lines=lines(A=2, B=1), autosplit=False)
    close(closed)
    stocked(closed, A=1)
    assert process_backorders(**WHO) == []
    stocked(closed, B=1)
    assert len(process_backorders(**WHO)) == (0 if at_once else 1)
    assert picks(order) == [("Closed", "A", 2), ("Closed", "B", 1)]
    assert not order.backorders.filter(state="open").exists()
    check()


def test_it_goes_from_elsewhere_when_all_of_it_lies_there_first(closed: Warehouse) -> None:
    order = a_processed_order(lines=lines(A=2), autosplit=False)
    close(closed)
    other = Warehouse.objects.get(name="Open")
    stocked(other, A=2)
    process_backorders(**WHO)
    assert picks(order) == [("Open", "A", 2)]
    left = StockLevel.objects.get(warehouse=closed)
    assert (left.on_hand, left.held, left.waiting, left.picking) == (1, 0, 0, 0)
    check()


def test_who_does_not_wait_there_gets_nothing_from_there(closed: Warehouse) -> None:
    close(closed)
    late = a_processed_order(lines=lines(A=2), autosplit=False)
    stocked(closed, A=5)
    assert process_backorders(**WHO) == []
    assert (picks(late), late.backorders.get().warehouse.name) == ([], "Open")
    check()


def test_a_choice_of_its_own_is_kept_to(closed: Warehouse) -> None:
    other = Warehouse.objects.get(name="Open")
    order = a_processed_order(lines=lines(A=2), autosplit=False, warehouse_ids=(other.pk,))
    stocked(closed, A=5)
    assert process_backorders(**WHO) == []
    stocked(other, A=2)
    process_backorders(**WHO)
    assert picks(order) == [("Open", "A", 2)]
    check()
