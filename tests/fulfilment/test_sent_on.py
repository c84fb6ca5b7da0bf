"""Where the account processes backorders by itself, it does so wherever goods for them come from."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from pakhuis.accounts.actions import change_settings
from pakhuis.fulfilment.actions import (
    cancel_and_hand_on,
    force_cancel_order,
    move_between_warehouses,
    reopen_order,
    withdraw_order,
)
from pakhuis.kernel.actor import SYSTEM
from pakhuis.orders.models import Order
from pakhuis.stock.models import Warehouse
from tests.factories import MOMENT, a_processed_order, a_warehouse, lines, stocked
from tests.invariants import check

pytestmark = pytest.mark.django_db
DO: dict[str, Any] = {"by": SYSTEM, "now": MOMENT}
TAKE_BACK = (withdraw_order, force_cancel_order, reopen_order)
Committed = Any
"""What runs at the commit is run (a fixture of pytest-django)."""


@pytest.fixture
def house() -> Warehouse:
    change_settings(processes_backorders_itself=True, **DO)
    return a_warehouse("Hoofd", priority=1)


def on_picklists(order: Order) -> int:
    open_ones = order.picklists.exclude(status="cancelled")
    return sum(one.amount for picklist in open_ones for one in picklist.lines.all())


@pytest.mark.parametrize("is_on", [True, False])
def test_a_transfer(house: Warehouse, is_on: bool) -> None:
    change_settings(processes_backorders_itself=is_on, **DO)
    store = a_warehouse("Winkel", priority=2, accepts_orders=False)
    product = stocked(store, A=5)["A"]
    order = a_processed_order(lines=lines(A=3))
    given = move_between_warehouses(
        product.pk, from_warehouse_id=store.pk, to_warehouse_id=house.pk, amount=4, **DO
    )
    assert given == 3
    assert on_picklists(order) == (3 if is_on else 0)
    check()


@pytest.mark.parametrize("take_back", TAKE_BACK)
def test_what_another_order_gives_back(
    house: Warehouse, take_back: Callable[..., Order], django_capture_on_commit_callbacks: Committed
) -> None:
    stocked(house, A=5, B=1)
    first = a_processed_order(lines=lines(A=5))
    second, other = a_processed_order(lines=lines(A=4)), a_processed_order(lines=lines(B=2))
    assert on_picklists(second) == 0
    with django_capture_on_commit_callbacks(execute=True):
        take_back(first.pk, **DO)
    assert (on_picklists(first), on_picklists(second)) == (0, 4)
    assert other.backorders.get().state == "open"
    check()


def test_what_a_cancelled_backorder_held(
    house: Warehouse, django_capture_on_commit_callbacks: Committed
) -> None:
    stocked(house, A=3, B=0)
    first = a_processed_order(lines=lines(A=3, B=1), autosplit=False)
    second = a_processed_order(lines=lines(A=2))
    with django_capture_on_commit_callbacks(execute=True):
        cancel_and_hand_on(first.backorders.get(product__code="A").pk, **DO)
    assert on_picklists(second) == 2
    check()


def test_nothing_is_sent_on_where_nobody_got_anything(
    house: Warehouse, django_capture_on_commit_callbacks: Committed
) -> None:
    """What another order waited for, whole, is not what came free here."""
    stocked(house, A=2, B=0)
    first = a_processed_order(lines=lines(A=3), autosplit=False)
    second = a_processed_order(lines=lines(B=1))
    with django_capture_on_commit_callbacks(execute=True):
        withdraw_order(second.pk, **DO)
    assert (on_picklists(first), first.backorders.get().available) == (0, 2)


def test_whoever_has_more_to_write_sends_on_after_it(house: Warehouse) -> None:
    """Inside a caller's transaction no other order is locked after stock."""
    stocked(house, A=5)
    first, second = a_processed_order(lines=lines(A=5)), a_processed_order(lines=lines(A=4))
    withdraw_order(first.pk, **DO)
    assert (on_picklists(second), second.backorders.get().available) == (0, 4)
