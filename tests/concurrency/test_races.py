"""Everyone at once: real processes at the same door, on the engine of the run."""

from __future__ import annotations

import json

import pytest

from pakhuis.accounts.actions import change_settings, create_api_key
from pakhuis.accounts.models import User, Webshop
from pakhuis.connectors.models import Delivery
from pakhuis.connectors.states import DeliveryState
from pakhuis.customers.models import Customer, CustomerIdentity
from pakhuis.fulfilment.models import Picklist
from pakhuis.journal.models import Fact
from pakhuis.kernel.actor import SYSTEM
from pakhuis.orders.models import Allocation, Backorder, Order
from pakhuis.stock.models import StockLevel, StockMove
from tests.concurrency.race import Deed, race
from tests.connectors.shop import open_shop, woo_order
from tests.factories import (
    MOMENT,
    a_connected_webshop,
    a_customer,
    a_processed_order,
    a_vat_group,
    a_warehouse,
    a_webshop,
    an_order,
    lines,
    stocked,
)
from tests.invariants import check

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def shop() -> Webshop:
    stocked(a_warehouse(), A=100)
    return a_webshop()


def test_the_same_order_twenty_times_at_once(shop: Webshop) -> None:
    gave = race([("place", {"webshop_id": shop.pk, "number": "7"})] * 20)
    assert len(set(gave)) == 1
    assert (Order.objects.count(), Customer.objects.count()) == (1, 1)
    assert Fact.objects.filter(name="order.placed").count() == 1
    check()


def test_the_same_message_ten_times_at_once() -> None:
    """The whole way: signed messages at the webhook's door, then a worker for each of them."""
    with open_shop() as stand_in:
        a_vat_group()
        a_warehouse()
        webshop = a_connected_webshop(stand_in.address)
        body = json.dumps(stand_in.put(woo_order()))
        answers = race(
            [("send", {"webshop_id": webshop.pk, "body": body, "key": f"d{n}"}) for n in range(10)]
        )
        assert answers == [204] * 10
        assert Delivery.objects.count() == 10
        ids = Delivery.objects.values_list("pk", flat=True)
        race([("take_in", {"delivery_id": pk}) for pk in ids])
    assert not Delivery.objects.filter(state=DeliveryState.FAILED).exists()
    assert (Order.objects.count(), Customer.objects.count(), Picklist.objects.count()) == (1, 1, 0)
    assert Fact.objects.filter(name="order.placed").count() == 1
    assert Fact.objects.filter(name="order.processed").count() == 1
    check()


def test_one_message_with_the_same_id_is_stored_once() -> None:
    webshop = a_connected_webshop("http://127.0.0.1:9")
    answers = race([("send", {"webshop_id": webshop.pk, "body": '{"id": 4}', "key": "same"})] * 8)
    assert answers == [204] * 8
    assert Delivery.objects.count() == 1


@pytest.mark.parametrize("known_by", ["shop id", "e-mail"])
def test_two_orders_of_the_same_new_customer(shop: Webshop, known_by: str) -> None:
    """Whatever the shop knows the customer by: one record, linked."""
    person = {
        "shop id": {"external_id": "9", "email": ""},
        "e-mail": {"external_id": "", "email": "Nieuw@Klant.example"},
    }[known_by]
    race([("place", {"webshop_id": shop.pk, "number": f"{n}", **person}) for n in range(8)])
    assert (Order.objects.count(), Customer.objects.count()) == (8, 1)
    assert set(Order.objects.values_list("customer_id", flat=True)) == {Customer.objects.get().pk}


def test_the_same_person_in_two_shops_at_once(shop: Webshop) -> None:
    other = a_webshop()
    race(
        [
            ("place", {"webshop_id": pk, "number": f"{n}", "email": "x@y.example"})
            for n in range(4)
            for pk in (shop.pk, other.pk)
        ]
    )
    assert (Order.objects.count(), Customer.objects.count()) == (8, 1)
    assert CustomerIdentity.objects.filter(kind="email").count() == 2


def test_forty_reservations_of_ten_pieces() -> None:
    house = a_warehouse()
    stocked(house, A=10)
    customer = a_customer()
    race([("place_by_hand", {"customer_id": customer.pk, "code": "A", "amount": 1})] * 40)
    level = StockLevel.objects.get()
    assert (level.picking, level.held, level.waiting) == (10, 0, 30)
    assert Allocation.objects.filter(state="picking").count() == Picklist.objects.count() == 10
    assert Backorder.objects.filter(state="open").count() == 30
    check()


def test_orders_get_numbers_without_doubles_or_gaps(shop: Webshop) -> None:
    customer = a_customer()
    race([("place_by_hand", {"customer_id": customer.pk, "code": "A", "amount": 1})] * 16)
    numbers = sorted(Order.objects.values_list("number", flat=True))
    first = int(numbers[0].rpartition("-")[2])
    assert [int(one.rpartition("-")[2]) for one in numbers] == list(range(first, first + 16))


def test_failed_and_refused_orders_leave_no_gap_in_the_numbers(shop: Webshop) -> None:
    customer = a_customer()
    placed: Deed = ("place_by_hand", {"customer_id": customer.pk, "code": "A", "amount": 1})
    failed: Deed = ("place_and_fail", {"customer_id": customer.pk, "code": "A"})
    race([placed, failed, failed] * 5)
    numbers = sorted(int(one.rpartition("-")[2]) for one in Order.objects.values_list("number", flat=True))
    assert numbers == list(range(1001, 1006))


def test_an_order_is_processed_once(shop: Webshop) -> None:
    order = an_order(a_customer(), lines=lines(A=3))
    gave = race([("process", {"order_id": order.pk})] * 8)
    assert sorted(gave) == ["done"] + ["not_allowed_now"] * 7
    assert Picklist.objects.count() == 1
    check()


def test_processing_against_cancelling(shop: Webshop) -> None:
    for _ in range(3):
        order = an_order(a_customer(), lines=lines(A=3))
        deeds: list[Deed] = [("process", {"order_id": order.pk}), ("cancel", {"order_id": order.pk})]
        gave = race(deeds * 3)
        assert gave.count("done") in (1, 2)
        check()


def test_a_picklist_is_closed_once(shop: Webshop) -> None:
    picklist = a_processed_order(a_customer(), lines=lines(A=3)).picklists.get()
    gave = race([("close", {"picklist_id": picklist.pk})] * 8)
    assert sorted(gave) == ["done"] + ["not_allowed_now"] * 7
    assert StockLevel.objects.get().on_hand == 97
    assert StockMove.objects.filter(change__lt=0).count() == 1
    assert Order.objects.get().status == "completed"
    check()


def test_goods_come_in_while_orders_come_in_and_leave() -> None:
    """No deadlock, and every count is right afterwards."""
    houses = [a_warehouse(priority=1), a_warehouse(priority=2)]
    product = stocked(houses[0], A=6)["A"]
    stocked(houses[1], A=3)
    customer = a_customer()
    picklist = a_processed_order(customer, lines=lines(A=2)).picklists.get()
    deeds: list[Deed] = [
        ("place_by_hand", {"customer_id": customer.pk, "code": "A", "amount": 3}),
        ("receive", {"warehouse_id": houses[0].pk, "product_id": product.pk, "amount": 4}),
        ("send_on", {}),
        ("receive", {"warehouse_id": houses[1].pk, "product_id": product.pk, "amount": 5}),
        ("place_by_hand", {"customer_id": customer.pk, "code": "A", "amount": 5}),
    ] * 4
    race([*deeds, ("close", {"picklist_id": picklist.pk})])
    assert sum(StockLevel.objects.values_list("on_hand", flat=True)) == 6 + 3 + 16 + 20 - 2
    check()


def test_a_number_is_given_to_one(shop: Webshop) -> None:
    gave = race([("new_customer", {"name": f"Klant {n}", "number": "k-1"}) for n in range(6)])
    assert sorted(gave) == ["done"] + ["number_taken"] * 5


def test_automatic_numbers_are_all_different() -> None:
    change_settings(numbers_customers=True, customer_number_prefix="K", by=SYSTEM, now=MOMENT)
    assert set(race([("new_customer", {"name": f"Klant {n}"}) for n in range(12)])) == {"done"}
    assert len(set(Customer.objects.values_list("number", flat=True))) == 12


def test_the_second_of_two_who_save_is_told() -> None:
    customer = a_customer()
    deeds: list[Deed] = [
        ("change_phone", {"customer_id": customer.pk, "phone": f"010-{n}", "version": customer.version})
        for n in range(6)
    ]
    assert sorted(race(deeds)) == ["changed_meanwhile"] * 5 + ["done"]


def test_a_login_name_is_given_to_one() -> None:
    gave = race([("new_user", {"name": name}) for name in ("sanne", "Sanne", "SANNE")])
    assert gave.count("done") == 1
    assert User.objects.count() == 1


def test_the_same_request_ten_times_at_once() -> None:
    key = create_api_key("test", by=SYSTEM, now=MOMENT)[1]
    gave = race([("post_once", {"key": key, "name": "one", "number": "K1"})] * 10)
    assert len(set(gave)) == 1
    assert Customer.objects.count() == 1
