"""A storm of mixed moves: one process does whatever comes to mind, as often as it can, until the time is up.

Every move is a real door with real, often late, knowledge: what it is about was read a moment ago, and others
may have been there meanwhile. To be refused is a right answer; everything else than that or success is not.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from itertools import count
from random import Random
from typing import Any

from django.db.models import QuerySet

from pakhuis.customers.actions import create_customer, merge_customers, undo_merge, update_customer
from pakhuis.customers.intake import CustomerFields
from pakhuis.customers.models import Customer, Merge
from pakhuis.fulfilment.actions import (
    cancel_and_hand_on,
    cancel_picklist,
    close_batch,
    close_picklist,
    correct_and_hand_out,
    create_batch_of_first,
    move_between_warehouses,
    pick_all,
    pick_line,
    process_backorders,
    process_order,
    receive_goods,
    report_missing,
    split_picklist,
    undo_pick,
)
from pakhuis.fulfilment.actions.batch import RIPENS
from pakhuis.fulfilment.intake import Rest
from pakhuis.fulfilment.models import Batch, Picklist, PicklistLine
from pakhuis.fulfilment.states import OPEN_STATUSES
from pakhuis.kernel.actor import SYSTEM
from pakhuis.kernel.given import NOT_GIVEN
from pakhuis.kernel.problem import Refused
from pakhuis.kernel.quantities import Quantities
from pakhuis.orders.actions import (
    change_customer,
    change_order,
    expect_backorders,
    place_order,
    run_autosplit_again,
    switch_autosplit,
)
from pakhuis.orders.intake import NewLine, NewOrder, OrderChange
from pakhuis.orders.models import Backorder, BackorderState, Order
from pakhuis.orders.states import OrderStatus
from pakhuis.privacy.actions.erase import erase_person
from pakhuis.stock.actions import (
    create_warehouse,
    delete_warehouse,
    move_between_locations,
    update_warehouse,
)
from pakhuis.stock.intake import WarehouseFields
from pakhuis.stock.models import Warehouse
from tests.concurrency.deeds import MOVES, place
from tests.factories import MOMENT, a_composition, a_customer, a_location, a_warehouse, a_webshop, stocked

CODES = ("A", "B", "C", "D", "E", "F")
LAST = 30
"""So many of the newest rows are moved, so that all processes meet at the same ones."""
AT: dict[str, Any] = {"by": SYSTEM, "now": MOMENT}


@dataclass(frozen=True, slots=True)
class Scene:
    """What there is to move, by ids, as it goes through a pipe to other processes."""

    product_ids: list[int]
    warehouse_ids: list[int]
    location_ids: list[int]
    customer_ids: list[int]
    webshop_id: int


def set_scene() -> Scene:
    """Three warehouses, few products of which there is little, a composition, some customers, a shop.

    A fourth warehouse and more customers come and go in the storm itself.
    """
    houses = [a_warehouse(f"Loods {rank}", priority=rank) for rank in (1, 2, 3)]
    products = stocked(houses[0], **dict.fromkeys(CODES, 12))
    stocked(houses[1], A=6, B=6)
    a_composition("SET", A=1, B=2)
    locations = [a_location(houses[0], name) for name in ("A-1", "A-2")]
    return Scene(
        product_ids=[products[code].pk for code in CODES],
        warehouse_ids=[one.pk for one in houses],
        location_ids=[one.pk for one in locations],
        customer_ids=[a_customer(f"Klant {n}").pk for n in range(4)],
        webshop_id=a_webshop().pk,
    )


def storm(seed: int, seconds: float, least: int, scene: dict[str, Any]) -> dict[str, dict[str, int]]:
    """Move after move until the time is up; how often each was done, and how often refused.

    `least` moves are tried however long they take, so that a slow machine sees no smaller storm.
    """
    storming = _Storm(Scene(**scene), Random(seed), seed)
    end = time.monotonic() + seconds
    done, refused = Counter[str](), Counter[str]()
    names = list(storming.moves)
    # Each process begins elsewhere in the list, so that a short storm knows every move as well.
    first = seed * 7
    for turn in count():
        if turn >= least and time.monotonic() >= end:
            break
        name = names[(first + turn) % len(names)] if turn < len(names) else storming.luck.choice(names)
        try:
            storming.moves[name]()
        except Refused:
            refused[name] += 1
        else:
            done[name] += 1
    return {"done": dict(done), "refused": dict(refused)}


class _Storm:
    """The moves of one process."""

    def __init__(self, scene: Scene, luck: Random, seed: int) -> None:
        self.scene, self.luck, self._seed = scene, luck, seed
        self._placed = 0
        self.moves: dict[str, Callable[[], Any]] = {
            "place": self._place,
            "place and process": self._place_and_process,
            "place from a shop": self._place_from_shop,
            "change": self._change,
            "receive": self._receive,
            "correct": self._correct,
            "transfer": self._transfer,
            "relocate": self._relocate,
            "send on all": partial(process_backorders, **AT),
            "send on a customer's": self._send_on_of_customer,
            "cancel backorder": self._cancel_backorder,
            "autosplit": self._autosplit,
            "divide anew": lambda: run_autosplit_again(self._order(), **AT),
            "pick": self._pick,
            "undo pick": lambda: undo_pick(self._picklist(), **AT),
            "close": self._close,
            "close with a rest": self._close_with_rest,
            "cancel picklist": lambda: cancel_picklist(self._picklist(), **AT),
            "split": self._split,
            "report missing": self._report_missing,
            "batch": self._batch,
            "edit customer": self._edit_customer,
            "merge": self._merge,
            "undo a merge": self._undo_merge,
            "give to another customer": self._give_to_another,
            "erase": lambda: erase_person(self._some(Customer.objects.all()), **AT),
            "expect": self._expect,
            "new warehouse": self._new_warehouse,
            "change a warehouse": self._change_warehouse,
            "remove a warehouse": lambda: delete_warehouse(self._any_house(), **AT),
            **{verb: partial(self._move, verb) for verb in MOVES},
        }

    def _some(self, rows: QuerySet[Any]) -> int:
        """One of the newest rows; 0, which is nobody's, when there is none."""
        ids = list(rows.order_by("-pk").values_list("pk", flat=True)[:LAST])
        return self.luck.choice(ids) if ids else 0

    def _order(self) -> int:
        return self._some(Order.objects.all())

    def _picklist(self) -> int:
        return self._some(Picklist.objects.filter(status__in=OPEN_STATUSES))

    def _product(self) -> int:
        return self.luck.choice(self.scene.product_ids)

    def _house(self) -> int:
        return self.luck.choice(self.scene.warehouse_ids)

    def _some_houses(self) -> tuple[int, ...]:
        """One or more, each once."""
        houses = self.scene.warehouse_ids
        return tuple(self.luck.sample(houses, k=self.luck.randint(1, len(houses))))

    def _any_house(self) -> int:
        """Those of the scene, and those that came in the storm."""
        return self._some(Warehouse.objects.all())

    def _customer(self) -> int:
        """One that was there from the start, who may have gone up in another, or one of the newest."""
        if self.luck.random() < 0.5:
            return self.luck.choice(self.scene.customer_ids)
        return self._some(Customer.objects.all())

    def _lines(self) -> tuple[NewLine, ...]:
        codes = self.luck.sample((*CODES, "SET"), k=self.luck.randint(1, 4))
        return tuple(NewLine(product_code=code, amount=self.luck.randint(1, 5)) for code in codes)

    def _place(self) -> int:
        new = NewOrder(
            customer_id=self._customer(),
            lines=self._lines(),
            autosplit=self.luck.random() < 0.7,
            warehouse_ids=self._some_houses() if self.luck.random() < 0.2 else (),
            allocate=self.luck.random() < 0.4,
        )
        return place_order(new, **AT).order.pk

    def _place_and_process(self) -> None:
        process_order(self._place(), **AT)

    def _place_from_shop(self) -> None:
        """The buyer's telephone number differs each time, so that the customer is written as well."""
        self._placed += 1
        number = f"{self._seed}-{self._placed}"
        phone = f"06-{self._seed:04d}{self._placed:04d}"
        order_id = place(self.scene.webshop_id, number, code=self.luck.choice(CODES), phone=phone)
        process_order(order_id, **AT)

    def _change(self) -> None:
        change_order(self._order(), OrderChange(add_lines=self._lines()), **AT)

    def _move(self, verb: str) -> None:
        MOVES[verb](self._order(), **AT)

    def _receive(self) -> None:
        chosen = self.luck.sample(self.scene.product_ids, k=self.luck.randint(1, 4))
        goods = Quantities({one: self.luck.randint(1, 8) for one in chosen})
        house = self._house() if self.luck.random() < 0.8 else self._any_house()
        first = self.scene.warehouse_ids[0]
        at = {chosen[0]: self.luck.choice(self.scene.location_ids)} if house == first else None
        receive_goods(house, goods=goods, at=at, **AT)

    def _correct(self) -> None:
        change = self.luck.choice((-2, -1, 1))
        correct_and_hand_out(
            self._product(), warehouse_id=self._house(), change=change, reason="geteld", **AT
        )

    def _transfer(self) -> None:
        here, there = self.luck.sample(self.scene.warehouse_ids, k=2)
        move_between_warehouses(
            self._product(), from_warehouse_id=here, to_warehouse_id=there, amount=1, **AT
        )

    def _relocate(self) -> None:
        here, there = self.luck.sample([None, *self.scene.location_ids], k=2)
        move_between_locations(
            self._product(),
            warehouse_id=self.scene.warehouse_ids[0],
            from_location_id=here,
            to_location_id=there,
            amount=1,
            **AT,
        )

    def _send_on_of_customer(self) -> None:
        process_backorders(customer_id=self._customer(), **AT)

    def _cancel_backorder(self) -> None:
        cancel_and_hand_on(self._some(Backorder.objects.filter(state=BackorderState.OPEN)), **AT)

    def _autosplit(self) -> None:
        switch_autosplit(self._order(), autosplit=self.luck.random() < 0.5, **AT)

    def _line(self, picklist_id: int) -> int:
        return self._some(PicklistLine.objects.filter(picklist=picklist_id))

    def _pick(self) -> None:
        pick_line(self._line(self._picklist()), amount=1, **AT)

    def _close(self) -> None:
        picklist_id = self._picklist()
        pick_all(picklist_id, **AT)
        close_picklist(picklist_id, **AT)

    def _close_with_rest(self) -> None:
        picklist_id = self._picklist()
        with suppress(Refused):
            pick_line(self._line(picklist_id), amount=1, **AT)
        close_picklist(picklist_id, rest=self.luck.choice(list(Rest)), **AT)

    def _split(self) -> None:
        picklist_id = self._picklist()
        split_picklist(picklist_id, pieces={self._line(picklist_id): 1}, **AT)

    def _report_missing(self) -> None:
        line_id = self._line(self._picklist())
        report_missing(line_id, present=self.luck.randint(0, 2), reason="niet gevonden", **AT)

    def _batch(self) -> None:
        """A new batch; or an old one of which all that is picked is closed."""
        if self.luck.random() < 0.5:
            create_batch_of_first(warehouse_id=self._house(), count=3, by=SYSTEM, now=MOMENT + RIPENS)
            return
        batch_id = self._some(Batch.objects.all())
        for picklist_id in Picklist.objects.filter(batch=batch_id).values_list("pk", flat=True):
            with suppress(Refused):
                pick_all(picklist_id, **AT)
        close_batch(batch_id, **AT)

    def _edit_customer(self) -> None:
        customer_id = self._some(Customer.objects.all())
        fields = CustomerFields(remarks=f"{self._seed}-{self.luck.random()}")
        update_customer(customer_id, fields, **AT)

    def _merge(self) -> None:
        """Any two: those of the storm's beginning, which most orders are for, and those of the shop."""
        merge_customers(self._customer(), self._some(Customer.objects.all()), **AT)
        create_customer(CustomerFields(name=f"Klant {self._seed}-{self.luck.random()}"), **AT)

    def _undo_merge(self) -> None:
        undo_merge(self._some(Merge.objects.filter(undone_at=None)), **AT)

    def _give_to_another(self) -> None:
        open_ones = Order.objects.filter(status__in=(OrderStatus.CONCEPT, OrderStatus.EXPECTED))
        change_customer(self._some(open_ones), customer_id=self._customer(), **AT)

    def _expect(self) -> None:
        waiting = Backorder.objects.filter(state=BackorderState.OPEN).values_list("pk", flat=True)
        chosen = self.luck.sample(ids := list(waiting[:LAST]), k=min(len(ids), 5))
        expect_backorders(chosen, on=MOMENT.date(), **AT)

    def _new_warehouse(self) -> None:
        if Warehouse.objects.count() < 8:
            name = f"Loods {self._seed}-{self.luck.random()}"
            create_warehouse(name, priority=self.luck.randint(1, 9), **AT)

    def _change_warehouse(self) -> None:
        """Renamed, opened, closed, retired, brought back; those of the scene keep taking orders."""
        house = self._any_house()
        name = f"Loods {self._seed}-{self.luck.random()}" if self.luck.random() < 0.5 else NOT_GIVEN
        if house in self.scene.warehouse_ids:
            update_warehouse(house, WarehouseFields(name=name, priority=self.luck.randint(1, 9)), **AT)
            return
        fields = WarehouseFields(
            name=name, active=self.luck.random() < 0.4, accepts_orders=self.luck.random() < 0.7
        )
        update_warehouse(house, fields, **AT)
