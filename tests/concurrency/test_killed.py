"""Processes that are killed half-way: nothing lost, nothing twice, nothing half."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from django.db import transaction
from django_tasks_db.models import DBTaskResult

from pakhuis.config.task_table import revive
from pakhuis.connectors.models import Delivery
from pakhuis.connectors.states import DeliveryState
from pakhuis.connectors.tasks import take_in
from pakhuis.customers.models import Customer
from pakhuis.fulfilment.models import Picklist
from pakhuis.journal.models import Fact
from pakhuis.kernel.clock import now
from pakhuis.orders.models import Order, OrderLine
from tests.concurrency.race import ROOT, environment, race, race_killed
from tests.connectors.shop import Shop, open_shop, woo_order
from tests.connectors.test_webhook import deliver
from tests.factories import a_connected_webshop, a_vat_group, a_warehouse, a_webshop, stocked
from tests.invariants import check

pytestmark = pytest.mark.django_db(transaction=True)
PATIENCE = 30.0


@contextmanager
def worker() -> Iterator[subprocess.Popen[bytes]]:
    """A real `pakhuis worker`, killed when the block ends."""
    process = subprocess.Popen(
        [sys.executable, "-m", "pakhuis", "worker"],
        cwd=ROOT,
        env=environment(),
        stderr=subprocess.DEVNULL,
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def wait_for(what: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not what():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.05)


def is_done() -> bool:
    return Delivery.objects.filter(state=DeliveryState.DONE).exists()


@pytest.fixture
def shop() -> Iterator[Shop]:
    with open_shop() as one:
        a_vat_group()
        a_warehouse()
        yield one


def a_message(shop: Shop) -> None:
    """A signed order at the webhook's door."""
    webshop = a_connected_webshop(shop.address)
    assert deliver(webshop.pk, json.dumps(shop.put(woo_order())).encode()).status_code == 204


def all_there_once() -> None:
    assert (Order.objects.count(), Customer.objects.count()) == (1, 1)
    assert OrderLine.objects.filter(order__status="processing").count() == Order.objects.get().lines.count()
    assert Fact.objects.filter(name="order.placed").count() == 1
    check()


def test_no_worker_when_the_message_comes(shop: Shop) -> None:
    """Killed between the commit and the delivery: the next worker does it."""
    a_message(shop)
    assert not Order.objects.exists()
    with worker():
        wait_for(is_done)
    all_there_once()


def test_a_worker_killed_in_the_middle_of_a_task(shop: Shop) -> None:
    shop.delay = 20
    a_message(shop)
    with worker():
        wait_for(DBTaskResult.objects.running().exists)
    shop.delay = 0
    assert revive(now()) == 0, "a task that has only just begun may still be running"
    with worker():
        wait_for(is_done)
    all_there_once()


def test_a_worker_killed_after_the_order_but_before_it_could_say_so(shop: Shop) -> None:
    a_message(shop)
    with worker():
        wait_for(is_done)
    Delivery.objects.update(state=DeliveryState.RECEIVED, finished_at=None)
    with transaction.atomic():
        take_in.enqueue(Delivery.objects.get().pk)
    with worker():
        wait_for(lambda: not Delivery.objects.filter(state=DeliveryState.RECEIVED).exists())
    all_there_once()


def test_a_rolled_back_transaction_delivers_nothing() -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        take_in.enqueue(1)
        raise ZeroDivisionError
    assert not DBTaskResult.objects.exists()


def test_killed_at_any_moment_an_order_is_whole_or_not_there() -> None:
    """Six times eight orders at once, killed after a random time; then the same orders once more."""
    stocked(a_warehouse(), A=30)
    webshop = a_webshop()
    deeds = [("place", {"webshop_id": webshop.pk, "number": f"{n}"}) for n in range(8)]
    luck = random.Random(7)
    for _ in range(6):
        race_killed(deeds, after=luck.uniform(0.02, 0.5))
        check()
        for order in Order.objects.all():
            assert order.lines.count() == 1
            assert Fact.objects.filter(name="order.placed", subject_id=order.pk).count() == 1
    race(deeds)
    assert (Order.objects.count(), Customer.objects.count(), Picklist.objects.count()) == (8, 1, 0)
    check()


def test_the_worker_stops_when_its_parent_is_gone() -> None:
    """The demonstration's worker does not stay behind when the demonstration is killed."""
    parent = subprocess.Popen([sys.executable, "-c", "pass"])
    parent.wait()
    process = subprocess.Popen(
        [sys.executable, "-m", "pakhuis", "worker", "--parent", str(parent.pid)],
        cwd=ROOT,
        env=environment(),
        stderr=subprocess.DEVNULL,
    )
    try:
        process.wait(timeout=PATIENCE)
    finally:
        process.kill()
        process.wait()
