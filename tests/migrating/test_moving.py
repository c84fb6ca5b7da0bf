"""From one Pakhuis to another: both ends are real, and afterwards both show the same over the API."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from pytest_django.live_server_helper import LiveServer

from pakhuis.accounts.actions import create_api_key
from pakhuis.config.cli import main
from pakhuis.customers.models import Customer
from pakhuis.fulfilment.proof import deviations
from pakhuis.journal.models import Fact
from pakhuis.kernel.actor import SYSTEM
from pakhuis.migrating.models import MovedThing, MovingRun
from pakhuis.migrating.report import lines, notes, sums
from pakhuis.migrating.source import Source
from pakhuis.orders.models import Order
from tests.concurrency.race import ROOT, environment
from tests.factories import MOMENT, a_customer, a_product, a_warehouse, an_order, stocked
from tests.factories import lines as order_lines
from tests.migrating.conftest import CUSTOMERS, House
from tests.migrating.seen import Seen

pytestmark = [pytest.mark.once, pytest.mark.django_db(transaction=True)]


def move(house: House, *more: str) -> int:
    return main(["migrate", "picqer", "--account", house.address, f"--key={house.key}", *more])


def same(house: House, live_server: LiveServer) -> None:
    """Every thing that is moved looks the same at both ends."""
    _, key = create_api_key("compare", by=SYSTEM, now=MOMENT)
    there = Seen(Source(house.address, house.key)).everything()
    here = Seen(Source(live_server.url, key)).everything()
    for kind, things in there.items():
        assert things, kind
        assert here[kind] == things, kind
    assert len(there["customers"]) == CUSTOMERS - 1
    assert {one["status"] for one in there["orders"].values()} == {
        "concept",
        "expected",
        "processing",
        "paused",
    }


def test_everything_comes_along_and_looks_the_same(
    house: House, live_server: LiveServer, capsys: pytest.CaptureFixture[str]
) -> None:
    assert move(house) == 0
    said = capsys.readouterr().out
    assert house.key not in said
    same(house, live_server)
    run = MovingRun.objects.get()
    assert run.finished_at is not None
    counted = {str(one.resource): one for one in lines(run)}
    assert all(one.adds_up for one in counted.values())
    assert (counted["customers"].made, counted["users"].left) == (CUSTOMERS, 1)
    labels = MovedThing.objects.filter(resource="customers").values_list("label", flat=True)
    assert sorted(filter(None, labels)) == sorted(
        Customer.objects.exclude(number="").values_list("number", flat=True)
    )
    assert counted["processing"].made >= 4
    assert (counted["purchase_orders"].made, counted["purchase_orders"].left) == (2, 0)
    assert all(one.agrees and one.here > 0 for one in sums(run))
    assert [one for one in notes(run) if one.resource != "users"] == []
    assert list(deviations()) == []
    assert Fact.objects.filter(name="customer.created").count() == CUSTOMERS
    assert not Fact.objects.filter(name="order.placed").exists(), "nobody is told that an order came in"


def test_a_second_time_nothing_is_moved_twice(house: House, live_server: LiveServer) -> None:
    move(house)
    before = Order.objects.count(), Customer.objects.count(), Fact.objects.count()
    assert move(house) == 0
    assert (Order.objects.count(), Customer.objects.count(), Fact.objects.count()) == before
    second = MovingRun.objects.latest("pk")
    counted = {str(one.resource): one for one in lines(second)}
    assert counted["customers"].existing == counted["customers"].read == CUSTOMERS
    assert sum(one.made for one in counted.values()) == 0
    assert all(one.adds_up for one in counted.values())
    assert all(one.agrees for one in sums(second))
    same(house, live_server)


def test_a_dry_run_says_the_same_and_writes_nothing(
    house: House, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    report = tmp_path / "left.csv"
    assert move(house, "--dry-run", "--report", str(report)) == 0
    assert f"customers       │ {CUSTOMERS}  │ {CUSTOMERS}" in capsys.readouterr().out
    assert report.read_text().splitlines()[1].startswith("users,1,anna,no,")
    assert not Customer.objects.exists()
    assert not MovingRun.objects.exists()


def test_killed_again_and_again_it_ends_with_everything_once(house: House, live_server: LiveServer) -> None:
    luck = random.Random(11)
    kills = 0
    for wanted in (3, 20, 38, 60, 140):
        command = [sys.executable, "-m", "pakhuis", "migrate", "picqer", "--account", house.address]
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env={**environment(), "PICQER_KEY": house.key},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        end = time.monotonic() + 60
        while MovedThing.objects.count() < wanted and process.poll() is None:
            assert time.monotonic() < end
            time.sleep(0.01)
        time.sleep(luck.random() * 0.1)
        if process.poll() is None:
            os.kill(process.pid, signal.SIGKILL)
            kills += 1
        process.wait()
    assert kills >= 3
    assert move(house) == 0
    run = MovingRun.objects.get()
    assert all(one.adds_up for one in lines(run))
    assert all(one.agrees for one in sums(run))
    assert list(deviations()) == []
    same(house, live_server)


def test_what_is_here_already_is_used_and_left_as_it_is(house: House) -> None:
    stocked(a_warehouse("delft"), A=3)
    mine = a_customer("Onze klant", number="c-001")
    assert move(house) == 2
    run = MovingRun.objects.get()
    counted = {str(one.resource): one for one in lines(run)}
    assert (counted["warehouses"].existing, counted["products"].existing) == (1, 1)
    assert counted["customers"].existing == 1
    mine.refresh_from_db()
    assert (mine.name, mine.discount) == ("Onze klant", 0)
    assert mine.orders.count() == 3
    left = [one for one in notes(run) if one.resource == "stock"]
    assert [one.problems[0].code for one in left] == ["has_own_moves"]
    assert all(one.adds_up for one in counted.values())
    assert all(one.agrees for one in sums(run))


def test_an_order_number_that_is_taken_leaves_the_order_there(house: House) -> None:
    a_warehouse()
    a_product("X")
    number = an_order(lines=order_lines(X=1), now=MOMENT).number
    assert move(house) == 2
    left = [one for one in notes(MovingRun.objects.get()) if one.is_left and one.resource == "orders"]
    assert [(one.label, one.problems[0].code) for one in left] == [(number, "order_number_taken")]


def test_numbers_given_out_later_pass_over_those_that_came_along(house: House) -> None:
    move(house)
    taken = set(Order.objects.values_list("number", flat=True))
    later = [an_order(lines=order_lines(A=1), now=MOMENT).number for _ in range(12)]
    assert len(set(later)) == 12
    assert not taken & set(later)


@pytest.mark.parametrize(
    "given", [["--account", "kade"], ["--key", "x"], ["--account", "ftp://kade.example", "--key", "x"]]
)
def test_what_is_missing_or_wrong_is_said(
    given: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PICQER_KEY", raising=False)
    assert main(["migrate", "picqer", *given]) == 1
    said = capsys.readouterr().out
    assert "--account" in said or "neither the name" in said
