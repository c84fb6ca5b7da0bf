"""Imports beside each other, beside clerks and webshops, and killed: nothing lost, nothing twice."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connections, transaction

from pakhuis.catalogue.models import Product
from pakhuis.customers.actions import create_customer, merge_customers, undo_merge
from pakhuis.customers.intake import CustomerFields
from pakhuis.customers.models import Address, Customer
from pakhuis.imports.actions import begin, forget_old, work_until
from pakhuis.imports.models import ImportRun
from pakhuis.imports.states import RunState, Subject
from pakhuis.journal.models import Fact
from pakhuis.kernel.actor import SYSTEM
from pakhuis.orders.models import OrderLine
from pakhuis.pricing.actions import create_price_list
from tests.concurrency.race import ROOT, environment, race
from tests.conftest import MOMENT
from tests.factories import a_product, a_warehouse, a_webshop, stocked
from tests.imports.running import counts, imported, uploaded

pytestmark = pytest.mark.django_db(transaction=True)
ROWS = int(os.environ.get("PAKHUIS_TEST_KILL_ROWS", "1000"))
KILLS = int(os.environ.get("PAKHUIS_TEST_KILLS", "5"))
"""The long version (50,000 rows, 20 kills) is the same test with these set; see docs/how-to/imports.md."""
WORK = """
import django
django.setup()
from pakhuis.imports.actions import batches, work_until, working
batches.BATCH, working.STORED_AT_ONCE = {batch}, 4 * {batch}
work_until({pk})
"""
BATCH = max(ROWS // 25, 20)
"""Batches are small, so that every kill meets another one."""


def table(rows: int, *, phone: str = "") -> str:
    lines = (f"K{n};Café {n};{phone};Kade {n};Epe\n" for n in range(rows))
    return "Klantnummer;Naam;Telefoon;Adres;Plaats\n" + "".join(lines)


def begun(content: str) -> ImportRun:
    run = uploaded(content)
    return begin(run.pk, to=RunState.RUNNING, now=MOMENT)


def test_two_imports_of_the_same_file_at_once_make_each_number_once() -> None:
    runs = [begun(table(300)) for _ in range(2)]
    assert race([("work_import", {"run_id": run.pk}) for run in runs]) == ["done", "done"]
    for run in runs:
        run.refresh_from_db()
        assert run.read == 300
    assert sum(run.created for run in runs) == 300
    assert sum(run.unchanged for run in runs) == 300
    assert Customer.objects.count() == Address.objects.count() == 300
    assert Fact.objects.filter(name="customer.created").count() == 300


def test_two_workers_on_one_import_do_each_row_once() -> None:
    run = begun(table(600))
    assert race([("work_import", {"run_id": run.pk})] * 3) == ["done"] * 3
    run.refresh_from_db()
    assert counts(run) == (600, 600, 0, 0, 0, 0)
    assert Customer.objects.count() == 600


def test_an_import_loses_no_edit_of_a_clerk_or_a_webshop() -> None:
    stocked(a_warehouse(), A=100)
    webshop = a_webshop(matches_customer_number=True)
    customers = [
        create_customer(CustomerFields(number=f"K{n}", name=f"Café {n}"), by=SYSTEM, now=MOMENT)
        for n in range(40)
    ]
    run = begun(table(40, phone="038 1234567"))
    deeds: list[Any] = [("work_import", {"run_id": run.pk})]
    deeds += [
        ("change_remarks", {"customer_id": one.pk, "remarks": f"remark {one.pk}"}) for one in customers[:12]
    ]
    deeds += [
        ("place_for", {"webshop_id": webshop.pk, "number": f"W{n}", "customer": f"K{n}"}) for n in range(6)
    ]
    race(deeds)
    for one in customers:
        one.refresh_from_db()
        assert one.phone == "038 1234567"
    assert [one.remarks for one in customers[:12]] == [f"remark {one.pk}" for one in customers[:12]]
    assert Customer.objects.count() == 40
    for n in range(6):
        assert customers[n].orders.count() == 1
    run.refresh_from_db()
    assert counts(run)[:3] == (40, 0, 40)


def test_clerks_and_an_import_that_make_the_same_numbers() -> None:
    run = begun(table(200))
    deeds: list[Any] = [("work_import", {"run_id": run.pk})]
    deeds += [("new_customer", {"name": f"Clerk {n}", "number": f"k{n}"}) for n in range(0, 200, 25)]
    race(deeds)
    assert Customer.objects.count() == 200
    run.refresh_from_db()
    assert run.read == run.created + run.changed == 200
    # Whoever was first: the import supplements a clerk's customer, a clerk's door refuses a taken number.
    assert not Customer.objects.filter(name__startswith="Clerk").exists()


def test_a_merge_that_the_import_waits_for_makes_no_double() -> None:
    """The number is the loser's while the import looks, and the winner's from the merge when it may go on."""
    winner, loser = (
        create_customer(CustomerFields(number=number, name=f"Café {number}"), by=SYSTEM, now=MOMENT)
        for number in ("W", "K0")
    )
    run = begun(table(1, phone="038 1234567"))
    with _held_open(lambda: merge_customers(winner.pk, loser.pk, by=SYSTEM, now=MOMENT)):
        assert work_until(run.pk) == RunState.DONE
    run.refresh_from_db()
    assert counts(run) == (1, 0, 1, 0, 0, 0)
    assert list(Customer.objects.values_list("number", "phone")) == [("W", "038 1234567")]


def test_a_merge_that_is_undone_while_the_import_waits_gives_the_number_back() -> None:
    winner, loser = (
        create_customer(CustomerFields(number=number, name=f"Café {number}"), by=SYSTEM, now=MOMENT)
        for number in ("W", "K0")
    )
    merge = merge_customers(winner.pk, loser.pk, by=SYSTEM, now=MOMENT)
    run = begun(table(1, phone="038 1234567"))
    with _held_open(lambda: undo_merge(merge.pk, by=SYSTEM, now=MOMENT)):
        assert work_until(run.pk) == RunState.DONE
    told = Customer.objects.order_by("number").values_list("number", "phone")
    assert list(told) == [("K0", "038 1234567"), ("W", "")]


def test_an_undo_that_begins_while_old_imports_are_forgotten_has_its_rows() -> None:
    run = imported(table(3))
    late = MOMENT + timedelta(days=4000)
    with _held_open(lambda: begin(run.pk, to=RunState.UNDOING, now=late)):
        forget_old(now=late)
    assert work_until(run.pk) == RunState.UNDONE
    assert not Customer.objects.exists()


@contextmanager
def _held_open(deed: Callable[[], object]) -> Iterator[None]:
    """What somebody else has done and commits a second later: who wants the same meanwhile waits for it."""
    is_done = threading.Event()

    def done() -> None:
        try:
            with transaction.atomic():
                deed()
                is_done.set()
                time.sleep(1)
        finally:
            connections.close_all()

    other = threading.Thread(target=done)
    other.start()
    assert is_done.wait(30)
    yield
    other.join()


def test_undoing_a_file_of_products_while_people_work_with_them() -> None:
    a_warehouse()
    there = a_product("P00")
    table = "Productcode;Naam;Prijs\nP00;Anders;2\n" + "".join(f"P{n:02};Nieuw;1\n" for n in range(1, 40))
    run = imported(table, subject=Subject.PRODUCTS)
    products = list(Product.objects.order_by("code"))
    price_list = create_price_list("Horeca", by=SYSTEM, now=MOMENT)
    customer = create_customer(CustomerFields(name="Kade"), by=SYSTEM, now=MOMENT)
    begin(run.pk, to=RunState.UNDOING, now=MOMENT)
    renamed = [one.pk for one in products[5:15]]
    priced = [one.code for one in products[10:30]]
    ordered = [one.code for one in products[30:34]]
    deeds: list[Any] = [("work_import", {"run_id": run.pk})] * 2
    deeds += [
        ("rename_products", {"product_ids": renamed[::-1], "name": "Van een mens"}),
        ("paste_prices", {"list_id": price_list.pk, "codes": priced, "times": 3}),
    ]
    deeds += [("place_by_hand", {"customer_id": customer.pk, "code": one, "amount": 1}) for one in ordered]
    race(deeds)
    run.refresh_from_db()
    assert run.state == RunState.UNDONE
    assert (run.reversed, run.kept, run.impossible) == (1, 39, 0)
    there.refresh_from_db()
    assert (there.name, there.price) == ("Product P00", 10)
    assert set(Product.objects.filter(pk__in=renamed).values_list("name", flat=True)) == {"Van een mens"}
    assert price_list.entries.count() == 20
    assert OrderLine.objects.count() == 4
    # What nobody worked with is off. Of the others it depends on who was first, and their rows say which.
    assert not Product.objects.filter(code__in=["P01", "P02", "P39"], active=True).exists()
    on = set(Product.objects.filter(active=True).values_list("code", flat=True)) - {"P00"}
    told = {row.subject_label: [one["code"] for one in row.heap_reasons] for row in run.rows.all()}
    assert on == {code for code, why in told.items() if why in (["touched_since"], ["has_orders"])}


def test_a_killed_worker_resumes_without_doubles_or_losses() -> None:
    luck = random.Random(20261123)
    content = table(ROWS) + "".join(f"K{n};Café {n};038 1;;\n" for n in range(0, ROWS, 3)) + ";;;;x\n"
    run = begun(content)
    for _ in range(KILLS):
        process = subprocess.Popen(
            [sys.executable, "-c", WORK.format(pk=run.pk, batch=BATCH)],
            cwd=ROOT,
            env=environment(),
            stderr=subprocess.DEVNULL,
        )
        waited = time.monotonic() + 30
        before = _progress(run)
        while _progress(run) == before and process.poll() is None and time.monotonic() < waited:
            time.sleep(0.01)
        time.sleep(luck.uniform(0, 0.1 * ROWS / 1000))
        process.kill()
        process.wait()
        run.refresh_from_db()
        assert run.read == run.created + run.changed + run.unchanged + run.ignored + run.refused
        assert run.rows.exclude(outcome="pending").count() == run.read
        assert Customer.objects.count() == run.created
    assert work_until(run.pk) == RunState.DONE
    run.refresh_from_db()
    again = (ROWS + 2) // 3
    assert counts(run) == (ROWS + again + 1, ROWS, again, 0, 0, 1)
    assert Customer.objects.count() == Address.objects.count() == ROWS
    assert Customer.objects.filter(phone="038 1").count() == again
    assert Fact.objects.filter(name="customer.created").count() == ROWS
    # A customer that is made and supplemented in one batch is written, and told of, once.
    assert Fact.objects.filter(name="customer.changed").count() <= again
    assert imported(table(ROWS)).unchanged == ROWS


def _progress(run: ImportRun) -> tuple[int, int]:
    run.refresh_from_db()
    return run.total, run.read


def test_the_file_is_where_other_processes_find_it() -> None:
    run = uploaded(table(1))
    assert (Path(os.environ["PAKHUIS_DATA"]) / "imports" / run.file).is_file()
