"""An undone merge leaves what came of an order with the order's customer, also what came since."""

from __future__ import annotations

from typing import Any

import pytest

from pakhuis.customers.actions.merge import merge_customers
from pakhuis.customers.actions.unmerge import undo_merge
from pakhuis.customers.models import Customer
from pakhuis.fulfilment.actions import process_backorders, process_order, receive_goods
from pakhuis.fulfilment.models import Picklist
from pakhuis.kernel.actor import SYSTEM
from pakhuis.kernel.quantities import Quantities
from pakhuis.orders.models import Backorder, Order
from pakhuis.stock.models import Warehouse
from tests.factories import (
    MOMENT,
    a_customer,
    a_processed_order,
    a_product,
    a_warehouse,
    an_order,
    lines,
    stocked,
)

pytestmark = pytest.mark.django_db
DO: dict[str, Any] = {"by": SYSTEM, "now": MOMENT}


@pytest.fixture
def house(db: None) -> Warehouse:
    house = a_warehouse()
    stocked(house, A=5)
    a_product("B")
    return house


def whose(order: Order) -> dict[str, set[int | None]]:
    """The customers of an order and of everything that came of it."""
    return {
        "order": set(Order.objects.filter(pk=order.pk).values_list("customer", flat=True)),
        "picklists": set(Picklist.objects.filter(order=order).values_list("customer", flat=True)),
        "backorders": set(Backorder.objects.filter(order=order).values_list("customer", flat=True)),
    }


def all_of(customer: Customer) -> dict[str, set[int | None]]:
    return {key: {customer.pk} for key in ("order", "picklists", "backorders")}


def test_what_was_made_since_the_merge_goes_back_with_its_order(house: Warehouse) -> None:
    winner, loser = a_customer("Winner"), a_customer("Loser")
    order = an_order(loser, lines=lines(A=1, B=2))
    merge = merge_customers(winner.pk, loser.pk, sides={}, **DO)
    process_order(order.pk, **DO)
    assert whose(order) == all_of(winner)
    undo_merge(merge.pk, **DO)
    assert whose(order) == all_of(loser)


def test_a_picklist_of_backorders_that_were_released_since_goes_back_too(house: Warehouse) -> None:
    winner, loser = a_customer("Winner"), a_customer("Loser")
    order = a_processed_order(loser, lines=lines(A=1, B=2))
    merge = merge_customers(winner.pk, loser.pk, sides={}, **DO)
    wanted = Backorder.objects.get(order=order).product_id
    receive_goods(house.pk, goods=Quantities({wanted: 1}), **DO)
    process_backorders(order_ids=[order.pk], **DO)
    assert Picklist.objects.filter(order=order).count() == 2
    undo_merge(merge.pk, **DO)
    assert whose(order) == all_of(loser)


def test_orders_of_the_winner_old_and_new_stay_with_all_that_came_of_them(house: Warehouse) -> None:
    winner, loser = a_customer("Winner"), a_customer("Loser")
    old = a_processed_order(winner, lines=lines(A=1, B=1))
    merge = merge_customers(winner.pk, loser.pk, sides={}, **DO)
    new = a_processed_order(winner, lines=lines(A=1, B=1))
    undo_merge(merge.pk, **DO)
    assert whose(old) == whose(new) == all_of(winner)
