"""Moving goods between warehouses: what is promised stays, who waits at the other end gets them."""

from __future__ import annotations

from typing import Any

import pytest

from pakhuis.catalogue.models import Product
from pakhuis.fulfilment.actions import move_between_warehouses
from pakhuis.kernel.actor import SYSTEM
from pakhuis.kernel.problem import Refused
from pakhuis.stock.actions import correct_stock, update_warehouse
from pakhuis.stock.intake import WarehouseFields
from pakhuis.stock.models import LocationStock, StockLevel, StockMove, Warehouse
from tests.factories import MOMENT, a_location, a_processed_order, a_product, a_warehouse, lines, stocked
from tests.invariants import check

pytestmark = pytest.mark.django_db


@pytest.fixture
def houses() -> tuple[Warehouse, Warehouse]:
    return a_warehouse("Hoofd", priority=1), a_warehouse("Winkel", priority=2)


@pytest.fixture
def product(houses: tuple[Warehouse, Warehouse]) -> Product:
    return stocked(houses[0], A=10)["A"]


def move(product: Product, start: Warehouse, end: Warehouse, amount: Any, **given: Any) -> int:
    return move_between_warehouses(
        product.pk,
        from_warehouse_id=start.pk,
        to_warehouse_id=end.pk,
        amount=amount,
        by=SYSTEM,
        now=MOMENT,
        **given,
    )


def on_hand(product: Product) -> list[int]:
    levels = StockLevel.objects.filter(product=product).order_by("warehouse__priority")
    return list(levels.values_list("on_hand", flat=True))


def test_goods_go_from_one_to_the_other(houses: tuple[Warehouse, Warehouse], product: Product) -> None:
    start, end = houses
    shelf = a_location(end, "Z1")
    assert move(product, start, end, "4", to_location_id=shelf.pk, reason="Aanvullen") == 0
    assert on_hand(product) == [6, 4]
    assert LocationStock.objects.get(location=shelf).on_hand == 4
    moves = StockMove.objects.filter(kind="transfer").order_by("pk")
    assert [(one.change, one.reason) for one in moves] == [
        (-4, "Hoofd → Winkel: Aanvullen"),
        (4, "Hoofd → Winkel: Aanvullen"),
    ]
    check()


def test_what_is_promised_stays(houses: tuple[Warehouse, Warehouse], product: Product) -> None:
    a_processed_order(lines=lines(A=7))
    with pytest.raises(Refused) as caught:
        move(product, *houses, 4)
    assert [one.code for one in caught.value.problems] == ["too_few_pieces"]
    assert on_hand(product) in ([10], [10, 0])
    move(product, *houses, 3)
    check()


def test_who_waits_at_the_other_end_is_served(houses: tuple[Warehouse, Warehouse], product: Product) -> None:
    start, end = houses
    waiting = a_processed_order(lines=lines(A=3), warehouse_ids=(end.pk,), autosplit=False)
    assert move(product, start, end, 5) == 3
    assert waiting.backorders.get().available == 3
    check()


def test_bad_input_changes_nothing(houses: tuple[Warehouse, Warehouse], product: Product) -> None:
    start, end = houses
    nowhere = Warehouse(pk=999)
    wrong_place = a_location(start, "A1")
    for given, codes in (
        ((product, start, start, 1), ["same_place"]),
        ((product, start, end, "x"), ["not_a_number"]),
        (
            (product, nowhere, nowhere, 0),
            ["out_of_range", "unknown_warehouse", "unknown_warehouse", "same_place"],
        ),
        ((Product(pk=999), start, end, 1), ["not_found"]),
    ):
        with pytest.raises(Refused) as caught:
            move(*given)
        assert [one.code for one in caught.value.problems] == codes
    with pytest.raises(Refused) as caught:
        move(product, start, end, 1, to_location_id=wrong_place.pk, from_location_id=998)
    assert [one.code for one in caught.value.problems] == ["unknown_location", "unknown_location"]
    correct_stock(product.pk, warehouse_id=start.pk, amount=9, reason="", by=SYSTEM, now=MOMENT)
    update_warehouse(end.pk, WarehouseFields(active=False), by=SYSTEM, now=MOMENT)
    with pytest.raises(Refused) as caught:
        move(product, start, end, 1)
    assert [one.code for one in caught.value.problems] == ["retired_warehouse"]
    assert not StockMove.objects.filter(kind="transfer").exists()


def test_a_product_without_stock_cannot_move(houses: tuple[Warehouse, Warehouse]) -> None:
    with pytest.raises(Refused) as caught:
        move(a_product("B"), *houses, 1)
    assert [one.code for one in caught.value.problems] == ["too_few_pieces"]
