"""Chance at the doors of buying in and of returns: stock, lines, backorders and their days always agree."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from pakhuis.fulfilment.actions import pick_all, process_backorders
from pakhuis.fulfilment.models import Picklist
from pakhuis.fulfilment.proof import deviations
from pakhuis.kernel.problem import Refused
from pakhuis.orders.actions import cancel_backorder, prioritise_order
from pakhuis.orders.models import Backorder, BackorderState
from pakhuis.purchasing.actions import (
    cancel_purchase,
    change_purchase,
    close_purchase,
    complete_receipt,
    receipt_in_hand,
    receive_all,
    receive_arrived,
    remove_receipt,
    revert_goods,
)
from pakhuis.purchasing.intake import Arrived, PurchaseChange, PurchaseLineFields
from pakhuis.purchasing.models import PurchaseLine, PurchaseOrder, Receipt, ReceivedGoods
from pakhuis.purchasing.proof import purchasing_deviations
from pakhuis.purchasing.queries import announced, expected_days
from pakhuis.returns.actions import change_return, receive_return, remove_return
from pakhuis.returns.intake import CameBack, ReturnChange, ReturnLineFields
from pakhuis.returns.models import ReturnLine
from pakhuis.stock.models import StockMove, Warehouse
from tests.effort import examples
from tests.factories import a_location, a_processed_order, a_product, a_warehouse, lines
from tests.purchasing.making import SOON, WHO, a_purchase
from tests.returns.making import a_return

pytestmark = pytest.mark.django_db
NUMBER = st.integers(0, 20)


def one_of(rows: Any, place: int) -> Any:
    """The `place`-th of these, round and round; refused where there is none, as a door would."""
    found = list(rows.order_by("pk"))
    return found[place % len(found)] if found else None


class Buying(RuleBasedStateMachine):
    """One house with two warehouses and two products, in a transaction that is undone at the end."""

    @initialize()
    def open(self) -> None:
        self.sheet = transaction.atomic()
        self.sheet.__enter__()
        for rank in (1, 2):
            a_location(a_warehouse(f"House {rank}", priority=rank), "A-01")
        a_product("A")
        a_product("B")

    @rule(a=NUMBER, b=NUMBER, c=NUMBER)
    def buy(self, a: int, b: int, c: int) -> None:
        house = one_of(Warehouse.objects.all(), a)
        a_purchase(house=house, on=SOON + timedelta(days=b), A=1 + c % 5, B=1 + a % 3)

    @rule(a=NUMBER, b=NUMBER)
    def sell(self, a: int, b: int) -> None:
        a_processed_order(lines=lines(**{"AB"[a % 2]: 1 + b % 4}), autosplit=bool(b % 3))

    @rule(a=NUMBER, b=NUMBER, c=NUMBER)
    def receive(self, a: int, b: int, c: int) -> None:
        line = one_of(PurchaseLine.objects.all(), a)
        with suppress(Refused):
            if line is not None:
                receipt = receipt_in_hand(line.order_id, **WHO)
                place = receipt.warehouse.locations.get().pk if c % 2 else None
                one = Arrived(line_id=line.pk, amount=1 + b % 6, location_id=place)
                receive_arrived(receipt.pk, [one], **WHO)

    @rule(a=NUMBER)
    def receive_the_rest(self, a: int) -> None:
        receipt = one_of(Receipt.objects.all(), a)
        with suppress(Refused):
            if receipt is not None:
                receive_all(receipt.pk, **WHO)

    @rule(a=NUMBER, b=NUMBER)
    def revert(self, a: int, b: int) -> None:
        goods = one_of(ReceivedGoods.objects.all(), a)
        with suppress(Refused):
            if goods is not None:
                revert_goods(goods.pk, amount=1 + b % 4, **WHO)

    @rule(a=NUMBER, b=NUMBER)
    def announce_a_return(self, a: int, b: int) -> None:
        pieces: dict[str, Any] = {"AB"[a % 2]: 1 + b % 3}
        a_return(**pieces)

    @rule(a=NUMBER, b=NUMBER, c=NUMBER)
    def unpack_a_return(self, a: int, b: int, c: int) -> None:
        line = one_of(ReturnLine.objects.all(), a)
        with suppress(Refused):
            if line is not None:
                house = one_of(Warehouse.objects.all(), c)
                place = house.locations.get().pk if c % 3 else None
                fit = CameBack(line_id=line.pk, amount=1 + b % 3, location_id=place)
                broken = CameBack(line_id=line.pk, is_fit=False)
                goods = [fit] if b % 2 else [fit, broken]
                receive_return(line.parent_id, warehouse_id=house.pk, goods=goods, **WHO)

    @rule(a=NUMBER, b=NUMBER)
    def change_a_return(self, a: int, b: int) -> None:
        line = one_of(ReturnLine.objects.all(), a)
        with suppress(Refused):
            if line is not None and b % 3 == 0:
                remove_return(line.parent_id, **WHO)
            elif line is not None:
                change = ReturnLineFields(id=line.pk, amount=1 + b % 5, removed=b % 3 == 1)
                change_return(line.parent_id, ReturnChange(lines=(change,)), **WHO)

    @rule(a=NUMBER, b=NUMBER)
    def end(self, a: int, b: int) -> None:
        deeds: list[tuple[Any, Any]] = [
            (complete_receipt, one_of(Receipt.objects.all(), a)),
            (remove_receipt, one_of(Receipt.objects.all(), a)),
            (close_purchase, one_of(PurchaseOrder.objects.all(), a)),
            (cancel_purchase, one_of(PurchaseOrder.objects.all(), a)),
        ]
        deed, subject = deeds[b % len(deeds)]
        with suppress(Refused):
            if subject is not None:
                deed(subject.pk, **WHO)

    @rule(a=NUMBER, b=NUMBER)
    def change(self, a: int, b: int) -> None:
        line = one_of(PurchaseLine.objects.all(), a)
        with suppress(Refused):
            if line is not None:
                change = PurchaseLineFields(id=line.pk, amount=1 + b % 8, removed=b % 7 == 0)
                change_purchase(line.order_id, PurchaseChange(lines=(change,)), **WHO)

    @rule(a=NUMBER, b=NUMBER)
    def deliver(self, a: int, b: int) -> None:
        wait = one_of(Backorder.objects.filter(state=BackorderState.OPEN), a)
        with suppress(Refused):
            if wait is not None and b % 3 == 0:
                cancel_backorder(wait.pk, **WHO)
            elif wait is not None and b % 3 == 1:
                prioritise_order(wait.order_id, **WHO)
            else:
                process_backorders(**WHO)
        picklist = one_of(Picklist.objects.filter(status="new"), b)
        with suppress(Refused):
            if picklist is not None:
                pick_all(picklist.pk, **WHO)

    @invariant()
    def everything_agrees(self) -> None:
        if not hasattr(self, "sheet"):
            return
        assert [str(one) for one in (*deviations(), *purchasing_deviations())] == []
        moved = sum(StockMove.objects.filter(kind="receipt").values_list("change", flat=True))
        assert moved == sum(PurchaseLine.objects.values_list("received", flat=True))
        returned = sum(StockMove.objects.filter(kind="return").values_list("change", flat=True))
        assert returned == sum(ReturnLine.objects.values_list("returned", flat=True))

    @invariant()
    def no_more_is_promised_than_is_announced(self) -> None:
        if not hasattr(self, "sheet"):
            return
        waiting = list(Backorder.objects.filter(state=BackorderState.OPEN))
        days = expected_days(waiting)
        for product in {one.product_id for one in waiting}:
            promised = sum(
                one.amount - one.available for one in waiting if one.product_id == product and one.pk in days
            )
            assert promised <= sum(line.outstanding for line in announced([product]))

    def teardown(self) -> None:
        if hasattr(self, "sheet"):
            transaction.set_rollback(True)
            self.sheet.__exit__(None, None, None)


def test_any_sequence_of_deeds_keeps_every_promise() -> None:
    run_state_machine_as_test(
        Buying,
        settings=settings(
            max_examples=examples(7),
            stateful_step_count=30,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
