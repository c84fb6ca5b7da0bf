"""A product on several lines of a purchase order: what comes in fills them one after the other."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pakhuis.fulfilment.proof import deviations
from pakhuis.kernel.problem import Refused
from pakhuis.purchasing.actions import (
    complete_receipt,
    receive_all,
    receive_arrived,
    receive_on_purchase,
    revert_goods,
    scan_goods,
)
from pakhuis.purchasing.intake import Arrived
from pakhuis.purchasing.models import PurchaseOrder, Receipt, ReceivedGoods
from pakhuis.purchasing.proof import purchasing_deviations
from pakhuis.purchasing.queries import announced
from pakhuis.stock.models import LocationStock, StockMove
from tests.factories import a_location, a_processed_order, lines
from tests.invariants import check
from tests.purchasing.making import WHO, a_receipt, purchase_by_lines

pytestmark = pytest.mark.django_db


def of(order: PurchaseOrder, amount: int) -> Arrived:
    return Arrived(product_id=order.lines.all()[0].product_id, amount=amount)


def came(order: PurchaseOrder) -> list[int]:
    return list(order.lines.order_by("pk").values_list("received", flat=True))


def proven() -> None:
    assert [*deviations(), *purchasing_deviations()] == []
    check()


def test_one_scan_of_all_of_it_completes_every_line() -> None:
    order = purchase_by_lines(5, 5)
    got = scan_goods(order.pk, "10*A", **WHO)
    assert (got.code, got.pieces, got.left, got.surplus) == ("A", 10, 0, 0)
    assert came(order) == [5, 5]
    complete_receipt(Receipt.objects.get().pk, **WHO)
    order.refresh_from_db()
    assert order.status == "received"
    assert not announced([order.lines.all()[0].product_id]).exists()
    proven()


def test_a_scan_tells_of_the_product_and_not_of_one_line() -> None:
    order = purchase_by_lines(5, 5)
    told = [scan_goods(order.pk, text, **WHO) for text in ("3*A", "A", "4*A", "2*A", "3*A")]
    assert [(one.left, one.surplus) for one in told] == [(7, 0), (6, 0), (2, 0), (0, 0), (0, 3)]
    assert came(order) == [5, 8]
    proven()


def test_a_surplus_that_stands_on_one_line_hides_nothing_that_is_still_to_come() -> None:
    order = purchase_by_lines(2, 3)
    first = order.lines.order_by("pk")[0]
    receive_on_purchase(order.pk, [Arrived(line_id=first.pk, amount=4)], **WHO)
    got = scan_goods(order.pk, "A", **WHO)
    assert (came(order), got.left, got.surplus) == ([4, 1], 2, 2)
    proven()


def test_what_is_counted_in_one_go_lowers_what_the_next_of_it_may_fill() -> None:
    order = purchase_by_lines(5, 5)
    first, second = order.lines.order_by("pk")
    goods = receive_on_purchase(
        order.pk, [of(order, 3), Arrived(line_id=second.pk, amount=4), of(order, 5)], **WHO
    )
    rows = [(one.line_id, one.amount) for one in goods]
    assert rows == [(first.pk, 3), (second.pk, 4), (first.pk, 2), (second.pk, 3)]
    assert came(order) == [5, 7]
    assert receive_raises(order, []) == {("nothing_received", ())}
    proven()


def test_lines_beside_each_other_are_one_move_on_the_shelf_and_go_back_one_by_one() -> None:
    order = purchase_by_lines(5, 5)
    shelf = a_location(order.warehouse, "A-01")
    waits = a_processed_order(lines=lines(A=7)).backorders.get()
    one = Arrived(product_id=waits.product_id, amount=10, location_id=shelf.pk)
    goods = receive_on_purchase(order.pk, [one], **WHO)
    waits.refresh_from_db()
    assert waits.available == 7
    assert list(StockMove.objects.values_list("change", flat=True)) == [10]
    assert [(row.amount, row.location_id) for row in goods] == [(5, shelf.pk)] * 2
    revert_goods(goods[1].pk, amount=4, **WHO)
    waits.refresh_from_db()
    assert (came(order), waits.available, LocationStock.objects.get().on_hand) == ([5, 1], 6, 6)
    receive_all(goods[0].receipt_id, **WHO)
    assert came(order) == [5, 5]
    proven()


def test_who_saw_another_count_of_the_product_is_refused() -> None:
    order = purchase_by_lines(5, 5)
    receipt = a_receipt(order)
    receive_arrived(receipt.pk, [of(order, 6)], **WHO)
    product_id = order.lines.all()[0].product_id
    stale = [Arrived(product_id=product_id, amount=1, seen=5), Arrived(product_id=None, amount=1)]
    assert receive_raises(order, stale) == {
        ("received_meanwhile", ("goods", 0, "amount")),
        ("not_on_purchase", ("goods", 1, "product")),
    }
    receive_arrived(receipt.pk, [Arrived(product_id=product_id, amount=4, seen=6)], **WHO)
    assert came(order) == [5, 5]
    proven()


def receive_raises(order: PurchaseOrder, arrived: list[Arrived]) -> set[tuple[str, tuple[str | int, ...]]]:
    before = ReceivedGoods.objects.count()
    with pytest.raises(Refused) as refused:
        receive_on_purchase(order.pk, arrived, **WHO)
    assert ReceivedGoods.objects.count() == before
    return {(one.code, one.path) for one in refused.value.problems}


def test_many_lines_of_one_product_cost_no_more_statements_than_few() -> None:
    def statements(code: str, count: int) -> int:
        order = purchase_by_lines(*[2] * count, code=code)
        with CaptureQueriesContext(connection) as done:
            got = scan_goods(order.pk, f"{2 * count}*{code}", **WHO)
        assert (got.left, got.surplus, set(came(order))) == (0, 0, {2})
        with CaptureQueriesContext(connection) as again:
            receive_on_purchase(order.pk, [of(order, count), of(order, 1)], **WHO)
        return len(done) + len(again)

    statements("FIRST", 2)
    assert statements("FEW", 2) == statements("MANY", 30)
    proven()
