"""Two moves of one order at the same moment: one wins, or one is done after the other; never half of each."""

from __future__ import annotations

import pytest

from pakhuis.fulfilment.models import Picklist
from pakhuis.journal.models import Fact
from pakhuis.orders.models import Order
from pakhuis.stock.models import Warehouse
from tests.concurrency.deeds import MOVES
from tests.concurrency.race import Deed, race
from tests.factories import a_customer, a_processed_order, a_warehouse, an_order, lines, stocked
from tests.invariants import check

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def house() -> Warehouse:
    house = a_warehouse()
    stocked(house, A=6, C=0)
    return house


def move(order: Order, verb: str) -> Deed:
    return ("move", {"order_id": order.pk, "verb": verb})


def test_of_eight_who_make_the_same_move_one_does_it(house: Warehouse) -> None:
    processed = a_processed_order(a_customer(), lines=lines(A=4, C=1))
    for verb, after in (("pause", "paused"), ("resume", "processing"), ("reopen", "concept")):
        gave = race([move(processed, verb)] * 6)
        assert sorted(gave) == ["done"] + ["not_allowed_now"] * 5, verb
        processed.refresh_from_db()
        assert processed.status == after
        check()
    names = ("order.paused", "order.resumed", "order.reopened")
    assert [Fact.objects.filter(name=name).count() for name in names] == [1, 1, 1]


def test_closing_against_force_cancelling(house: Warehouse) -> None:
    """The goods leave or the order is cancelled: whichever came first, the counts are right."""
    for _ in range(3):
        order = a_processed_order(a_customer(), lines=lines(A=1, C=1))
        picklist = order.picklists.get()
        gave = race([("close", {"picklist_id": picklist.pk}), move(order, "force_cancel")] * 2)
        order.refresh_from_db()
        picklist.refresh_from_db()
        assert order.status == "cancelled"
        assert picklist.status in ("closed", "cancelled")
        assert gave.count("done") in (1, 2)
        check()


def test_goods_that_come_in_against_withdrawing_who_waits(house: Warehouse) -> None:
    """Freed and received pieces are handed out once, and nobody waits for each other for ever."""
    orders = [a_processed_order(a_customer(f"K{n}"), lines=lines(A=2, C=3)) for n in range(4)]
    product = house.stock_levels.get(product__code="C").product_id
    receive: Deed = ("receive", {"warehouse_id": house.pk, "product_id": product, "amount": 2})
    deeds: list[Deed] = []
    for order in orders:
        deeds += [move(order, "withdraw"), receive, move(order, "prioritise"), ("send_on", {})]
    race(deeds)
    check()


def test_every_move_of_two_orders_at_once(house: Warehouse) -> None:
    """A short storm: no deadlock, and every count is right afterwards."""
    orders = [an_order(a_customer(f"K{n}"), lines=lines(A=4, C=1)) for n in range(2)]
    deeds = [move(order, verb) for verb in MOVES for order in orders] * 2
    race(deeds)
    check()
    for order in orders:
        order.refresh_from_db()
        ties = Picklist.objects.filter(order=order).exclude(status="cancelled").exists()
        waits = order.backorders.filter(state="open").exists()
        assert (ties or waits) == (order.status in ("processing", "paused"))


def test_a_move_against_itself_leaves_one_picklist(house: Warehouse) -> None:
    order = an_order(a_customer(), lines=lines(A=2))
    race([move(order, "process"), move(order, "reopen")] * 4)
    order.refresh_from_db()
    assert Picklist.objects.filter(order=order, status="new").count() == (order.status == "processing")
    check()
