"""What comes in: by line, by scan or all at once, more or less than ordered; and taken back again."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pakhuis.accounts.actions import change_settings
from pakhuis.catalogue.actions import update_product
from pakhuis.catalogue.intake import ProductFields
from pakhuis.comments.actions import add_comment
from pakhuis.comments.models import Comment
from pakhuis.fulfilment.models import Picklist
from pakhuis.fulfilment.proof import deviations
from pakhuis.journal.models import Fact
from pakhuis.kernel.problem import Refused
from pakhuis.orders.models import Backorder
from pakhuis.purchasing.actions import (
    change_receipt,
    close_purchase,
    complete_receipt,
    create_receipt,
    receipt_in_hand,
    receive_all,
    receive_arrived,
    receive_on_purchase,
    remove_receipt,
    revert_goods,
    scan_goods,
)
from pakhuis.purchasing.intake import Arrived
from pakhuis.purchasing.models import PurchaseLine, PurchaseOrder, Receipt, ReceivedGoods
from pakhuis.purchasing.proof import purchasing_deviations
from pakhuis.stock.models import LocationStock, StockLevel, StockMove
from tests.factories import a_location, a_processed_order, a_product, a_warehouse, lines, stocked
from tests.invariants import check
from tests.purchasing.making import (
    WHO,
    a_concept,
    a_purchase,
    a_receipt,
    a_supplier,
    arrived,
    sold_by,
)

pytestmark = pytest.mark.django_db


def problems(action: Any, *given: Any, **named: Any) -> set[tuple[str, tuple[str | int, ...]]]:
    with pytest.raises(Refused) as refused:
        action(*given, **named, **WHO)
    return {(one.code, one.path) for one in refused.value.problems}


def proven() -> None:
    assert [*deviations(), *purchasing_deviations()] == []
    check()


def test_what_comes_goes_on_the_shelf_with_its_history_and_to_who_waits() -> None:
    house = a_warehouse()
    shelf = a_location(house, "A-01")
    a_product("A")
    waits = a_processed_order(lines=lines(A=3)).backorders.get()
    order = a_purchase(A=5)
    receipt = create_receipt(order.pk, **WHO)
    one = Arrived(product_id=waits.product_id, amount="4", location_id=shelf.pk)
    (goods,) = receive_arrived(receipt.pk, [one], **WHO)
    assert (goods.amount, goods.location_id, goods.line.code) == (4, shelf.pk, "A")
    waits.refresh_from_db()
    assert waits.available == 3
    move = StockMove.objects.get()
    assert (move.kind, move.change) == ("receipt", 4)
    assert move.reason == f"{order.number} Mouterij Noord, {receipt.number}"
    assert LocationStock.objects.get().on_hand == 4
    assert order.lines.get().received == 4
    assert not Picklist.objects.exists()
    told = Fact.objects.get(name="receipt.goods_received")
    assert (told.subject_id, told.data["pieces"], told.data["label"]) == (receipt.pk, 4, "A")
    proven()


def test_picklists_are_made_where_the_account_says_so() -> None:
    change_settings(processes_backorders_itself=True, **WHO)
    a_warehouse()
    a_product("A")
    a_processed_order(lines=lines(A=3))
    a_receipt(a_purchase(A=5), A=3)
    assert Picklist.objects.get().lines.get().amount == 3
    proven()


def test_all_that_is_wrong_is_told_at_once_and_nothing_comes_in() -> None:
    a_warehouse()
    elsewhere = a_location(a_warehouse("Elsewhere", priority=9), "B-01")
    order = a_purchase(A=5)
    (line,) = order.lines.all()
    receipt = a_receipt(order, A=1)
    counted = [
        Arrived(line_id=line.pk, amount=0),
        Arrived(line_id=line.pk, amount=1, location_id=elsewhere.pk),
        Arrived(product_id=a_product("X").pk, amount=1),
        Arrived(line_id=line.pk, amount=1, seen=0),
    ]
    assert problems(receive_arrived, receipt.pk, counted) == {
        ("out_of_range", ("goods", 0, "amount")),
        ("unknown_location", ("goods", 1, "location")),
        ("not_on_purchase", ("goods", 2, "product")),
        ("received_meanwhile", ("goods", 3, "amount")),
    }
    assert problems(receive_arrived, receipt.pk, []) == {("nothing_received", ())}
    assert ReceivedGoods.objects.count() == 1
    assert StockLevel.objects.get(product=line.product, on_hand__gte=1).on_hand == 1
    proven()


def test_more_than_was_ordered_is_taken_in_too() -> None:
    order = a_purchase(A=2)
    receipt = a_receipt(order, A=5)
    assert order.lines.get().received == 5
    complete_receipt(receipt.pk, **WHO)
    order.refresh_from_db()
    assert (order.status, order.lines.get().outstanding) == ("received", 0)
    proven()


def test_it_is_received_when_the_last_receipt_is_completed_and_not_before() -> None:
    order = a_purchase(A=2, B=1)
    first = a_receipt(order, A=2)
    second = create_receipt(order.pk, **WHO)
    complete_receipt(first.pk, **WHO)
    receive_all(second.pk, **WHO)
    order.refresh_from_db()
    assert order.status == "purchased", "one is still being put away"
    complete_receipt(second.pk, **WHO)
    order.refresh_from_db()
    assert order.status == "received"
    assert problems(create_receipt, order.pk) == {("not_allowed_now", ())}
    assert problems(receive_arrived, second.pk, arrived(A=1)) == {("not_allowed_now", ())}
    assert problems(complete_receipt, second.pk) == {("not_allowed_now", ())}
    assert Fact.objects.filter(name="receipt.completed").count() == 2
    proven()


def test_everything_is_what_is_still_to_come() -> None:
    order = a_purchase(A=4, B=2)
    receipt = a_receipt(order, A=3)
    assert [(one.line.code, one.amount) for one in receive_all(receipt.pk, **WHO)] == [("A", 1), ("B", 2)]
    assert problems(receive_all, receipt.pk) == {("nothing_received", ())}
    proven()


def test_a_second_line_of_a_product_is_served_after_the_first() -> None:
    order = a_purchase(A=2)
    (line,) = order.lines.all()
    line.pk, line.amount = None, 3
    PurchaseLine.objects.bulk_create([line])
    receipt = create_receipt(order.pk, **WHO)
    for _ in range(3):
        receive_arrived(receipt.pk, arrived(A=2), **WHO)
    assert list(order.lines.order_by("pk").values_list("received", flat=True)) == [2, 4]
    proven()


def test_two_who_begin_share_a_receipt() -> None:
    order = a_purchase(A=2)
    first = receipt_in_hand(order.pk, **WHO)
    assert receipt_in_hand(order.pk, **WHO) == first
    complete_receipt(first.pk, **WHO)
    assert receipt_in_hand(order.pk, **WHO) != first
    assert problems(receipt_in_hand, a_concept(A=1).pk) == {("not_allowed_now", ())}


def test_a_refusal_leaves_no_empty_receipt() -> None:
    order = a_purchase(A=2)
    line = order.lines.get()
    wrong = [Arrived(line_id=line.pk, amount="x"), Arrived(line_id=line.pk, amount=1, seen=9)]
    assert problems(receive_on_purchase, order.pk, wrong) == {
        ("not_a_number", ("goods", 0, "amount")),
        ("received_meanwhile", ("goods", 1, "amount")),
    }
    assert not Receipt.objects.exists()
    (goods,) = receive_on_purchase(order.pk, None, **WHO)
    assert (goods.amount, goods.receipt.number) == (2, "GR2026-1001")
    proven()


def test_many_lines_cost_no_more_statements_than_few() -> None:
    def statements(name: str, count: int) -> int:
        pieces: dict[str, Any] = {f"{name}{number}": 2 for number in range(count)}
        order = a_purchase(**pieces)
        with CaptureQueriesContext(connection) as done:
            receive_on_purchase(order.pk, None, **WHO)
        return len(done)

    statements("FIRST", 1)
    assert statements("FEW", 2) == statements("MANY", 20)
    proven()


def test_the_comments_on_a_receipt_go_with_it() -> None:
    receipt = a_receipt(a_purchase(A=1))
    add_comment("receipt", receipt.pk, body="Doos nat", **WHO)
    remove_receipt(receipt.pk, **WHO)
    assert not Comment.objects.exists()


def test_an_empty_receipt_can_be_thrown_away() -> None:
    order = a_purchase(A=2)
    receipt = a_receipt(order, A=1)
    assert problems(remove_receipt, receipt.pk) == {("receipt_not_empty", ())}
    revert_goods(receipt.goods.get().pk, **WHO)
    remove_receipt(receipt.pk, **WHO)
    assert not Receipt.objects.exists()
    assert problems(remove_receipt, receipt.pk) == {("not_found", ())}
    proven()


def test_remarks_are_written_down_once() -> None:
    receipt = a_receipt(a_purchase(A=1))
    for _ in range(2):
        assert change_receipt(receipt.pk, remarks="Doos nat", **WHO).remarks == "Doos nat"
    assert Fact.objects.filter(name="receipt.changed").count() == 1


def test_what_was_counted_wrong_is_taken_back_from_the_last_of_the_queue() -> None:
    a_warehouse()
    a_product("A")
    first, last = (a_processed_order(lines=lines(A=2)).backorders.get() for _ in range(2))
    order = a_purchase(A=5)
    goods = a_receipt(order, A=5).goods.get()
    revert_goods(goods.pk, amount=2, **WHO)
    first.refresh_from_db()
    last.refresh_from_db()
    assert (first.available, last.available) == (2, 1)
    assert Fact.objects.get(name="order.backorders_emptied").subject_id == last.order_id
    assert list(StockMove.objects.order_by("pk").values_list("change", flat=True)) == [5, -2]
    assert order.lines.get().received == 3
    assert problems(revert_goods, goods.pk, amount=4) == {("nothing_to_revert", ("amount",))}
    revert_goods(goods.pk, **WHO)
    assert not Backorder.objects.filter(available__gte=1).exists()
    assert problems(revert_goods, goods.pk) == {("nothing_to_revert", ("amount",))}
    assert problems(revert_goods, goods.pk + 1) == {("not_found", ())}
    proven()


def test_what_is_on_a_picklist_cannot_be_taken_back() -> None:
    a_warehouse()
    order = a_purchase(A=3)
    goods = a_receipt(order, A=3).goods.get()
    a_processed_order(lines=lines(A=2))
    assert problems(revert_goods, goods.pk) == {("too_few_pieces", ("amount",))}
    assert revert_goods(goods.pk, amount=1, **WHO).kept == 2
    proven()


def test_pieces_come_back_from_the_place_they_were_put() -> None:
    house = a_warehouse()
    shelf = a_location(house, "A-01")
    stocked(house, A=5)
    order = a_purchase(A=2)
    receipt = create_receipt(order.pk, **WHO)
    (line,) = order.lines.all()
    counted = [Arrived(line_id=line.pk, amount=2, location_id=shelf.pk)]
    (goods,) = receive_arrived(receipt.pk, counted, **WHO)
    revert_goods(goods.pk, **WHO)
    assert LocationStock.objects.get().on_hand == 0
    assert StockLevel.objects.get().on_hand == 5
    proven()


def test_an_order_that_was_received_expects_again_what_is_taken_back() -> None:
    order = a_purchase(A=2)
    receipt = a_receipt(order, A=2)
    complete_receipt(receipt.pk, **WHO)
    revert_goods(receipt.goods.get().pk, amount=1, **WHO)
    order.refresh_from_db()
    assert (order.status, order.completed_at) == ("purchased", None)
    closed = a_purchase(A=5)
    short = a_receipt(closed, A=2)
    complete_receipt(short.pk, **WHO)
    close_purchase(closed.pk, **WHO)
    revert_goods(short.goods.get().pk, **WHO)
    closed.refresh_from_db()
    assert closed.status == "received", "closed by hand with a rest: nobody expects that any more"
    proven()


@pytest.mark.parametrize("text", ["A", "a", "2000000000015", "M-25"])
def test_a_scan_goes_on_the_shelf_at_once(text: str) -> None:
    supplier = a_supplier()
    sold_by(supplier, "A", code="M-25")
    order = a_purchase(supplier=supplier, A=2)
    (line,) = order.lines.all()
    update_product(line.product_id, ProductFields(barcode="2000000000015"), **WHO)
    seen = [scan_goods(order.pk, text, **WHO), scan_goods(order.pk, f"2*{text}", **WHO)]
    assert [(one.pieces, one.left, one.surplus) for one in seen] == [(1, 1, 0), (2, 0, 1)]
    assert Receipt.objects.count() == 1
    assert order.lines.get().received == 3
    proven()


@pytest.mark.parametrize(("text", "code"), [("", "missing"), ("X", "not_on_purchase"), ("?", "unknown_code")])
def test_a_scan_of_something_else_takes_nothing_in(text: str, code: str) -> None:
    order = a_purchase(A=2)
    a_product("X")
    assert problems(scan_goods, order.pk, text) == {(code, ("code",))}
    assert not Receipt.objects.exists()


def test_a_count_that_differs_from_the_receipts_is_seen() -> None:
    a_receipt(a_purchase(A=2), A=2)
    PurchaseLine.objects.update(received=1)
    (found,) = purchasing_deviations()
    assert (found.expected, found.found) == (2, 1)
    assert PurchaseOrder.objects.get().number in str(found)
