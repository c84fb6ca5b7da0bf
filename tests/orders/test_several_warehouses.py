"""Orders that may come from several warehouses of their own choice, waiting for what comes to one of them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from pakhuis.fulfilment.actions import process_order
from pakhuis.kernel.actor import SYSTEM
from pakhuis.orders.models import Backorder, Order
from tests.factories import MOMENT, a_warehouse, an_order, lines, stocked
from tests.invariants import check

pytestmark = pytest.mark.django_db


def processed(*, now: datetime = MOMENT, **given: Any) -> Order:
    return process_order(an_order(now=now, **given).pk, by=SYSTEM, now=now)


def waiting(order: Order) -> tuple[int, int]:
    """Pieces that wait in all, and how many of them lie ready."""
    rows = Backorder.objects.filter(order=order, state="open").values_list("amount", "available")
    return sum(one[0] for one in rows), sum(one[1] for one in rows)


@pytest.mark.parametrize("autosplit", [True, False])
def test_what_comes_is_handed_out_once(autosplit: bool) -> None:
    one, two = a_warehouse(priority=1), a_warehouse(priority=2)
    stocked(one, A=0)
    chosen = (one.pk, two.pk)
    first = processed(lines=lines(A=3), warehouse_ids=chosen, autosplit=autosplit)
    second = processed(lines=lines(A=4), autosplit=autosplit, now=MOMENT + timedelta(days=1))
    stocked(one, A=6)
    assert (waiting(first), waiting(second)) == ((3, 3), (4, 3))
    check()
    stocked(two, A=40)
    stocked(one, A=40)
    assert (waiting(first), waiting(second)) == ((3, 3), (4, 4))
    check()


def test_goods_in_a_warehouse_that_was_not_chosen_are_for_others() -> None:
    one, two, three = (a_warehouse(priority=place) for place in (1, 2, 3))
    stocked(one, A=0)
    order = processed(lines=lines(A=3), warehouse_ids=(one.pk, two.pk))
    stocked(three, A=5)
    assert waiting(order) == (3, 0)
    stocked(two, A=2)
    assert waiting(order) == (3, 2)
    check()
