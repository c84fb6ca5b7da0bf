"""Virtual compositions: sold as one, picked as parts, never delivered in part."""

from __future__ import annotations

from decimal import Decimal

import pytest

from pakhuis.catalogue.models import Product, ProductPart
from pakhuis.fulfilment.actions import (
    cancel_picklist,
    close_picklist,
    force_cancel_order,
    pick_all,
    process_backorders,
    process_order,
    receive_goods,
    reopen_order,
    split_picklist,
)
from pakhuis.journal.models import Fact
from pakhuis.kernel.actor import SYSTEM
from pakhuis.kernel.problem import Refused
from pakhuis.kernel.quantities import Quantities
from pakhuis.orders.actions import (
    cancel_backorder,
    cancel_order,
    change_order,
    run_autosplit_again,
    undo_cancellation,
)
from pakhuis.orders.intake import LineChange, OrderChange
from pakhuis.orders.models import Allocation, Order
from pakhuis.stock.actions import compose, correct_stock
from pakhuis.stock.models import StockLevel, Warehouse
from pakhuis.stock.queries import for_sale, stock_of
from tests.factories import (
    MOMENT,
    a_composition,
    a_processed_order,
    a_product,
    a_warehouse,
    an_order,
    codes,
    lines,
    stocked,
)
from tests.invariants import check

pytestmark = pytest.mark.django_db


@pytest.fixture
def house() -> Warehouse:
    """A gift box of two bottles and a glass; bottles for three, glasses for two."""
    warehouse = a_warehouse("Hoofd")
    stocked(warehouse, BOTTLE=6, GLASS=2)
    a_composition("BOX", BOTTLE=2, GLASS=1)
    return warehouse


def on_lists(order: Order) -> dict[str, int]:
    found = Allocation.objects.filter(order=order, state="picking").values_list("product__code", "amount")
    return codes(list(found))


def waiting(order: Order) -> dict[str, tuple[int, int]]:
    found = order.backorders.filter(state="open")
    return {one.product.code: (one.amount, one.available) for one in found.select_related("product")}


def ship(order: Order) -> None:
    for picklist in order.picklists.filter(status="new"):
        pick_all(picklist.pk, by=SYSTEM, now=MOMENT)
        close_picklist(picklist.pk, by=SYSTEM, now=MOMENT)
    order.refresh_from_db()


def receive(house: Warehouse, **pieces: int) -> None:
    products = {one.code: one.pk for one in Product.objects.filter(code__in=pieces)}
    goods = Quantities({products[code]: amount for code, amount in pieces.items()})
    receive_goods(house.pk, goods=goods, by=SYSTEM, now=MOMENT)


def test_the_parts_are_picked_and_the_whole_is_paid(house: Warehouse) -> None:
    order = a_processed_order(lines=lines(BOX=2), autosplit=True)
    assert on_lists(order) == {"BOTTLE": 4, "GLASS": 2}
    main = order.lines.get(part_of=None)
    assert [(one.code, one.price, one.part_amount) for one in main.parts.order_by("position")] == [
        ("BOTTLE", 0, 2),
        ("GLASS", 0, 1),
    ]
    assert main.price == Decimal(10)
    ship(order)
    assert order.status == "completed"
    main.refresh_from_db()
    assert main.amount_delivered == 2
    check()


def test_only_whole_ones_go_and_the_rest_waits_for_all_parts(house: Warehouse) -> None:
    order = a_processed_order(lines=lines(BOX=3), autosplit=True)
    assert on_lists(order) == {"BOTTLE": 4, "GLASS": 2}
    assert waiting(order) == {"BOTTLE": (2, 2), "GLASS": (1, 0)}
    assert process_backorders(by=SYSTEM, now=MOMENT) == []
    ship(order)
    assert order.lines.get(part_of=None).amount_delivered == 2
    receive(house, GLASS=1)
    (picklist,) = process_backorders(by=SYSTEM, now=MOMENT)
    assert sorted(picklist.lines.values_list("product__code", "amount")) == [("BOTTLE", 2), ("GLASS", 1)]
    ship(order)
    assert order.status == "completed"
    check()


def test_without_autosplit_everything_waits_for_everything(house: Warehouse) -> None:
    order = a_processed_order(lines=lines(BOX=3), autosplit=False)
    assert on_lists(order) == {}
    assert waiting(order) == {"BOTTLE": (6, 6), "GLASS": (3, 2)}
    receive(house, GLASS=1)
    assert len(process_backorders(by=SYSTEM, now=MOMENT)) == 1
    assert on_lists(order) == {"BOTTLE": 6, "GLASS": 3}
    check()


def test_parts_in_two_warehouses_do_not_make_one_and_stay_together(house: Warehouse) -> None:
    shop = a_warehouse("Winkel", priority=2)
    order = a_processed_order(lines=lines(BOX=3), autosplit=True)
    receive(shop, GLASS=5)
    assert waiting(order) == {"BOTTLE": (2, 2), "GLASS": (1, 0)}
    receive(shop, BOTTLE=2)
    assert process_backorders(by=SYSTEM, now=MOMENT) == []
    assert run_autosplit_again(order.pk, by=SYSTEM, now=MOMENT) == 3
    assert {one.warehouse.name for one in order.backorders.filter(state="open")} == {"Winkel"}
    assert len(process_backorders(by=SYSTEM, now=MOMENT)) == 1
    check()


def test_what_can_be_sold_follows_from_the_parts(house: Warehouse) -> None:
    box, bottle = Product.objects.get(code="BOX"), Product.objects.get(code="BOTTLE")
    assert for_sale([box.pk, bottle.pk]) == {box.pk: 2, bottle.pk: 6}
    an_order(lines=lines(BOTTLE=4), allocate=True)
    assert for_sale([box.pk]) == {box.pk: 1}
    assert set(stock_of([box.pk])) == {(box.pk, house.pk)}
    level = stock_of([box.pk])[box.pk, house.pk]
    assert (level.on_hand, level.free) == (2, 1)
    assert not StockLevel.objects.filter(product=box).exists()


def test_a_concept_sets_the_parts_aside(house: Warehouse) -> None:
    order = an_order(lines=lines(BOX=2), allocate=True)
    level = StockLevel.objects.get(product__code="BOTTLE")
    assert level.allocated == 4
    compose(
        Product.objects.get(code="BOX").pk,
        part_id=Product.objects.get(code="GLASS").pk,
        amount=0,
        by=SYSTEM,
        now=MOMENT,
    )
    check()
    process_order(order.pk, by=SYSTEM, now=MOMENT)
    assert on_lists(order) == {"BOTTLE": 4}
    check()
    other = an_order(lines=lines(BOX=1), allocate=True)
    cancel_order(other.pk, by=SYSTEM, now=MOMENT)
    level.refresh_from_db()
    assert level.allocated == 0
    check()


def test_changing_the_parts_leaves_processed_orders_alone(house: Warehouse) -> None:
    order = a_processed_order(lines=lines(BOX=3), autosplit=True)
    box, bottle = Product.objects.get(code="BOX"), Product.objects.get(code="BOTTLE")
    compose(box.pk, part_id=bottle.pk, amount=5, by=SYSTEM, now=MOMENT)
    receive(house, GLASS=1)
    process_backorders(by=SYSTEM, now=MOMENT)
    ship(order)
    assert order.status == "completed"
    assert StockLevel.objects.get(product=bottle).on_hand == 0
    check()


def test_cancelling_the_backorder_of_a_part_cancels_the_composition(house: Warehouse) -> None:
    order = a_processed_order(lines=lines(BOX=3), autosplit=True)
    ship(order)
    glass = order.backorders.get(product__code="GLASS", state="open")
    cancel_backorder(glass.pk, by=SYSTEM, now=MOMENT)
    order.refresh_from_db()
    main = order.lines.get(part_of=None)
    assert (order.status, main.amount_delivered, main.amount_cancelled) == ("completed", 2, 1)
    assert StockLevel.objects.get(product__code="BOTTLE").held == 0
    check()


def test_an_order_that_is_processed_again_keeps_its_parts(house: Warehouse) -> None:
    order = a_processed_order(lines=lines(BOX=3), autosplit=True)
    force_cancel_order(order.pk, by=SYSTEM, now=MOMENT)
    undo_cancellation(order.pk, by=SYSTEM, now=MOMENT)
    order.lines.filter(part_of=None).update(amount=1)
    process_order(order.pk, by=SYSTEM, now=MOMENT)
    assert order.lines.count() == 3
    assert on_lists(order) == {"BOTTLE": 2, "GLASS": 1}
    check()


def test_reopening_neither_doubles_nor_loses_parts(house: Warehouse) -> None:
    """Twice, and with another amount in between: the same two lines of parts follow their composition."""
    order = a_processed_order(lines=lines(BOX=2), autosplit=True)
    main = order.lines.get(part_of=None)
    parts = list(main.parts.order_by("pk").values_list("pk", flat=True))
    for amount, bottles in ((3, 6), (1, 2)):
        reopen_order(order.pk, by=SYSTEM, now=MOMENT)
        assert (on_lists(order), waiting(order)) == ({}, {})
        check()
        change = OrderChange(change_lines=(LineChange(line_id=main.pk, amount=amount),))
        change_order(order.pk, change, by=SYSTEM, now=MOMENT)
        process_order(order.pk, by=SYSTEM, now=MOMENT)
        assert list(main.parts.order_by("pk").values_list("pk", flat=True)) == parts
        assert sorted(main.parts.values_list("code", "amount")) == [("BOTTLE", bottles), ("GLASS", amount)]
        check()
    ship(order)
    main.refresh_from_db()
    assert (order.status, main.amount_delivered) == ("completed", 1)
    assert [one.on_hand for one in StockLevel.objects.order_by("product__code")] == [4, 1]
    check()


def test_what_was_delivered_is_not_delivered_again_after_reopening(house: Warehouse) -> None:
    order = a_processed_order(lines=lines(BOX=3), autosplit=True)
    ship(order)
    reopen_order(order.pk, by=SYSTEM, now=MOMENT)
    process_order(order.pk, by=SYSTEM, now=MOMENT)
    assert on_lists(order) == {}
    assert waiting(order) == {"BOTTLE": (2, 2), "GLASS": (1, 0)}
    receive(house, GLASS=1)
    process_backorders(by=SYSTEM, now=MOMENT)
    ship(order)
    main = order.lines.get(part_of=None)
    assert (order.status, main.amount_delivered, order.lines.count()) == ("completed", 3, 3)
    assert set(StockLevel.objects.values_list("on_hand", flat=True)) == {0}
    check()


def test_a_part_is_no_line_that_can_be_changed(house: Warehouse) -> None:
    order = a_processed_order(lines=lines(BOX=2), autosplit=True)
    reopen_order(order.pk, by=SYSTEM, now=MOMENT)
    part = order.lines.get(code="GLASS")
    before = list(order.lines.order_by("pk").values())
    for change in (
        OrderChange(change_lines=(LineChange(line_id=part.pk, amount=9),)),
        OrderChange(remove_line_ids=(part.pk,)),
    ):
        with pytest.raises(Refused) as caught:
            change_order(order.pk, change, by=SYSTEM, now=MOMENT)
        assert [one.code for one in caught.value.problems] == ["not_found_line"]
    assert list(order.lines.order_by("pk").values()) == before
    change_order(order.pk, OrderChange(remove_line_ids=(part.part_of_id or 0,)), by=SYSTEM, now=MOMENT)
    assert not any(one.outstanding for one in order.lines.all())


def codes_of(main: Product, part: Product, amount: object) -> list[str]:
    before = list(ProductPart.objects.order_by("pk").values())
    with pytest.raises(Refused) as caught:
        compose(main.pk, part_id=part.pk, amount=amount, by=SYSTEM, now=MOMENT)  # type: ignore[arg-type]
    assert list(ProductPart.objects.order_by("pk").values()) == before
    return [one.code for one in caught.value.problems]


def test_compositions_are_one_level_deep(house: Warehouse) -> None:
    box, bottle, other = (
        Product.objects.get(code="BOX"),
        Product.objects.get(code="BOTTLE"),
        a_product("OTHER"),
    )
    assert codes_of(box, box, 1) == ["part_of_itself"]
    assert codes_of(other, box, 1) == ["nested_composition"]
    assert codes_of(bottle, other, 1) == ["nested_composition"]
    assert codes_of(box, other, "x") == ["not_a_number"]
    assert codes_of(box, Product(pk=999), -1) == ["out_of_range", "not_found"]
    assert codes_of(Product(pk=999), box, 1) == ["not_found"]


def test_what_has_stock_of_its_own_becomes_no_composition(house: Warehouse) -> None:
    mug = stocked(house, MUG=1)["MUG"]
    part = a_product("PART")
    assert codes_of(mug, part, 1) == ["has_own_stock"]
    correct_stock(mug.pk, warehouse_id=house.pk, amount=0, reason="", by=SYSTEM, now=MOMENT)
    assert compose(mug.pk, part_id=part.pk, amount=1, by=SYSTEM, now=MOMENT)
    assert not compose(mug.pk, part_id=part.pk, amount="1", by=SYSTEM, now=MOMENT)
    assert Fact.objects.filter(name="product.parts_changed", subject_id=mug.pk).count() == 1
    with pytest.raises(Refused, match="its parts are in stock"):
        correct_stock(mug.pk, warehouse_id=house.pk, change=1, reason="", by=SYSTEM, now=MOMENT)
    with pytest.raises(Refused, match="its parts are in stock"):
        receive_goods(house.pk, goods=Quantities({mug.pk: 1}), by=SYSTEM, now=MOMENT)


def test_no_picklist_is_split_through_a_composition(house: Warehouse) -> None:
    order = a_processed_order(lines=lines(BOX=2), autosplit=True)
    picklist = order.picklists.get()
    by_code = {one.order_line.code: one for one in picklist.lines.filter(order_line__part_of__isnull=False)}
    bottle, glass = by_code["BOTTLE"], by_code["GLASS"]
    for pieces in ({bottle.pk: 2}, {bottle.pk: 1, glass.pk: 1}, {glass.pk: 1}):
        with pytest.raises(Refused) as caught:
            split_picklist(picklist.pk, pieces=pieces, by=SYSTEM, now=MOMENT)
        assert [one.code for one in caught.value.problems] == ["half_composition"]
    second = split_picklist(picklist.pk, pieces={bottle.pk: 2, glass.pk: 1}, by=SYSTEM, now=MOMENT)
    assert sorted(second.lines.values_list("product__code", "amount")) == [("BOTTLE", 2), ("GLASS", 1)]
    check()


def test_a_picklist_with_a_composition_goes_back_whole(house: Warehouse) -> None:
    order = a_processed_order(lines=lines(BOX=2), autosplit=True)
    cancel_picklist(order.picklists.get().pk, by=SYSTEM, now=MOMENT)
    assert waiting(order) == {"BOTTLE": (4, 4), "GLASS": (2, 2)}
    assert len(process_backorders(by=SYSTEM, now=MOMENT)) == 1
    check()
