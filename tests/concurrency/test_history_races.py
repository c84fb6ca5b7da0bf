"""Old orders read by one worker and taken in by several at once: each once, and nobody waits for ever."""

from __future__ import annotations

import pytest

from pakhuis.accounts.models import Webshop
from pakhuis.connectors.actions import start_history
from pakhuis.connectors.models import Connection, HistoryPart
from pakhuis.customers.models import Customer
from pakhuis.orders.models import Order
from tests.concurrency.race import race
from tests.connectors.shop import open_shop, woo_order
from tests.factories import MOMENT, a_connected_webshop, a_vat_group, a_warehouse

pytestmark = pytest.mark.django_db(transaction=True)
ORDERS, BUYERS = 40, 10


def test_old_orders_are_taken_in_once_by_all_workers_together() -> None:
    a_vat_group()
    a_warehouse()
    with open_shop() as shop:
        webshop: Webshop = a_connected_webshop(shop.address)
        for number in range(ORDERS):
            buyer = number % BUYERS
            billing = {**woo_order()["billing"], "email": f"koper{buyer}@voorbeeld.example"}
            given = {"status": "completed", "customer_id": buyer + 1, "billing": billing}
            given |= {"date_modified_gmt": f"2026-02-09T09:{number:02}:00"}
            shop.put(woo_order(800 + number, **given))
        start_history(webshop.pk, days=365, now=MOMENT)
        workers = [("work_history", {"webshop_id": webshop.pk, "first": one}) for one in (0, 3, 6)]
        reading = ("read_history", {"webshop_id": webshop.pk, "per_page": 7})
        read, *taken = race([reading, *workers])
    assert sum(taken) == ORDERS <= read, "the last order of a page may be the first of the next"
    assert (Order.objects.count(), Customer.objects.count()) == (ORDERS, BUYERS)
    assert Connection.objects.get().history_count == ORDERS
    assert not HistoryPart.objects.exists()
    last = Order.objects.order_by("-pk").values_list("customer_id", "external_id")
    for customer_id in Customer.objects.values_list("pk", flat=True):
        numbers = [int(number) for buyer, number in last if buyer == customer_id]
        assert numbers == sorted(numbers, reverse=True), "a buyer's orders keep their order"


def test_polls_of_a_shop_at_once_read_it_to_the_end_and_double_nothing() -> None:
    a_vat_group()
    a_warehouse()
    with open_shop() as shop:
        webshop: Webshop = a_connected_webshop(shop.address)
        for number in range(ORDERS):
            shop.put(woo_order(800 + number, date_modified_gmt=f"2026-11-20T09:{number:02}:00"))
        race([("poll_to_the_end", {"webshop_id": webshop.pk, "per_page": 7})] * 3)
    assert Order.objects.count() == ORDERS
    webshop.refresh_from_db()
    connection = Connection.objects.get()
    assert (webshop.last_poll_at, connection.poll_began_at, connection.looked_back_at) == (
        MOMENT,
        None,
        MOMENT,
    )
