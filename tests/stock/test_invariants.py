"""A random walk over all doors of the house: whatever happens, every count is the sum of its rows."""

from __future__ import annotations

import random
from contextlib import suppress

import pytest

from pakhuis.fulfilment.actions import (
    close_picklist,
    pick_all,
    process_backorders,
    process_order,
    receive_goods,
)
from pakhuis.fulfilment.models import Picklist
from pakhuis.kernel.actor import SYSTEM
from pakhuis.kernel.problem import Refused
from pakhuis.kernel.quantities import Quantities
from pakhuis.orders.actions import cancel_order
from pakhuis.orders.models import Backorder, Order
from pakhuis.stock.actions import correct_stock
from tests.factories import MOMENT, a_customer, a_product, a_warehouse, an_order, lines
from tests.invariants import check

pytestmark = pytest.mark.django_db
PRODUCTS = ("A", "B", "C")


class Walk:
    """Things that people do, with random goods."""

    def __init__(self, seed: int) -> None:
        self.luck = random.Random(seed)
        self.products = {code: a_product(code).pk for code in PRODUCTS}
        self.houses = [a_warehouse(f"H{rank}", priority=rank).pk for rank in (1, 2)]
        self.customers = [a_customer(f"K{split}", autosplit=split) for split in (True, False)]

    def some(self, most: int) -> dict[str, int]:
        chosen = self.luck.sample(PRODUCTS, self.luck.randint(1, 3))
        return {code: self.luck.randint(1, most) for code in chosen}

    def place(self) -> None:
        customer = self.luck.choice(self.customers)
        an_order(customer, lines=lines(**self.some(6)), allocate=self.luck.random() < 0.4)

    def process(self) -> None:
        for order in Order.objects.filter(status="concept").order_by("?")[:2]:
            process_order(order.pk, by=SYSTEM, now=MOMENT)

    def cancel(self) -> None:
        order = Order.objects.order_by("?").first()
        if order is not None:
            cancel_order(order.pk, by=SYSTEM, now=MOMENT)

    def receive(self) -> None:
        goods = Quantities({self.products[code]: amount for code, amount in self.some(9).items()})
        receive_goods(self.luck.choice(self.houses), goods=goods, by=SYSTEM, now=MOMENT)

    def correct(self) -> None:
        correct_stock(
            self.products[self.luck.choice(PRODUCTS)],
            warehouse_id=self.luck.choice(self.houses),
            change=self.luck.randint(-4, 4),
            reason="Geteld",
            by=SYSTEM,
            now=MOMENT,
        )

    def release(self) -> None:
        process_backorders(by=SYSTEM, now=MOMENT)

    def close(self) -> None:
        picklist = Picklist.objects.filter(status="new").order_by("?").first()
        if picklist is not None:
            pick_all(picklist.pk, by=SYSTEM, now=MOMENT)
            close_picklist(picklist.pk, by=SYSTEM, now=MOMENT)

    def step(self) -> None:
        names = ("place", "place", "process", "receive", "correct", "release", "close", "cancel")
        with suppress(Refused):
            getattr(self, self.luck.choice(names))()


@pytest.mark.parametrize("seed", range(6))
def test_every_count_is_the_sum_of_its_rows(seed: int) -> None:
    walk = Walk(seed)
    for _ in range(45):
        walk.step()
        check()
    assert Order.objects.count() > 3


def test_in_the_end_everything_is_delivered() -> None:
    walk = Walk(99)
    for _ in range(12):
        walk.place()
    walk.process()
    for order in Order.objects.filter(status="concept"):
        process_order(order.pk, by=SYSTEM, now=MOMENT)
    for house in walk.houses:
        goods = Quantities(dict.fromkeys(walk.products.values(), 200))
        receive_goods(house, goods=goods, by=SYSTEM, now=MOMENT)
    walk.release()
    while Picklist.objects.filter(status="new").exists():
        walk.close()
    check()
    assert set(Order.objects.values_list("status", flat=True)) == {"completed"}
    assert not Backorder.objects.filter(state="open").exists()
