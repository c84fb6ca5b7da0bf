"""Every door of a day in the warehouse as a deed with three numbers, for chance to open in any order.

Which order, product or picklist a deed is about follows from its numbers and from the order in which
things were made: the same deeds do the same on every engine.
"""

from __future__ import annotations

import random
from collections import Counter
from contextlib import suppress
from typing import Any, TypeVar

from django.db.models import Model, QuerySet, Sum

from pakhuis.catalogue.models import Product
from pakhuis.fulfilment.actions import (
    cancel_and_hand_on,
    cancel_picklist,
    close_picklist,
    correct_and_hand_out,
    force_cancel_order,
    move_between_warehouses,
    pause_order,
    pick_all,
    pick_line,
    process_backorders,
    process_order,
    receive_goods,
    reopen_order,
    resume_order,
    split_picklist,
    withdraw_order,
)
from pakhuis.fulfilment.models import Picklist, PicklistLine
from pakhuis.fulfilment.proof import deviations
from pakhuis.kernel.actor import SYSTEM
from pakhuis.kernel.checking import not_found
from pakhuis.kernel.problem import Refused
from pakhuis.kernel.quantities import Quantities
from pakhuis.orders.actions import (
    allocate_order,
    cancel_order,
    change_order,
    deallocate_order,
    prioritise_order,
    run_autosplit_again,
    run_autosplit_for_all,
    switch_autosplit,
    undo_cancellation,
)
from pakhuis.orders.intake import LineChange, NewLine, OrderChange
from pakhuis.orders.models import Allocation, Backorder, Order, OrderLine
from pakhuis.stock.actions import compose, move_between_locations
from pakhuis.stock.models import Location, LocationStock, StockLevel, StockMove, Warehouse
from tests.factories import (
    MOMENT,
    a_composition,
    a_customer,
    a_location,
    a_product,
    a_warehouse,
    an_order,
    lines,
)

M = TypeVar("M", bound=Model)
DO: dict[str, Any] = {"by": SYSTEM, "now": MOMENT}
SOLD = ("A", "B", "C", "BOX", "SET")
KEPT = ("A", "B", "C")


class House:
    """Three warehouses, three products, two compositions, two customers; and what can happen to them."""

    def __init__(self) -> None:
        self.houses = [
            a_warehouse("Hoofd", priority=1),
            a_warehouse("Depot", priority=2),
            a_warehouse("Winkel", priority=3, accepts_orders=False),
        ]
        self.products = {code: a_product(code) for code in KEPT}
        a_composition("BOX", A=2, B=1)
        a_composition("SET", C=1)
        self.places = [a_location(self.houses[0], name) for name in ("A1", "A2")]
        self.customers = [a_customer(f"K{split}", autosplit=split) for split in (True, False)]

    def do(self, name: str, a: int, b: int, c: int) -> bool:
        """Do one deed; a refusal is an answer like any other, and must have changed nothing."""
        with suppress(Refused):
            getattr(self, name)(a, b, c)
            return True
        return False

    # Orders

    def place(self, a: int, b: int, c: int) -> None:
        chosen = {SOLD[a % 5]: b % 4 + 1, SOLD[(a // 5 + c) % 5]: c % 3 + 1}
        houses = (self.houses[b % 3].pk,) if c % 7 == 0 else ()
        customer = self.customers[(a + b) % 2]
        an_order(customer, lines=lines(**chosen), allocate=a % 3 == 0, warehouse_ids=houses)

    def process(self, a: int, b: int, c: int) -> None:
        process_order(_nth(Order.objects.filter(status__in=("concept", "expected")), a).pk, **DO)

    def cancel(self, a: int, b: int, c: int) -> None:
        verb = (cancel_order, withdraw_order, force_cancel_order)[b % 3]
        verb(_nth(Order.objects.all(), a).pk, **DO)

    def come_back(self, a: int, b: int, c: int) -> None:
        verb = (undo_cancellation, reopen_order)[b % 2]
        verb(_nth(Order.objects.all(), a).pk, **DO)

    def hold(self, a: int, b: int, c: int) -> None:
        order = _nth(Order.objects.filter(status__in=("processing", "paused")), a)
        if order.status == "paused":
            resume_order(order.pk, **DO)
        else:
            pause_order(order.pk, reason="Wacht op betaling", **DO)

    def set_aside(self, a: int, b: int, c: int) -> None:
        verb = (allocate_order, deallocate_order)[b % 2]
        verb(_nth(Order.objects.filter(status="concept"), a).pk, **DO)

    def rewrite(self, a: int, b: int, c: int) -> None:
        """Other pieces, a line more, a line less, or another warehouse; before it is processed."""
        order = _nth(Order.objects.filter(status__in=("concept", "expected")), a)
        line_ids = list(order.lines.order_by("position").values_list("pk", flat=True)) or [0]
        line_id = line_ids[b % len(line_ids)]
        changes = (
            OrderChange(change_lines=(LineChange(line_id=line_id, amount=c % 5 + 1),)),
            OrderChange(add_lines=(NewLine(product_code=SOLD[c % 5], amount=b % 4 + 1),)),
            OrderChange(remove_line_ids=(line_id,)),
            OrderChange(warehouse_ids=(self.houses[c % 3].pk,)),
        )
        change_order(order.pk, changes[(a + b + c) % 4], **DO)

    def in_front(self, a: int, b: int, c: int) -> None:
        prioritise_order(_nth(Order.objects.filter(status="processing"), a).pk, **DO)

    def switch(self, a: int, b: int, c: int) -> None:
        switch_autosplit(_nth(Order.objects.all(), a).pk, autosplit=b % 2 == 0, **DO)

    def again(self, a: int, b: int, c: int) -> None:
        if b % 3 == 0:
            run_autosplit_for_all(**DO)
        else:
            run_autosplit_again(_nth(Order.objects.filter(status="processing"), a).pk, **DO)

    def forget(self, a: int, b: int, c: int) -> None:
        cancel_and_hand_on(_nth(Backorder.objects.filter(state="open"), a).pk, **DO)

    # Stock

    def receive(self, a: int, b: int, c: int) -> None:
        goods = Quantities({self._kept(a): b % 6 + 1, self._kept(a + c): c % 4 + 1})
        house = self.houses[c % 3]
        at = {self._kept(a): self.places[b % 2].pk} if house is self.houses[0] and b % 4 == 0 else {}
        receive_goods(house.pk, goods=goods, at=at, **DO)

    def correct(self, a: int, b: int, c: int) -> None:
        house = self.houses[b % 3]
        given: dict[str, Any] = {"change": c % 9 - 4} if a % 2 else {"amount": c % 6}
        place = self.places[c % 2].pk if house is self.houses[0] and b % 4 == 0 else None
        correct_and_hand_out(
            self._kept(a), warehouse_id=house.pk, location_id=place, reason="Geteld", **given, **DO
        )

    def relocate(self, a: int, b: int, c: int) -> None:
        spots = [None, *(one.pk for one in self.places)]
        move_between_locations(
            self._kept(a),
            warehouse_id=self.houses[0].pk,
            from_location_id=spots[b % 3],
            to_location_id=spots[c % 3],
            amount=a % 4 + 1,
            **DO,
        )

    def move(self, a: int, b: int, c: int) -> None:
        move_between_warehouses(
            self._kept(a),
            from_warehouse_id=self.houses[b % 3].pk,
            to_warehouse_id=self.houses[c % 3].pk,
            amount=(a + b) % 4 + 1,
            **DO,
        )

    def recompose(self, a: int, b: int, c: int) -> None:
        box = Product.objects.get(code=("BOX", "SET")[a % 2])
        compose(box.pk, part_id=self._kept(b), amount=c % 3, **DO)

    # The warehouse floor

    def send_on(self, a: int, b: int, c: int) -> None:
        if b % 3 == 0:
            process_backorders(customer_id=self.customers[a % 2].pk, **DO)
        elif b % 3 == 1:
            process_backorders(order_ids=[_nth(Order.objects.all(), a).pk], **DO)
        else:
            process_backorders(**DO)

    def pick(self, a: int, b: int, c: int) -> None:
        line = _nth(PicklistLine.objects.filter(picklist__status="new"), a)
        pick_line(line.pk, amount=b % 3 - 1, **DO)

    def close(self, a: int, b: int, c: int) -> None:
        picklist = _nth(Picklist.objects.filter(status="new"), a)
        if b % 4:
            pick_all(picklist.pk, **DO)
        close_picklist(picklist.pk, **DO)

    def put_back(self, a: int, b: int, c: int) -> None:
        cancel_picklist(_nth(Picklist.objects.filter(status="new"), a).pk, **DO)

    def split(self, a: int, b: int, c: int) -> None:
        picklist = _nth(Picklist.objects.filter(status="new"), a)
        chosen = list(picklist.lines.order_by("pk"))
        pieces = {one.pk: (b + place) % (one.amount + 1) for place, one in enumerate(chosen)}
        split_picklist(picklist.pk, pieces=pieces, **DO)

    def _kept(self, number: int) -> int:
        return self.products[KEPT[number % 3]].pk


DEEDS = (
    "place process receive send_on close pick correct move relocate cancel come_back hold set_aside in_front"
    " switch again forget recompose put_back split rewrite"
).split()
USUAL = ("place", "process", "receive", "send_on", "close")


def _nth(rows: QuerySet[M], number: int) -> M:
    """The row of that number in the order in which they were made; refused when there is none."""
    ids = list(rows.order_by("pk").values_list("pk", flat=True))
    if not ids:
        raise Refused([_NOTHING])
    return rows.get(pk=ids[number % len(ids)])


_NOTHING = not_found("order")


def wander(seed: int, steps: int) -> House:
    """So many deeds by chance; the usual ones more often."""
    luck = random.Random(seed)
    house = House()
    for _ in range(steps):
        name = luck.choice(USUAL) if luck.random() < 0.45 else luck.choice(DEEDS)
        house.do(name, luck.randrange(1000), luck.randrange(1000), luck.randrange(1000))
    return house


def proven() -> None:
    """Nothing deviates; what left the shelves is what was delivered, piece by piece, and no line got more."""
    assert [str(one) for one in deviations()] == []
    left = StockMove.objects.filter(kind="delivery").values("product__code").annotate(sum=Sum("change"))
    delivered = (
        Allocation.objects.filter(state="delivered").values("product__code").annotate(sum=Sum("amount"))
    )
    assert {one["product__code"]: -one["sum"] for one in left} == {
        one["product__code"]: one["sum"] for one in delivered
    }
    of_lines = Allocation.objects.filter(state="delivered").values("line").annotate(sum=Sum("amount"))
    counted = OrderLine.objects.filter(parts=None, amount_delivered__gt=0, product__isnull=False)
    assert {one["line"]: one["sum"] for one in of_lines} == dict(
        counted.values_list("pk", "amount_delivered")
    )


def told() -> list[Any]:
    """The whole state in words and numbers that are the same on every engine: no ids."""
    orders = {pk: place for place, pk in enumerate(Order.objects.order_by("pk").values_list("pk", flat=True))}
    waits = Backorder.objects.filter(state="open").order_by(
        "line__order_id", "line__position", "warehouse_id", "pk"
    )
    found: list[Any] = [
        list(Order.objects.order_by("pk").values_list("status", "autosplit")),
        [
            (orders[order], *rest)
            for order, *rest in OrderLine.objects.order_by("order_id", "position").values_list(
                "order", "code", "amount", "amount_cancelled", "amount_delivered", "part_amount"
            )
        ],
        [
            (orders[order], *rest)
            for order, *rest in waits.values_list(
                "order", "product__code", "warehouse__name", "amount", "available", "priority"
            )
        ],
        list(
            StockLevel.objects.order_by("product__code", "warehouse__name").values_list(
                "product__code",
                "warehouse__name",
                "on_hand",
                "located",
                "picking",
                "held",
                "waiting",
                "allocated",
            )
        ),
        list(
            LocationStock.objects.order_by("product__code", "location__name").values_list(
                "product__code", "location__name", "on_hand"
            )
        ),
        list(
            StockMove.objects.order_by("pk").values_list("product__code", "warehouse__name", "kind", "change")
        ),
    ]
    for one in Picklist.objects.order_by("pk").select_related("warehouse"):
        of_list = Counter[str]()
        for line in one.lines.select_related("product"):
            of_list[line.product.code] += line.amount
        found.append((orders[one.order_id], one.warehouse.name, one.status, sorted(of_list.items())))
    assert Location.objects.count() == 2
    assert Warehouse.objects.count() == 3
    return found
