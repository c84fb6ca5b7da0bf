"""An order of more products than SQLite takes conditions of in one query."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from pakhuis.catalogue.actions import create_products
from pakhuis.catalogue.intake import NewProduct
from pakhuis.kernel.actor import SYSTEM
from pakhuis.orders.actions import prioritise_order
from pakhuis.orders.models import Backorder
from pakhuis.purchasing.queries import expected_days
from tests.factories import MOMENT, a_processed_order, a_vat_group, a_warehouse, lines, stocked
from tests.purchasing.making import a_purchase

pytestmark = [pytest.mark.django_db, pytest.mark.once]
SOON = date(2026, 12, 1)


def test_it_is_put_in_front_and_told_when_its_goods_come() -> None:
    house = a_warehouse()
    a_vat_group()
    names = [f"P{number}" for number in range(1_005)]
    create_products([NewProduct(code=one, name=one) for one in names], by=SYSTEM, now=MOMENT)
    early = a_processed_order(lines=lines(P0=2))
    stocked(house, P0=1)
    order = a_processed_order(lines=lines(**dict.fromkeys(names, 1)))
    for some in (names[:600], names[600:]):
        pieces: dict[str, Any] = dict.fromkeys(some, 3)
        a_purchase(on=SOON, **pieces)
    prioritise_order(order.pk, by=SYSTEM, now=MOMENT)
    mine = Backorder.objects.filter(order=order)
    assert sum(mine.values_list("available", flat=True)) == 1
    assert Backorder.objects.get(order=early).available == 0
    days = expected_days(mine)
    assert len(days) == 1_004
    assert set(days.values()) == {SOON}
