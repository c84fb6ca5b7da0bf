"""Several people announce, unpack and throw away the same returns at the same moment."""

from __future__ import annotations

import pytest

from pakhuis.customers.models import Customer
from pakhuis.fulfilment.proof import deviations
from pakhuis.purchasing.proof import purchasing_deviations
from pakhuis.returns.actions import usual_status
from pakhuis.returns.models import Return, ReturnLine
from pakhuis.stock.models import StockLevel, StockMove
from tests.concurrency.race import race
from tests.factories import a_customer, a_processed_order, a_product, a_warehouse, lines
from tests.purchasing.making import a_purchase, a_receipt
from tests.returns.making import a_delivered_order, a_return

pytestmark = pytest.mark.django_db(transaction=True)


def proven() -> None:
    """What lines of returns say to lie on the shelf was put there."""
    assert [str(one) for one in (*deviations(), *purchasing_deviations())] == []
    moved = sum(StockMove.objects.filter(kind="return").values_list("change", flat=True))
    assert moved == sum(ReturnLine.objects.values_list("returned", flat=True))


@pytest.mark.parametrize(("seen", "code"), [(0, "received_meanwhile"), (None, "nothing_to_come")])
def test_two_who_unpack_the_same_return_do_not_count_the_box_twice(seen: int | None, code: str) -> None:
    house, found = a_warehouse(), a_return(A=5)
    line = found.lines.get()
    given = {"return_id": found.pk, "line_id": line.pk, "warehouse_id": house.pk, "seen": seen}
    gave = race([("unpack", given)] * 4)
    assert sorted(gave) == sorted(["done"] + [code] * 3)
    line.refresh_from_db()
    assert line.returned == 5
    proven()


def test_pieces_that_several_people_count_all_count() -> None:
    house, found = a_warehouse(), a_return(A=4)
    line = found.lines.get()
    given = {"return_id": found.pk, "line_id": line.pk, "warehouse_id": house.pk}
    assert race([("unpack_piece", given)] * 6) == ["done"] * 6
    line.refresh_from_db()
    assert line.returned == 6
    proven()


def test_a_return_is_thrown_away_or_unpacked_never_both() -> None:
    house, found = a_warehouse(), a_return(A=1)
    given = {"return_id": found.pk, "line_id": found.lines.get().pk, "warehouse_id": house.pk}
    gave = race([("unpack", given), ("throw_away", {"return_id": found.pk})])
    assert sorted(gave) in (["came_back_already", "done"], ["done", "not_found"])
    assert Return.objects.exists() == StockMove.objects.filter(kind="return").exists()
    proven()


def test_no_more_is_announced_by_all_together_than_was_delivered() -> None:
    order = a_delivered_order(A=3)
    usual_status()
    gave = race([("announce_return", {"line_id": order.lines.get().pk, "amount": 1})] * 6)
    assert sorted(gave) == ["done"] * 3 + ["more_than_delivered"] * 3
    assert sorted(Return.objects.values_list("number", flat=True)) == [f"RT2026-{1001 + n}" for n in range(3)]


def test_returns_come_and_are_unpacked_while_their_customer_is_merged() -> None:
    """The goods go to a backorder of the same customer, whose stock the merge holds as well."""
    house = a_warehouse()
    a_product("A")
    stays, goes = a_customer("Kade"), a_customer("De Kade", addresses=())
    a_processed_order(goes, lines=lines(A=9))
    found = [a_return(goes, A=2) for _ in range(3)]
    unpacking = [
        ("unpack", {"return_id": one.pk, "line_id": one.lines.get().pk, "warehouse_id": house.pk})
        for one in found
    ]
    announcing = [("announce_of_customer", {"customer_id": goes.pk, "code": "A"})] * 3
    merge = ("merge", {"winner_id": stays.pk, "loser_id": goes.pk})
    *unpacked, first, second, third, merged = race([*unpacking, *announcing, merge])
    assert (unpacked, merged) == (["done"] * 3, "done")
    assert {first, second, third} <= {"done", "unknown_customer"}
    assert not Customer.objects.filter(pk=goes.pk).exists()
    assert set(Return.objects.values_list("customer_id", flat=True)) == {stays.pk}
    proven()


def test_goods_come_and_go_while_a_warehouse_is_retired() -> None:
    """Who brings goods holds the warehouse before its stock, as who retires it does (decision 0073)."""
    a_warehouse()
    house = a_warehouse("Bijgebouw", priority=5)
    bought, found = a_purchase(house=house, A=2, B=2), a_return(A=2)
    taken_back = a_receipt(a_purchase(house=house, C=1), C=1).goods.get()
    given = {"return_id": found.pk, "line_id": found.lines.get().pk, "warehouse_id": house.pk}
    gave = race(
        [
            ("revert", {"goods_id": taken_back.pk, "amount": 1}),
            ("scan_goods", {"purchase_id": bought.pk, "text": "A"}),
            ("unpack", given),
            ("retire_house", {"warehouse_id": house.pk}),
            ("scan_goods", {"purchase_id": bought.pk, "text": "B"}),
            ("retire_house", {"warehouse_id": house.pk}),
        ]
    )
    assert gave[0] == "done"
    refusals = {"retired_warehouse", "unknown_warehouse", "warehouse_not_empty", "warehouse_in_use"}
    assert set(gave) <= {"done", *refusals}
    house.refresh_from_db()
    assert house.active or not StockLevel.objects.filter(warehouse=house, on_hand__gte=1).exists()
    proven()
