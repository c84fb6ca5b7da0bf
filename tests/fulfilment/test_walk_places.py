"""The walk, the report of a missing piece and the closing of a box speak of the same shelves."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pakhuis.api.picklist_lines import products_on
from pakhuis.fulfilment.actions import (
    cancel_picklist,
    close_picklist,
    create_batch,
    pick_all,
    pick_line,
    receive_goods,
    report_missing,
    scan_batch,
)
from pakhuis.fulfilment.models import Picklist
from pakhuis.fulfilment.walk import walk_of
from pakhuis.kernel.actor import SYSTEM
from pakhuis.kernel.quantities import Quantities
from pakhuis.orders.intake import NewLine
from pakhuis.stock.models import LocationMove, LocationStock, StockLevel, StockMove, Warehouse
from tests.factories import (
    MOMENT,
    a_location,
    a_processed_order,
    a_product,
    a_warehouse,
    lines,
    stocked,
)
from tests.invariants import check

pytestmark = pytest.mark.django_db
WHO: dict[str, Any] = {"by": SYSTEM, "now": MOMENT}


@pytest.fixture
def house() -> Warehouse:
    return a_warehouse()


def shelved(house: Warehouse, **pieces: int) -> None:
    """So many pieces of A on each of these places, in the order of the round."""
    product = a_product("A")
    for place, (name, amount) in enumerate(pieces.items()):
        shelf = a_location(house, name, pick_order=place)
        receive_goods(house.pk, goods=Quantities({product.pk: amount}), at={product.pk: shelf.pk}, **WHO)


def books() -> dict[str, int]:
    return dict(LocationStock.objects.values_list("location__name", "on_hand"))


def picklists(*amounts: int) -> list[Picklist]:
    return [a_processed_order(lines=lines(A=one)).picklists.get() for one in amounts]


def sent_to(*picklists: Picklist) -> list[str]:
    """Where the walk sends, by picklist."""
    stops = walk_of([one.pk for one in picklists], warehouse_id=picklists[0].warehouse_id)
    by_line = {stop.line.picklist_id: stop.where for stop in stops}
    return [by_line[one.pk] for one in picklists]


def told_by_api(picklist: Picklist) -> list[Any]:
    return [one["stock_location"] for one in products_on([picklist.pk])[picklist.pk]]


def missing(picklist: Picklist, present: int) -> None:
    report_missing(picklist.lines.get().pk, present=present, reason="weg", **WHO)
    check()


def test_the_shelf_the_picker_stands_at_is_put_right(house: Warehouse) -> None:
    shelved(house, X=10, Y=3)
    (picklist,) = picklists(3)
    assert sent_to(picklist) == ["Y"]
    missing(picklist, 1)
    assert books() == {"X": 10, "Y": 1}
    move = StockMove.objects.latest("pk")
    assert (move.kind, move.change, move.on_hand_after) == ("correction", -2, 11)
    assert LocationMove.objects.latest("pk").location_name == "Y"
    assert sent_to(picklist) == ["Y"]
    pick_all(picklist.pk, **WHO)
    close_picklist(picklist.pk, **WHO)
    assert books() == {"X": 10, "Y": 0}
    check()


def test_of_several_places_the_last_comes_first(house: Warehouse) -> None:
    shelved(house, X=2, Y=3)
    (picklist,) = picklists(5)
    assert sent_to(picklist) == ["X (2), Y (3)"]
    pick_line(picklist.lines.get().pk, amount=1, **WHO)
    missing(picklist, 0)
    assert books() == {"X": 1, "Y": 0}
    assert StockMove.objects.latest("pk").change == -4


def test_pieces_that_lie_nobody_knows_where_are_missing_before_those_of_a_place(house: Warehouse) -> None:
    shelved(house, X=2)
    stocked(house, A=3)
    (picklist,) = picklists(5)
    missing(picklist, 2)
    assert (books(), StockLevel.objects.get().on_hand) == ({"X": 2}, 2)
    missing(picklist, 1)
    assert (books(), StockLevel.objects.get().on_hand) == ({"X": 1}, 1)


def test_a_second_box_is_sent_to_what_the_first_leaves(house: Warehouse) -> None:
    shelved(house, X=4, Y=4)
    first, second = picklists(4, 4)
    assert sent_to(second) == ["X"]
    batch = create_batch([first.pk, second.pk], **WHO)
    assert sent_to(first, second) == ["X", "Y"]
    # On its own page, on paper and over the API too, without the others beside it.
    assert (sent_to(second), told_by_api(second), told_by_api(first)) == (["Y"], ["Y"], ["X"])
    scan_batch(batch.pk, "4*A", **WHO)
    assert sent_to(first, second) == ["X", "Y"]
    missing(second, 3)
    assert books() == {"X": 4, "Y": 3}


@pytest.mark.parametrize("turn", [(0, 1), (1, 0)])
def test_whichever_box_is_closed_first_takes_what_it_was_sent_to(
    house: Warehouse, turn: tuple[int, int]
) -> None:
    shelved(house, X=4, Y=4)
    both = picklists(4, 4)
    create_batch([one.pk for one in both], **WHO)
    pick_all(both[turn[0]].pk, **WHO)
    close_picklist(both[turn[0]].pk, **WHO)
    gone = "XY"[turn[0]]
    assert books() == {"X": 4, "Y": 4} | {gone: 0}
    both[turn[1]].refresh_from_db()
    assert sent_to(both[turn[1]]) == ["XY"[turn[1]]]
    pick_all(both[turn[1]].pk, **WHO)
    close_picklist(both[turn[1]].pk, **WHO)
    assert books() == {"X": 0, "Y": 0}
    check()


def test_a_closed_picklist_tells_where_it_was_taken_whatever_happens_to_the_shelves(house: Warehouse) -> None:
    shelved(house, X=5, Y=9)
    first, second = picklists(4, 3)
    assert sent_to(first, second) == ["X", "X"]
    for one in (first, second):
        pick_all(one.pk, **WHO)
        close_picklist(one.pk, **WHO)
    assert books() == {"X": 1, "Y": 6}
    product = first.lines.get().product_id
    nearer = a_location(house, "0")
    receive_goods(house.pk, goods=Quantities({product: 50}), at={product: nearer.pk}, **WHO)
    assert sent_to(first, second) == ["X", "Y"] == told_by_api(first) + told_by_api(second)


def test_of_a_cancelled_picklist_nothing_was_taken(house: Warehouse) -> None:
    shelved(house, X=5)
    (picklist,) = picklists(4)
    cancel_picklist(picklist.pk, **WHO)
    assert (sent_to(picklist), told_by_api(picklist)) == ([""], [None])


def test_two_lines_of_a_product_are_sent_to_different_pieces(house: Warehouse) -> None:
    shelved(house, X=4, Y=4)
    order = a_processed_order(lines=(NewLine(product_code="A", amount=4),) * 2)
    picklist = order.picklists.get()
    stops = walk_of([picklist.pk], warehouse_id=house.pk)
    assert [stop.where for stop in stops] == ["X", "Y"] == told_by_api(picklist)


def test_a_long_batch_asks_no_more_than_a_short_one(house: Warehouse) -> None:
    shelved(house, X=30, Y=30)
    asked = []
    for amounts in ((1, 1), (1, 2, 3, 4, 5, 6)):
        inside = picklists(*amounts)
        create_batch([one.pk for one in inside], **WHO)
        with CaptureQueriesContext(connection) as walked:
            walk_of([one.pk for one in inside], warehouse_id=house.pk)
        with CaptureQueriesContext(connection) as told:
            products_on([one.pk for one in inside])
        pick_all(inside[0].pk, **WHO)
        with CaptureQueriesContext(connection) as closed:
            close_picklist(inside[0].pk, **WHO)
        asked.append((len(walked), len(told), len(closed)))
    assert asked[0] == asked[1]
    assert asked[0][0] <= 4


def test_a_report_at_many_places_asks_no_more_than_at_two(house: Warehouse) -> None:
    shelved(house, **{f"X{at}": 2 for at in range(8)})
    asked = []
    # Nothing lies free: what is missing is handed out from nowhere.
    for picklist in picklists(4, 12):
        with CaptureQueriesContext(connection) as queries:
            missing_line = picklist.lines.get().pk
            report_missing(missing_line, present=0, reason="weg", **WHO)
        asked.append(len(queries))
    assert asked[0] == asked[1]
    assert sum(books().values()) == 0
    check()
