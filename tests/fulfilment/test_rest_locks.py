"""Closing with a rest: what waits elsewhere is left alone, and locks are taken in the order of everyone."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pakhuis.fulfilment.actions import close_picklist, pick_line, receive_goods
from pakhuis.fulfilment.intake import Rest
from pakhuis.kernel.actor import SYSTEM
from pakhuis.kernel.quantities import Quantities
from tests.factories import MOMENT, a_processed_order, a_warehouse, lines, stocked
from tests.invariants import check


@pytest.mark.django_db
def test_a_rest_that_waits_again_does_not_write_what_waits_elsewhere() -> None:
    """The level of the other warehouse is not locked then: somebody may be serving that backorder."""
    here, there = a_warehouse("Hier", priority=1), a_warehouse("Daar", priority=2)
    product = stocked(here, A=3)["A"]
    order = a_processed_order(lines=lines(A=7), autosplit=True)
    receive_goods(there.pk, goods=Quantities({product.pk: 2}), by=SYSTEM, now=MOMENT)
    elsewhere = order.backorders.get(warehouse=there)
    waits_here = order.backorders.get(warehouse=here)
    picklist = order.picklists.get()
    pick_line(picklist.lines.get().pk, amount=1, by=SYSTEM, now=MOMENT)
    with CaptureQueriesContext(connection) as captured:
        close_picklist(picklist.pk, rest=Rest.BACKORDER, by=SYSTEM, now=MOMENT)
    writes = [one["sql"] for one in captured if one["sql"].startswith('UPDATE "orders_backorder"')]
    assert len(writes) == 1
    ids = writes[0].rpartition(" IN (")[2].rstrip(")").split(", ")
    assert ids == [str(waits_here.pk)]
    assert (elsewhere.amount, elsewhere.available) == (2, 2)
    check()


@pytest.mark.django_db
def test_closing_with_a_rest_locks_its_levels_once_and_before_the_number_of_a_second_list() -> None:
    stocked(a_warehouse(), A=2, B=2)
    picklist = a_processed_order(lines=lines(A=2, B=2)).picklists.get()
    pick_line(picklist.lines.order_by("pk")[0].pk, amount=2, by=SYSTEM, now=MOMENT)
    with CaptureQueriesContext(connection) as captured:
        close_picklist(picklist.pk, rest=Rest.STAYS, by=SYSTEM, now=MOMENT)
    steps = [one["sql"] for one in captured]
    levels = next(place for place, sql in enumerate(steps) if "FROM stock_stocklevel" in sql)
    number = next(place for place, sql in enumerate(steps) if "accounts_counter" in sql)
    assert levels < number
    products = re.search(r'"product_id" (?:IN|= ANY) ?\(\D*([\d, ]+)', steps[levels])
    assert products
    assert len(products[1].split(",")) == 2
