"""Locations: where it lies, counted; every change of a place is written down, and the sums agree."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from pakhuis.catalogue.models import Product
from pakhuis.fulfilment.actions import close_picklist, pick_all, receive_goods
from pakhuis.kernel.actor import SYSTEM
from pakhuis.kernel.problem import Refused
from pakhuis.kernel.quantities import Quantities
from pakhuis.stock.actions import (
    correct_stock,
    create_location,
    delete_location,
    move_between_locations,
    place_product,
    unplace_product,
    update_location,
)
from pakhuis.stock.intake import LocationFields
from pakhuis.stock.models import Location, LocationMove, LocationStock, StockLevel, StockMove, Warehouse
from tests.factories import MOMENT, a_location, a_processed_order, a_product, a_warehouse, lines, stocked
from tests.invariants import check

pytestmark = pytest.mark.django_db


@pytest.fixture
def house() -> Warehouse:
    return a_warehouse("Hoofd")


@pytest.fixture
def product(house: Warehouse) -> Product:
    """Ten of it, nobody knows where."""
    return stocked(house, A=10)["A"]


def move(
    product: Product, house: Warehouse, start: Location | None, end: Location | None, amount: Any
) -> None:
    move_between_locations(
        product.pk,
        warehouse_id=house.pk,
        from_location_id=start.pk if start else None,
        to_location_id=end.pk if end else None,
        amount=amount,
        by=SYSTEM,
        now=MOMENT,
        reason="Aangevuld",
    )


def on(location: Location) -> int:
    return LocationStock.objects.get(location=location).on_hand


def unplaced(product: Product) -> int:
    return StockLevel.objects.get(product=product).unplaced


def codes_of(caught: Any) -> list[str]:
    return [one.code for one in caught.value.problems]


def test_a_location_is_made_changed_and_unique_in_its_warehouse(house: Warehouse) -> None:
    shelf = a_location(house, "A1")
    a_location(a_warehouse(), "A1")
    with pytest.raises(Refused) as caught:
        create_location(house.pk, LocationFields(name="A1"), by=SYSTEM, now=MOMENT)
    assert codes_of(caught) == ["name_taken"]
    changed = update_location(
        shelf.pk, LocationFields(name="A2", is_bulk=True, pick_order="3"), by=SYSTEM, now=MOMENT
    )
    assert (changed.name, changed.kind, changed.pick_order) == ("A2", "bulk", 3)
    for given in (LocationFields(), LocationFields(name=" ", pick_order=-1)):
        with pytest.raises(Refused) as caught:
            create_location(999, given, by=SYSTEM, now=MOMENT)
        assert "missing" in codes_of(caught)
        assert "unknown_warehouse" in codes_of(caught)


def test_pieces_move_from_place_to_place(house: Warehouse, product: Product) -> None:
    shelf, store = a_location(house, "A1"), a_location(house, "B1", is_bulk=True)
    move(product, house, None, store, 8)
    move(product, house, store, shelf, "3")
    assert (on(shelf), on(store), unplaced(product)) == (3, 5, 2)
    move(product, house, shelf, None, 1)
    assert (on(shelf), unplaced(product)) == (2, 3)
    check()
    moves = LocationMove.objects.order_by("pk").values_list("location_name", "change", "on_hand_after")
    assert list(moves) == [("B1", 8, 8), ("B1", -3, 5), ("A1", 3, 3), ("A1", -1, 2)]
    assert StockMove.objects.count() == 1


def test_no_more_moves_than_there_is(house: Warehouse, product: Product) -> None:
    shelf = a_location(house, "A1")
    elsewhere = a_location(a_warehouse(), "A1")
    for start, end, amount, code in (
        (None, shelf, 11, "too_few_on_location"),
        (shelf, None, 1, "too_few_on_location"),
        (None, shelf, 0, "out_of_range"),
        (None, shelf, "x", "not_a_number"),
        (shelf, shelf, 1, "same_place"),
        (None, elsewhere, 1, "unknown_location"),
    ):
        with pytest.raises(Refused) as caught:
            move(product, house, start, end, amount)
        assert codes_of(caught) == [code]
    assert not LocationMove.objects.exists()
    check()


def test_goods_are_received_on_a_location(house: Warehouse, product: Product) -> None:
    shelf = a_location(house, "A1")
    goods = Quantities({product.pk: 4})
    receive_goods(house.pk, goods=goods, at={product.pk: shelf.pk}, by=SYSTEM, now=MOMENT)
    assert (on(shelf), unplaced(product)) == (4, 10)
    with pytest.raises(Refused) as caught:
        receive_goods(house.pk, goods=goods, at={product.pk: 999}, by=SYSTEM, now=MOMENT)
    assert codes_of(caught) == ["unknown_location"]
    check()


def test_picked_goods_leave_the_preferred_place(house: Warehouse, product: Product) -> None:
    shelf, other = a_location(house, "B1"), a_location(house, "A1")
    move(product, house, None, shelf, 4)
    move(product, house, None, other, 4)
    place_product(product.pk, location_id=shelf.pk, preferred=True, by=SYSTEM, now=MOMENT)
    for amount, left in ((3, (1, 4, 2)), (3, (1, 1, 2)), (4, (0, 0, 0))):
        order = a_processed_order(lines=lines(A=amount))
        picklist = order.picklists.get()
        pick_all(picklist.pk, by=SYSTEM, now=MOMENT)
        close_picklist(picklist.pk, by=SYSTEM, now=MOMENT)
        assert (on(shelf), on(other), unplaced(product)) == left
        check()


def test_a_correction_can_be_of_one_place(house: Warehouse, product: Product) -> None:
    shelf = a_location(house, "A1")
    correct: dict[str, Any] = {"warehouse_id": house.pk, "by": SYSTEM, "now": MOMENT, "reason": "Geteld"}
    correct_stock(product.pk, amount=5, location_id=shelf.pk, **correct)
    assert (on(shelf), unplaced(product)) == (5, 10)
    correct_stock(product.pk, change=-2, location_id=shelf.pk, **correct)
    assert (on(shelf), unplaced(product)) == (3, 10)
    correct_stock(product.pk, change=-12, **correct)
    assert (on(shelf), unplaced(product)) == (1, 0)
    with pytest.raises(Refused) as caught:
        correct_stock(product.pk, change=-2, location_id=shelf.pk, **correct)
    assert codes_of(caught) == ["too_few_pieces"]
    correct_stock(product.pk, change=3, **correct)
    with pytest.raises(Refused) as caught:
        correct_stock(product.pk, change=-2, location_id=shelf.pk, **correct)
    assert codes_of(caught) == ["too_few_on_location"]
    bad: tuple[tuple[dict[str, Any], str], ...] = (
        ({"location_id": 999, "change": 1}, "unknown_location"),
        ({}, "missing"),
    )
    for wrong, code in bad:
        with pytest.raises(Refused) as caught:
            correct_stock(product.pk, **wrong, **correct)
        assert codes_of(caught) == [code]
    check()


def test_setting_a_level_to_what_it_is_changes_nothing(house: Warehouse, product: Product) -> None:
    with pytest.raises(Refused) as caught:
        correct_stock(product.pk, warehouse_id=house.pk, amount=10, reason="", by=SYSTEM, now=MOMENT)
    assert codes_of(caught) == ["nothing_changes"]
    level = correct_stock(product.pk, warehouse_id=house.pk, amount="7", reason="", by=SYSTEM, now=MOMENT)
    assert level.on_hand == 7


def test_a_product_has_places_and_one_preferred(house: Warehouse, product: Product) -> None:
    first, second = a_location(house, "A1"), a_location(house, "A2")
    place_product(product.pk, location_id=first.pk, preferred=True, note="links", by=SYSTEM, now=MOMENT)
    place_product(product.pk, location_id=second.pk, preferred=True, by=SYSTEM, now=MOMENT)
    place_product(product.pk, location_id=second.pk, preferred=True, by=SYSTEM, now=MOMENT)
    assert list(LocationStock.objects.filter(preferred=True).values_list("location__name", flat=True)) == [
        "A2"
    ]
    with pytest.raises(IntegrityError), transaction.atomic():
        LocationStock.objects.update(preferred=True)
    unplace_product(product.pk, location_id=first.pk, by=SYSTEM, now=MOMENT)
    assert LocationStock.objects.count() == 1
    move(product, house, None, second, 1)
    with pytest.raises(Refused) as caught:
        unplace_product(product.pk, location_id=second.pk, by=SYSTEM, now=MOMENT)
    assert codes_of(caught) == ["location_not_empty"]
    for wrong in (first.pk, 999):
        with pytest.raises(Refused):
            unplace_product(product.pk, location_id=wrong, by=SYSTEM, now=MOMENT)
    with pytest.raises(Refused) as caught:
        place_product(product.pk, location_id=999, note="x" * 201, by=SYSTEM, now=MOMENT)
    assert codes_of(caught) == ["too_long", "unknown_location"]


def test_only_an_empty_location_is_removed_and_its_history_stays(house: Warehouse, product: Product) -> None:
    shelf = a_location(house, "A1")
    move(product, house, None, shelf, 2)
    with pytest.raises(Refused) as caught:
        delete_location(shelf.pk, by=SYSTEM, now=MOMENT)
    assert codes_of(caught) == ["location_not_empty"]
    move(product, house, shelf, None, 2)
    delete_location(shelf.pk, by=SYSTEM, now=MOMENT)
    assert list(LocationMove.objects.values_list("location_name", "location")) == [("A1", None)] * 2
    with pytest.raises(Refused):
        delete_location(shelf.pk, by=SYSTEM, now=MOMENT)
    check()


def test_the_database_keeps_the_promise(house: Warehouse, product: Product) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        StockLevel.objects.filter(product=product).update(located=11)


def test_where_no_locations_are_in_use_they_cost_nothing(house: Warehouse, product: Product) -> None:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        correct_stock(product.pk, warehouse_id=house.pk, change=-1, reason="", by=SYSTEM, now=MOMENT)
    assert not [one for one in queries.captured_queries if "location" in one["sql"].split("FROM")[-1]]


def test_another_product_is_not_touched(house: Warehouse, product: Product) -> None:
    shelf, other = a_location(house, "A1"), a_product("B")
    receive_goods(
        house.pk,
        goods=Quantities({product.pk: 1, other.pk: 2}),
        at={product.pk: shelf.pk, other.pk: shelf.pk},
        by=SYSTEM,
        now=MOMENT,
    )
    correct_stock(
        other.pk, warehouse_id=house.pk, location_id=shelf.pk, amount=0, reason="", by=SYSTEM, now=MOMENT
    )
    assert sorted(LocationStock.objects.values_list("product__code", "on_hand")) == [("A", 1), ("B", 0)]
    check()
