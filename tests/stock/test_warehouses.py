"""Warehouses: made, changed, retired; what is in use stays."""

from __future__ import annotations

from typing import Any

import pytest

from pakhuis.fulfilment.actions import receive_goods
from pakhuis.journal.models import Fact
from pakhuis.kernel.actor import SYSTEM
from pakhuis.kernel.problem import Refused
from pakhuis.kernel.quantities import Quantities
from pakhuis.stock.actions import correct_stock, delete_warehouse, place_product, update_warehouse
from pakhuis.stock.intake import WarehouseFields
from pakhuis.stock.models import StockLevel, Warehouse
from tests.factories import MOMENT, a_location, a_processed_order, a_product, a_warehouse, lines, stocked

pytestmark = pytest.mark.django_db


def change(warehouse: Warehouse, **fields: Any) -> Warehouse:
    return update_warehouse(warehouse.pk, WarehouseFields(**fields), by=SYSTEM, now=MOMENT)


def refusal(warehouse: Warehouse, **fields: Any) -> list[str]:
    before = Warehouse.objects.values().get(pk=warehouse.pk)
    with pytest.raises(Refused) as caught:
        change(warehouse, **fields)
    assert Warehouse.objects.values().get(pk=warehouse.pk) == before
    return [one.code for one in caught.value.problems]


def test_fields_are_changed_and_the_logbook_tells() -> None:
    a_warehouse("Hoofd")
    house = a_warehouse("Depot")
    changed = change(house, name=" Depot Oost ", priority="7", counts_for_general_stock=False)
    assert (changed.name, changed.priority, changed.counts_for_general_stock) == ("Depot Oost", 7, False)
    fact = Fact.objects.get(name="warehouse.changed")
    assert [one["field"] for one in fact.data["changes"]] == ["name", "priority", "counts_for_general_stock"]
    change(house, name="Depot Oost")
    assert Fact.objects.filter(name="warehouse.changed").count() == 1


def test_all_problems_come_at_once() -> None:
    house = a_warehouse("Hoofd")
    assert refusal(house, name=" ", priority="x") == ["missing", "not_a_number"]
    a_warehouse("Depot")
    assert refusal(house, name="Depot") == ["name_taken"]
    with pytest.raises(Refused, match="no such warehouse"):
        update_warehouse(999, WarehouseFields(name="x"), by=SYSTEM, now=MOMENT)


def test_one_warehouse_must_take_orders() -> None:
    house = a_warehouse()
    assert refusal(house, active=False) == ["last_warehouse"]
    assert refusal(house, accepts_orders=False) == ["last_warehouse"]
    other = a_warehouse(accepts_orders=False)
    assert refusal(house, active=False) == ["last_warehouse"]
    change(other, accepts_orders=True)
    assert change(house, active=False).active is False
    assert refusal(other, active=False) == ["last_warehouse"]


def test_a_warehouse_with_goods_or_waiting_orders_is_not_retired() -> None:
    a_warehouse()
    house = a_warehouse(priority=0)
    stocked(house, A=2)
    a_processed_order(lines=lines(A=3), warehouse_ids=(house.pk,), autosplit=True)
    assert refusal(house, active=False) == ["warehouse_in_use", "warehouse_not_empty"]


def test_an_emptied_warehouse_is_retired_and_gets_no_goods() -> None:
    a_warehouse()
    house = a_warehouse()
    product = stocked(house, A=2)["A"]
    assert refusal(house, active=False) == ["warehouse_not_empty"]
    correct_stock(product.pk, warehouse_id=house.pk, amount=0, reason="Leeg", by=SYSTEM, now=MOMENT)
    assert change(house, active=False).active is False
    with pytest.raises(Refused, match="retired"):
        receive_goods(house.pk, goods=Quantities({product.pk: 1}), by=SYSTEM, now=MOMENT)


def test_only_an_unused_warehouse_is_removed() -> None:
    house, spare = a_warehouse(), a_warehouse()
    place_product(a_product().pk, location_id=a_location(spare, "A1").pk, by=SYSTEM, now=MOMENT)
    delete_warehouse(spare.pk, by=SYSTEM, now=MOMENT)
    assert list(Warehouse.objects.all()) == [house]
    assert not StockLevel.objects.exists()
    assert Fact.objects.filter(name="warehouse.removed").count() == 1
    with pytest.raises(Refused, match="must stay"):
        delete_warehouse(house.pk, by=SYSTEM, now=MOMENT)
    used = a_warehouse()
    product = stocked(used, A=1)["A"]
    correct_stock(product.pk, warehouse_id=used.pk, change=-1, reason="", by=SYSTEM, now=MOMENT)
    for gone, said in ((used.pk, "retired, not removed"), (999, "no such")):
        with pytest.raises(Refused, match=said):
            delete_warehouse(gone, by=SYSTEM, now=MOMENT)
