"""Fewer pieces on the shelf than the books say: what a picker reports is put right, and nothing else is."""

from __future__ import annotations

import contextlib
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pakhuis.accounts.actions import change_settings
from pakhuis.fulfilment.actions import (
    close_picklist,
    create_batch,
    pause_picklist,
    pick_all,
    pick_line,
    process_backorders,
    receive_goods,
    report_missing,
)
from pakhuis.fulfilment.actions.pick import gripped
from pakhuis.fulfilment.models import Picklist, PicklistLine
from pakhuis.fulfilment.proof import deviations
from pakhuis.journal.models import Fact
from pakhuis.kernel.actor import SYSTEM
from pakhuis.kernel.problem import Refused
from pakhuis.kernel.quantities import Quantities
from pakhuis.orders.models import Order
from pakhuis.stock.actions import move_between_locations
from pakhuis.stock.models import StockLevel, StockMove, Warehouse
from tests.effort import examples
from tests.factories import (
    MOMENT,
    a_composition,
    a_customer,
    a_location,
    a_picklist,
    a_processed_order,
    a_warehouse,
    codes,
    lines,
    stocked,
)
from tests.invariants import check

pytestmark = pytest.mark.django_db
WHO: dict[str, Any] = {"by": SYSTEM, "now": MOMENT}


@pytest.fixture
def house() -> Warehouse:
    return a_warehouse()


def line_of(picklist: Picklist, code: str = "A") -> PicklistLine:
    return picklist.lines.get(product__code=code)


def only(picklist: Picklist, present: Any, *, code: str = "A", reason: str = "Niet gevonden") -> Picklist:
    return report_missing(line_of(picklist, code).pk, present=present, reason=reason, **WHO)


def refused(picklist: Picklist, present: Any, **more: Any) -> list[tuple[str, tuple[Any, ...]]]:
    with pytest.raises(Refused) as said:
        only(picklist, present, **more)
    return [(one.code, one.path) for one in said.value.problems]


def level(code: str = "A") -> StockLevel:
    return StockLevel.objects.get(product__code=code)


def waiting(order: Order) -> dict[str, int]:
    return codes(list(order.backorders.filter(state="open").values_list("product__code", "amount")))


def proven() -> None:
    assert [str(one) for one in deviations()] == []
    check()


def test_what_is_missing_waits_and_stock_is_put_right(house: Warehouse) -> None:
    picklist = a_picklist(house=house, A=5, B=2)
    only(picklist, 3)
    assert codes(list(picklist.lines.values_list("product__code", "amount"))) == {"A": 3, "B": 2}
    assert waiting(picklist.order) == {"A": 2}
    assert picklist.order.backorders.get().available == 0
    assert (level().on_hand, level().picking, level().held, level().waiting) == (3, 3, 0, 2)
    move = StockMove.objects.latest("pk")
    assert (move.kind, move.change, move.on_hand_after) == ("correction", -2, 3)
    assert move.reason == f"Picklist {picklist.number}: Niet gevonden"
    told = Fact.objects.get(name="picklist.pieces_missing")
    assert told.data == {"line_id": line_of(picklist).pk, "pieces": 2, "reason": "Niet gevonden"}
    proven()
    pick_all(picklist.pk, **WHO)
    close_picklist(picklist.pk, **WHO)
    assert level().on_hand == 0
    receive_goods(house.pk, goods=Quantities({level().product_id: 2}), **WHO)
    assert picklist.order.backorders.get().available == 2
    proven()


def test_pieces_that_the_books_have_beyond_the_line_are_gone_too(house: Warehouse) -> None:
    """Ten in the books, five asked for, three found: all seven others are not there."""
    stocked(house, A=10)
    picklist = a_processed_order(a_customer(), lines=lines(A=5)).picklists.get()
    only(picklist, 3)
    assert (level().on_hand, level().free) == (3, 0 - 2)
    assert waiting(picklist.order) == {"A": 2}
    proven()


def test_what_others_were_promised_is_left_to_them(house: Warehouse) -> None:
    stocked(house, A=10)
    first, second = (a_processed_order(a_customer(), lines=lines(A=4)).picklists.get() for _ in "ab")
    only(first, 1)
    assert codes(list(second.lines.values_list("product__code", "amount"))) == {"A": 4}
    assert (level().on_hand, level().picking) == (5, 5)
    proven()


def test_pieces_in_boxes_are_not_on_the_shelf(house: Warehouse) -> None:
    stocked(house, A=9)
    first, second = (a_processed_order(a_customer(), lines=lines(A=3)).picklists.get() for _ in "ab")
    pick_all(first.pk, **WHO)
    pick_line(line_of(second).pk, amount=1, **WHO)
    only(second, 1)
    assert level().on_hand == 3 + 1 + 1
    assert line_of(second).amount == 2
    proven()


def test_where_a_product_lies_at_two_places_only_the_missing_go(house: Warehouse) -> None:
    product = stocked(house, A=10)["A"]
    shelf = a_location(house, "A-1")
    move_between_locations(
        product.pk, warehouse_id=house.pk, from_location_id=None, to_location_id=shelf.pk, amount=4, **WHO
    )
    picklist = a_processed_order(a_customer(), lines=lines(A=5)).picklists.get()
    only(picklist, 3)
    assert (level().on_hand, level().on_shelf) == (8, 3)
    assert picklist.order.backorders.get().available == 2
    proven()


def test_what_lies_free_elsewhere_is_kept_for_it_at_once_first_in_the_same_house(house: Warehouse) -> None:
    product = stocked(house, A=6)["A"]
    shelf, other = a_location(house, "A-1"), a_location(house, "B-1")
    for place, amount in ((shelf, 5), (other, 1)):
        move_between_locations(
            product.pk,
            warehouse_id=house.pk,
            from_location_id=None,
            to_location_id=place.pk,
            amount=amount,
            **WHO,
        )
    picklist = a_processed_order(a_customer(), lines=lines(A=5), autosplit=True).picklists.get()
    stocked(a_warehouse("Utrecht", priority=0), A=9)
    only(picklist, 2)
    waits = dict(picklist.order.backorders.values_list("warehouse__name", "available"))
    assert waits == {house.name: 1, "Utrecht": 2}
    proven()
    made = process_backorders(order_ids=[picklist.order_id], **WHO)
    assert sorted(one.lines.get().amount for one in made) == [1, 2]
    proven()


def test_who_waited_before_goes_before(house: Warehouse) -> None:
    product = stocked(house, A=5)["A"]
    early = a_processed_order(lines=lines(A=4), autosplit=False).picklists.get()
    first = a_processed_order(a_customer(), lines=lines(A=3), autosplit=False).backorders.get()
    assert first.available == 1
    shelf = a_location(house, "A-1")
    move_between_locations(
        product.pk, warehouse_id=house.pk, from_location_id=None, to_location_id=shelf.pk, amount=4, **WHO
    )
    only(early, 3)
    first.refresh_from_db()
    assert (first.available, early.order.backorders.get().available) == (1, 0)
    proven()


def test_picklists_of_it_are_made_where_the_account_says_so(
    house: Warehouse, django_capture_on_commit_callbacks: Any
) -> None:
    change_settings(processes_backorders_itself=True, **WHO)
    product = stocked(house, A=6)["A"]
    shelf = a_location(house, "A-1")
    move_between_locations(
        product.pk, warehouse_id=house.pk, from_location_id=None, to_location_id=shelf.pk, amount=4, **WHO
    )
    picklist = a_processed_order(a_customer(), lines=lines(A=4), autosplit=True).picklists.get()
    with django_capture_on_commit_callbacks(execute=True):
        only(picklist, 3)
    second = picklist.order.picklists.exclude(pk=picklist.pk).get()
    assert second.lines.get().amount == 1
    proven()


def test_nothing_left_of_a_line_or_of_the_picklist(house: Warehouse) -> None:
    picklist = a_picklist(house=house, A=2, B=1)
    only(picklist, 0)
    assert codes(list(picklist.lines.values_list("product__code", "amount"))) == {"B": 1}
    batch = create_batch([picklist.pk], **WHO)
    only(picklist, 0, code="B")
    picklist.refresh_from_db()
    batch.refresh_from_db()
    assert (picklist.status, picklist.batch_id, batch.status) == ("cancelled", None, "cancelled")
    assert waiting(picklist.order) == {"A": 2, "B": 1}
    assert picklist.order.status == "processing"
    proven()


def test_what_is_picked_already_stays_picked(house: Warehouse) -> None:
    picklist = a_picklist(house=house, A=3)
    pick_line(line_of(picklist).pk, amount=2, **WHO)
    only(picklist, 0)
    assert (line_of(picklist).amount, line_of(picklist).picked) == (2, 2)
    proven()


def test_a_line_that_went_while_somebody_picked_it_is_told(house: Warehouse) -> None:
    picklist = a_picklist(house=house, A=3, B=2)
    line = line_of(picklist)
    only(picklist, 0)
    with pytest.raises(Refused) as refusal, transaction.atomic():
        # Read before, as somebody does who waits for the picklist.
        gripped([(line, 1)], **WHO)
    assert [one.code for one in refusal.value.problems] == ["not_found"]
    assert not line.picks.exists()
    proven()


def test_refusals_change_nothing(house: Warehouse) -> None:
    picklist = a_picklist(house=house, A=3)
    facts = Fact.objects.count()
    assert refused(picklist, 3) == [("all_are_there", ("present",))]
    assert refused(picklist, "x", reason=" ") == [("missing", ("reason",)), ("not_a_number", ("present",))]
    assert refused(picklist, -1) == [("out_of_range", ("present",))]
    pause_picklist(picklist.pk, reason="even niet", **WHO)
    facts += 1
    assert refused(picklist, 1) == [("not_allowed_now", ())]
    with pytest.raises(Refused):
        report_missing(2**70, present=0, reason="weg", **WHO)
    assert (level().on_hand, Fact.objects.count()) == (3, facts)


def test_half_a_composition_is_refused(house: Warehouse) -> None:
    stocked(house, A=4, B=4)
    a_composition("SET", A=2, B=1)
    picklist = a_processed_order(a_customer(), lines=lines(SET=2)).picklists.get()
    assert refused(picklist, 1) == [("half_composition", ("lines",))]
    proven()


@settings(
    deadline=None, max_examples=examples(15), suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    stock=st.integers(1, 20),
    amounts=st.lists(st.integers(1, 6), min_size=1, max_size=4),
    reports=st.lists(st.tuples(st.integers(0, 3), st.integers(0, 5), st.integers(0, 5)), max_size=6),
)
def test_whatever_is_reported_every_count_agrees(
    stock: int, amounts: list[int], reports: list[tuple[int, int, int]]
) -> None:
    with transaction.atomic():
        _wander(stock, amounts, reports)
        transaction.set_rollback(True)


def _wander(stock: int, amounts: list[int], reports: list[tuple[int, int, int]]) -> None:
    house = a_warehouse()
    product = stocked(house, A=stock)["A"]
    orders = [a_processed_order(a_customer(), lines=lines(**{product.code: one})) for one in amounts]
    for which, picked, present in reports:
        found = PicklistLine.objects.filter(picklist__order=orders[which % len(orders)]).first()
        if found is None:
            continue
        with contextlib.suppress(Refused):
            pick_line(found.pk, amount=picked, **WHO)
        with contextlib.suppress(Refused):
            report_missing(found.pk, present=present, reason="weg", **WHO)
    here = StockLevel.objects.get(product=product, warehouse=house)
    assert 0 <= here.picking + here.held <= here.on_hand <= stock
    asked = sum(amounts)
    waits = here.waiting + here.held
    assert here.picking + waits == asked
    proven()
