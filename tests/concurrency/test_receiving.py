"""Several people put away the same delivery at the same moment, while its backorders are worked on."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time

import pytest

from pakhuis.fulfilment.proof import deviations
from pakhuis.orders.models import Backorder
from pakhuis.purchasing.models import PurchaseOrder, Receipt, ReceivedGoods
from pakhuis.purchasing.proof import purchasing_deviations
from pakhuis.stock.models import StockLevel
from tests.concurrency.race import ROOT, environment, race
from tests.factories import a_processed_order, a_product, a_warehouse, lines
from tests.purchasing.making import a_purchase, a_receipt

pytestmark = pytest.mark.django_db(transaction=True)


def proven() -> None:
    assert [str(one) for one in (*deviations(), *purchasing_deviations())] == []


def test_two_who_receive_the_same_line_do_not_count_the_box_twice() -> None:
    order = a_purchase(A=5)
    (line,) = order.lines.all()
    deed = ("receive_line", {"purchase_id": order.pk, "line_id": line.pk, "amount": 5, "seen": 0})
    gave = race([deed] * 4)
    assert sorted(gave) == ["done"] + ["received_meanwhile"] * 3
    line.refresh_from_db()
    assert (line.received, Receipt.objects.count()) == (5, 1)
    proven()


def test_scans_of_several_people_all_count() -> None:
    order = a_purchase(A=4)
    gave = race([("scan_goods", {"purchase_id": order.pk, "text": "A"})] * 6)
    assert gave == ["done"] * 6
    assert (order.lines.get().received, Receipt.objects.count()) == (6, 1)
    proven()


def test_receiving_reverting_and_completing_against_orders_that_take_the_goods() -> None:
    a_warehouse()
    a_product("A")
    waiting = [a_processed_order(lines=lines(A=2)).backorders.get().pk for _ in range(3)]
    order = a_purchase(A=9)
    receipt = a_receipt(order, A=4)
    goods = receipt.goods.get()
    gave = race(
        [
            ("revert", {"goods_id": goods.pk, "amount": 1}),
            ("revert", {"goods_id": goods.pk, "amount": 1}),
            ("receive_rest", {"receipt_id": receipt.pk}),
            ("complete", {"receipt_id": receipt.pk}),
            ("cancel_waiting", {"backorder_id": waiting[0]}),
            ("send_on", {}),
        ]
    )
    assert set(gave) <= {"done", "not_allowed_now", "not_found", "too_few_pieces"}
    assert Backorder.objects.count() >= 3
    proven()


def test_somebody_who_is_killed_half_way_has_taken_in_all_or_nothing() -> None:
    """Killed at any moment, what is on the shelf is what the lines and the receipts say."""
    order = a_purchase(P1=3, P2=3, P3=3, P4=3, P5=3, P6=3, P7=3, P8=3)
    receipt = a_receipt(order)
    program = (
        "import django; django.setup()\n"
        "from tests.concurrency import receiving_deeds\n"
        f"print(receiving_deeds.receive_rest({receipt.pk}), flush=True)\n"
    )
    for patience in (0.0, 0.005, 0.02, 0.05):
        process = subprocess.Popen(
            [sys.executable, "-c", f"print('up', flush=True)\n{program}"],
            cwd=ROOT,
            env=environment(),
            stdout=subprocess.PIPE,
            text=True,
        )
        assert process.stdout is not None
        assert process.stdout.readline() == "up\n"
        time.sleep(patience + (0.0 if ReceivedGoods.objects.exists() else 0.9))
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        process.stdout.close()
        proven()
        pieces = sum(StockLevel.objects.values_list("on_hand", flat=True))
        assert pieces in (0, 24), json.dumps(pieces)
        if pieces:
            break
    assert PurchaseOrder.objects.get().status == "purchased"
