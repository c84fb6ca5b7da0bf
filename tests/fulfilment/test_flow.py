"""Processing, picking, closing, receiving, backorders: what happens, what is refused, what is left."""

from __future__ import annotations

from typing import Any

import pytest

from pakhuis.accounts.actions import change_settings
from pakhuis.fulfilment.actions import (
    close_picklist,
    correct_and_hand_out,
    pick_all,
    pick_line,
    process_backorders,
    process_order,
    receive_goods,
)
from pakhuis.fulfilment.models import Picklist
from pakhuis.journal.models import Fact
from pakhuis.kernel.actor import SYSTEM
from pakhuis.kernel.problem import Refused
from pakhuis.kernel.quantities import Quantities
from pakhuis.orders.actions import cancel_order
from pakhuis.orders.models import Order
from pakhuis.orders.states import ALLOWED as ORDER_MOVES
from pakhuis.orders.states import OrderMove, OrderStatus
from pakhuis.stock.actions import correct_stock
from pakhuis.stock.models import StockLevel, StockMove, Warehouse
from tests.factories import (
    MOMENT,
    a_customer,
    a_processed_order,
    a_product,
    a_warehouse,
    an_order,
    codes,
    lines,
    stocked,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def house() -> Warehouse:
    warehouse = a_warehouse("Hoofd")
    stocked(warehouse, A=6, B=3, C=0)
    return warehouse


def picked_of(order: Order) -> dict[str, int]:
    found = order.allocations.filter(state="picking").values_list("line__code", "amount")
    return codes(list(found))


def waiting_of(order: Order) -> dict[str, int]:
    return codes(list(order.backorders.filter(state="open").values_list("product__code", "amount")))


def closed(order: Order) -> None:
    for picklist in order.picklists.filter(status="new"):
        pick_all(picklist.pk, by=SYSTEM, now=MOMENT)
        close_picklist(picklist.pk, by=SYSTEM, now=MOMENT)
    order.refresh_from_db()


def test_parts_go_and_the_rest_waits(house: Warehouse) -> None:
    order = a_processed_order(a_customer(), lines=lines(A=4, B=6, C=1))
    assert picked_of(order) == {"A": 4, "B": 3}
    assert waiting_of(order) == {"B": 3, "C": 1}
    closed(order)
    assert order.status == "processing"
    assert StockLevel.objects.get(product__code="A").on_hand == 2


def test_without_autosplit_nothing_goes_and_what_is_there_is_kept(house: Warehouse) -> None:
    order = a_processed_order(a_customer(autosplit=False), lines=lines(A=4, B=6, C=1))
    assert picked_of(order) == {}
    assert waiting_of(order) == {"A": 4, "B": 6, "C": 1}
    level = StockLevel.objects.get(product__code="A")
    assert (level.held, level.waiting, level.free) == (4, 0, 2)
    assert process_backorders(by=SYSTEM, now=MOMENT) == []


def test_without_autosplit_all_goes_together_when_all_is_there(house: Warehouse) -> None:
    order = a_processed_order(a_customer(autosplit=False), lines=lines(A=4, B=6, C=1))
    stocked(house, B=3)
    assert process_backorders(by=SYSTEM, now=MOMENT) == []
    stocked(house, C=1)
    (picklist,) = process_backorders(by=SYSTEM, now=MOMENT)
    assert picklist.lines.count() == 3
    closed(order)
    assert order.status == "completed"


def test_without_autosplit_another_warehouse_that_has_it_all_delivers(house: Warehouse) -> None:
    order = a_processed_order(a_customer(autosplit=False), lines=lines(A=4, B=6, C=1))
    second = a_warehouse("Tweede", priority=2)
    stocked(second, A=4, B=6, C=1)
    (picklist,) = process_backorders(by=SYSTEM, now=MOMENT)
    assert picklist.warehouse_id == second.pk
    first = StockLevel.objects.get(product__code="A", warehouse=house)
    assert (first.held, first.waiting, first.free) == (0, 0, 6)
    closed(order)
    assert order.status == "completed"


def test_goods_that_come_in_elsewhere_serve_a_waiting_order(house: Warehouse) -> None:
    order = a_processed_order(a_customer(), lines=lines(B=6))
    second = a_warehouse("Tweede", priority=2)
    stocked(second, B=2)
    waiting = sorted(order.backorders.values_list("warehouse__name", "amount", "available"))
    assert waiting == [("Hoofd", 1, 0), ("Tweede", 2, 2)]
    (picklist,) = process_backorders(by=SYSTEM, now=MOMENT)
    assert picklist.warehouse == second


def test_an_order_for_chosen_warehouses_is_not_served_from_others(house: Warehouse) -> None:
    order = a_processed_order(a_customer(), lines=lines(C=2), warehouse_ids=(house.pk,))
    stocked(a_warehouse("Tweede", priority=2), C=5)
    assert process_backorders(by=SYSTEM, now=MOMENT) == []
    stocked(house, C=5)
    assert len(process_backorders(by=SYSTEM, now=MOMENT)) == 1
    closed(order)
    assert order.status == "completed"


def test_new_stock_goes_to_the_oldest_first(house: Warehouse) -> None:
    first = a_processed_order(a_customer("Een"), lines=lines(C=4))
    second = a_processed_order(a_customer("Twee"), lines=lines(C=4))
    stocked(house, C=5)
    got = {order.pk: order.backorders.get().available for order in (first, second)}
    assert got == {first.pk: 4, second.pk: 1}


def test_what_turns_up_goes_to_who_waits_longest(house: Warehouse) -> None:
    first, second = (a_processed_order(a_customer(name), lines=lines(C=2)) for name in ("Een", "Twee"))
    product = first.backorders.get().product_id
    done: dict[str, Any] = {"warehouse_id": house.pk, "reason": "Gevonden", "by": SYSTEM, "now": MOMENT}
    level = correct_and_hand_out(product, change=3, **done)
    assert [one.backorders.get().available for one in (first, second)] == [2, 1]
    assert (level.on_hand, level.held, level.waiting, level.on_shelf) == (3, 3, 1, 0)
    with pytest.raises(Refused):
        correct_and_hand_out(product, change=-1, **done)
    with pytest.raises(Refused):
        correct_and_hand_out(10**9, change=1, **done)
    assert not Picklist.objects.filter(order=first).exists(), "nothing is sent on by itself"
    assert len(process_backorders(by=SYSTEM, now=MOMENT)) == 2


def test_what_turns_up_is_sent_on_where_the_account_wants_that(house: Warehouse) -> None:
    change_settings(processes_backorders_itself=True, by=SYSTEM, now=MOMENT)
    order = a_processed_order(a_customer(), lines=lines(C=1))
    done: dict[str, Any] = {"warehouse_id": house.pk, "reason": "Geteld", "by": SYSTEM, "now": MOMENT}
    correct_and_hand_out(order.backorders.get().product_id, amount=1, **done)
    assert order.picklists.get().lines.get().amount == 1
    assert not order.backorders.filter(state="open").exists()


def test_backorders_of_one_customer(house: Warehouse) -> None:
    orders = [a_processed_order(a_customer(name), lines=lines(C=1)) for name in ("Een", "Twee")]
    stocked(house, C=2)
    (picklist,) = process_backorders(by=SYSTEM, now=MOMENT, customer_id=orders[1].customer_id)
    assert picklist.order == orders[1]
    assert process_backorders(by=SYSTEM, now=MOMENT, order_ids=[]) == []


def test_doing_it_twice_is_doing_it_once(house: Warehouse) -> None:
    a_processed_order(a_customer(), lines=lines(C=1))
    stocked(house, C=5)
    assert len(process_backorders(by=SYSTEM, now=MOMENT)) == 1
    assert process_backorders(by=SYSTEM, now=MOMENT) == []


def test_the_account_may_process_backorders_by_itself(house: Warehouse) -> None:
    change_settings(processes_backorders_itself=True, by=SYSTEM, now=MOMENT)
    order = a_processed_order(a_customer(), lines=lines(C=1))
    stocked(house, C=5)
    assert order.picklists.count() == 1


def test_warehouses_that_take_no_orders_are_not_asked(house: Warehouse) -> None:
    closed_house = a_warehouse("Dicht", priority=0, accepts_orders=False)
    stocked(closed_house, A=9)
    order = a_processed_order(a_customer(), lines=lines(A=1))
    assert order.picklists.get().warehouse == house


def test_without_a_warehouse_an_order_stays_a_concept() -> None:
    a_product("A")
    order = an_order(a_customer(), lines=lines(A=1))
    with pytest.raises(Refused) as refused:
        process_order(order.pk, by=SYSTEM, now=MOMENT)
    assert refused.value.problems[0].code == "no_warehouse"
    order.refresh_from_db()
    assert order.status == "concept"


def test_closing_writes_stock_moves_and_facts(house: Warehouse) -> None:
    order = a_processed_order(a_customer(), lines=lines(A=4))
    before = Fact.objects.count()
    closed(order)
    picklist = order.picklists.get()
    assert (order.status, picklist.status, picklist.closed_at) == ("completed", "closed", MOMENT)
    move = StockMove.objects.latest("pk")
    assert (move.change, move.on_hand_after, move.reason) == (-4, 2, f"Picklist {picklist.number}")
    names = list(Fact.objects.order_by("pk").values_list("name", flat=True)[before:])
    assert names == [
        "picklist.all_picked",
        "stock.levels_changed",
        "product.stock_changed",
        "order.completed",
        "picklist.closed",
    ]


def test_picking_part_by_part(house: Warehouse) -> None:
    picklist = a_processed_order(a_customer(), lines=lines(A=4)).picklists.get()
    line = picklist.lines.get()
    for amount in (1, 2, -1):
        pick_line(line.pk, amount=amount, by=SYSTEM, now=MOMENT)
    line.refresh_from_db()
    assert line.picked == 2
    impossible: tuple[Any, ...] = (3, -3, "x", 1.5)
    for amount in impossible:
        with pytest.raises(Refused):
            pick_line(line.pk, amount=amount, by=SYSTEM, now=MOMENT)
    line.refresh_from_db()
    assert line.picked == 2
    with pytest.raises(Refused) as refused:
        close_picklist(picklist.pk, by=SYSTEM, now=MOMENT)
    assert refused.value.problems[0].params == (("missing", "2"),)


def order_in(status: OrderStatus) -> Order:
    order = an_order(a_customer(), lines=lines(A=1))
    Order.objects.filter(pk=order.pk).update(status=status)
    return order


ORDER_VERBS: dict[OrderMove, Any] = {
    OrderMove.PROCESS: lambda order: process_order(order.pk, by=SYSTEM, now=MOMENT),
    OrderMove.CANCEL: lambda order: cancel_order(order.pk, by=SYSTEM, now=MOMENT),
}


@pytest.mark.parametrize("status", list(OrderStatus))
@pytest.mark.parametrize("move", list(ORDER_VERBS))
def test_every_state_and_verb_of_orders(house: Warehouse, status: OrderStatus, move: OrderMove) -> None:
    order = order_in(status)
    target = ORDER_MOVES[move].get(status)
    assert Order(status=status).can(move) == (target is not None)
    facts = Fact.objects.count()
    if target is None:
        with pytest.raises(Refused) as refused:
            ORDER_VERBS[move](order)
        assert refused.value.problems[0].code == "not_allowed_now"
        assert Fact.objects.count() == facts
    else:
        ORDER_VERBS[move](order)
    order.refresh_from_db()
    assert order.status == (target or status)


@pytest.mark.parametrize("verb", [process_order, cancel_order, pick_all, close_picklist])
def test_what_does_not_exist_is_told(verb: Any) -> None:
    with pytest.raises(Refused) as refused:
        verb(999, by=SYSTEM, now=MOMENT)
    assert refused.value.problems[0].code == "not_found"


def test_receiving_nonsense_is_refused_as_a_whole(house: Warehouse) -> None:
    product = a_product("N")
    moves = StockMove.objects.count()
    for warehouse, goods in (
        (house.pk, Quantities[int]()),
        (999, Quantities({product.pk: 1})),
        (house.pk, Quantities({product.pk: 1, 999: 1})),
        (house.pk, Quantities({product.pk: 10**12})),
    ):
        with pytest.raises(Refused):
            receive_goods(warehouse, goods=goods, by=SYSTEM, now=MOMENT)
    assert StockMove.objects.count() == moves


def test_stock_goes_down_only_as_far_as_nothing_promised_is_touched(house: Warehouse) -> None:
    a_processed_order(a_customer(), lines=lines(A=4))
    level = StockLevel.objects.get(product__code="A")
    with pytest.raises(Refused) as refused:
        correct_stock(level.product_id, warehouse_id=house.pk, change=-3, reason="", by=SYSTEM, now=MOMENT)
    assert refused.value.problems[0].params == (("free", "2"),)
    correct_stock(level.product_id, warehouse_id=house.pk, change=-2, reason="", by=SYSTEM, now=MOMENT)
    for change in (0, "x", 1.5, None, 10**12):
        with pytest.raises(Refused):
            correct_stock(
                level.product_id, warehouse_id=house.pk, change=change, reason="", by=SYSTEM, now=MOMENT
            )
