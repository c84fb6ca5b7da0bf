"""Batches: what goes together, in which box, and how a walk ends."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pakhuis.accounts.models import User
from pakhuis.fulfilment.actions import (
    add_to_batch,
    assign_batch,
    assign_picklist,
    cancel_picklist,
    change_picklist,
    close_batch,
    close_picklist,
    create_batch,
    create_batch_of_first,
    dissolve_batch,
    pause_order,
    pause_picklist,
    pick_all,
    remove_from_batch,
    scan_batch,
    take_next,
    undo_batch_pick,
)
from pakhuis.fulfilment.actions.batch import RIPENS
from pakhuis.fulfilment.batch_rules import MOST_PICKLISTS, Candidate, kind_of, why_not_together
from pakhuis.fulfilment.models import Batch, Picklist
from pakhuis.fulfilment.states import BATCH_ALLOWED, BatchKind, BatchMove, BatchStatus
from pakhuis.journal.models import Fact
from pakhuis.kernel.actor import SYSTEM
from pakhuis.kernel.problem import Refused
from pakhuis.stock.models import Warehouse
from tests.factories import MOMENT, a_customer, a_picklist, a_processed_order, a_warehouse, lines, stocked
from tests.invariants import check

WHO: dict[str, Any] = {"by": SYSTEM, "now": MOMENT}
LATER: dict[str, Any] = {"by": SYSTEM, "now": MOMENT + RIPENS}


def codes_of(verb: Any, *given: Any, **more: Any) -> list[str]:
    with pytest.raises(Refused) as refused:
        verb(*given, **more, **WHO)
    return [one.code for one in refused.value.problems]


@pytest.fixture
def house(db: None) -> Warehouse:
    return a_warehouse("Hoofd")


def three(house: Warehouse) -> list[Picklist]:
    return [a_picklist(house=house, A=2), a_picklist(house=house, A=1, B=1), a_picklist(house=house, B=3)]


def batch_of(picklists: list[Picklist]) -> Batch:
    return create_batch([one.pk for one in picklists], **WHO)


@pytest.mark.once
def test_every_reason_against_a_batch_is_told_at_once() -> None:
    fine = Candidate(number="P1", warehouse=1, is_pickable=True)
    assert why_not_together([fine]) == []
    bad = [
        Candidate(number="P2", warehouse=2, is_pickable=False),
        Candidate(number="P3", warehouse=1, is_pickable=True, batch="B1"),
        Candidate(number="P4", warehouse=1, is_pickable=True, assigned_to="Piet"),
        Candidate(number="P5", warehouse=1, is_pickable=True, picked=1),
    ]
    found = [one.code for one in why_not_together([fine, *bad])]
    assert found == ["different_warehouses", "not_pickable", "in_batch_already", "taken_by", "picked_before"]
    assert [one.code for one in why_not_together([])] == ["no_picklists"]
    assert [one.code for one in why_not_together([fine] * 61)] == ["too_many_picklists"]
    assert kind_of([fine, fine]) is BatchKind.SINGLES
    assert (
        kind_of([fine, Candidate(number="P6", warehouse=1, is_pickable=True, pieces=2)]) is BatchKind.NORMAL
    )


@pytest.mark.once
def test_only_an_open_batch_moves() -> None:
    assert {status for moves in BATCH_ALLOWED.values() for status in moves} == {BatchStatus.OPEN}
    assert set(BATCH_ALLOWED) == set(BatchMove)


def test_boxes_are_in_the_order_of_the_queue(house: Warehouse) -> None:
    picklists = three(house)
    change_picklist(picklists[2].pk, urgent=True, **WHO)
    batch = batch_of(picklists)
    assert (batch.number, batch.kind, batch.status) == ("B2026-1001", "normal", "open")
    boxes = dict(batch.picklists.values_list("pk", "box"))
    assert boxes == {picklists[2].pk: 1, picklists[0].pk: 2, picklists[1].pk: 3}
    fact = Fact.objects.get(name="batch.created")
    assert fact.data == {"number": batch.number, "picklists": 3, "warehouse_id": house.pk}


def test_what_is_in_a_batch_is_nobodys_to_take(house: Warehouse, packer: User) -> None:
    batch_of(three(house))
    assert codes_of(take_next, user_id=packer.pk) == ["queue_is_empty"]


def test_a_batch_that_cannot_be_is_refused_as_a_whole(house: Warehouse, packer: User) -> None:
    one, two, elsewhere = (
        a_picklist(house=house, A=1),
        a_picklist(house=house, B=2),
        a_picklist(house=a_warehouse(), C=1),
    )
    assign_picklist(two.pk, user_id=packer.pk, **WHO)
    assert codes_of(create_batch, [one.pk, two.pk, elsewhere.pk]) == ["different_warehouses", "taken_by"]
    assert codes_of(create_batch, []) == ["no_picklists"]
    assert codes_of(create_batch, [one.pk, 999, 2**70]) == ["unknown_picklists"]
    assert not Batch.objects.exists()
    assert not Picklist.objects.exclude(batch=None).exists()


def test_the_first_of_the_queue(house: Warehouse) -> None:
    picklists = three(house)
    single = a_picklist(house=house, C=1)
    change_picklist(picklists[2].pk, urgent=True, **WHO)
    batch = create_batch_of_first(warehouse_id=house.pk, count="2", **LATER)
    assert set(batch.picklists.all()) == {picklists[2], picklists[0]}
    singles = create_batch_of_first(warehouse_id=house.pk, count=10, kind=BatchKind.SINGLES, **LATER)
    assert (singles.kind, list(singles.picklists.all())) == ("singles", [single])
    assert codes_of(create_batch_of_first, warehouse_id=a_warehouse().pk, count=5) == ["queue_is_empty"]
    for count in (0, "x", MOST_PICKLISTS + 1):
        assert len(codes_of(create_batch_of_first, warehouse_id=house.pk, count=count)) == 1


def test_a_scan_says_into_which_box(house: Warehouse) -> None:
    picklists = three(house)
    batch = batch_of(picklists)
    scanned = scan_batch(batch.pk, "A", **WHO)
    assert scanned.boxes == ((1, picklists[0].number, 1),)
    scanned = scan_batch(batch.pk, "2*A", **WHO)
    assert scanned.boxes == ((1, picklists[0].number, 1), (2, picklists[1].number, 1))
    assert scanned.left == 4
    assert codes_of(scan_batch, batch.pk, "A") == ["complete_already"]
    assert undo_batch_pick(batch.pk, **WHO) == 2
    assert [sum(one.lines.values_list("picked", flat=True)) for one in picklists] == [1, 0, 0]
    assert {one.subject_id for one in Fact.objects.filter(name="picklist.pick_undone")} == {
        picklists[0].pk,
        picklists[1].pk,
    }


def test_closing_together_what_is_picked_whole(house: Warehouse) -> None:
    picklists = three(house)
    batch = batch_of(picklists)
    for one in picklists[:2]:
        pick_all(one.pk, **WHO)
    closed = close_batch(batch.pk, **WHO)
    assert (closed.numbers, closed.unfinished) == ((picklists[0].number, picklists[1].number), 1)
    batch.refresh_from_db()
    assert batch.status == "open"
    pick_all(picklists[2].pk, **WHO)
    assert len(close_batch(batch.pk, **WHO).numbers) == 1
    batch.refresh_from_db()
    assert (batch.status, batch.completed_at) == ("completed", MOMENT)
    assert codes_of(close_batch, batch.pk) == ["not_allowed_now"]
    check()


@pytest.mark.parametrize("verb", [cancel_picklist, pause_picklist])
def test_who_is_held_up_leaves_the_batch(house: Warehouse, verb: Any) -> None:
    picklists = three(house)
    batch = batch_of(picklists)
    more = {"reason": "Kapot"} if verb is pause_picklist else {}
    verb(picklists[0].pk, **more, **WHO)
    picklists[0].refresh_from_db()
    assert (picklists[0].batch, picklists[0].box) == (None, None)
    assert batch.picklists.count() == 2
    check()


def test_pausing_the_order_takes_its_picklist_out_and_ends_an_empty_batch(house: Warehouse) -> None:
    picklist = a_picklist(house=house, A=1)
    batch = batch_of([picklist])
    pause_order(picklist.order_id, reason="Vraag", **WHO)
    batch.refresh_from_db()
    assert batch.status == "cancelled"
    assert not batch.picklists.exists()


def test_assigning_gives_the_picklists_too(house: Warehouse, packer: User) -> None:
    batch = batch_of(three(house))
    for _ in range(2):
        assign_batch(batch.pk, user_id=packer.pk, **WHO)
    assert packer.assigned_picklists.count() == 3
    assert Fact.objects.filter(name="batch.assigned").count() == 1
    more = a_picklist(house=house, C=4)
    add_to_batch(batch.pk, [more.pk], **WHO)
    more.refresh_from_db()
    assert (more.box, more.assigned_to) == (4, packer)
    assign_batch(batch.pk, user_id=None, **WHO)
    assert not packer.assigned_picklists.exists()
    assert codes_of(assign_batch, batch.pk, user_id=999) == ["unknown_user"]
    assert codes_of(assign_batch, 999, user_id=packer.pk) == ["not_found"]


def test_adding_and_taking_out(house: Warehouse) -> None:
    picklists = three(house)
    batch = batch_of(picklists[:1])
    elsewhere = a_picklist(house=a_warehouse(), C=1)
    assert codes_of(add_to_batch, batch.pk, [elsewhere.pk]) == ["different_warehouses"]
    assert codes_of(add_to_batch, batch.pk, []) == ["no_picklists"]
    assert codes_of(remove_from_batch, batch.pk, [picklists[1].pk]) == ["not_in_batch"]
    add_to_batch(batch.pk, [picklists[1].pk], **WHO)
    remove_from_batch(batch.pk, [picklists[0].pk], **WHO)
    assert list(batch.picklists.all()) == [picklists[1]]
    ended = remove_from_batch(batch.pk, [picklists[1].pk], **WHO)
    assert ended.status == "cancelled"


def test_singles_become_normal_when_something_larger_comes_in(house: Warehouse) -> None:
    batch = batch_of([a_picklist(house=house, A=1)])
    assert batch.kind == "singles"
    assert add_to_batch(batch.pk, [a_picklist(house=house, B=2).pk], **WHO).kind == "normal"


def test_giving_up_keeps_what_is_picked(house: Warehouse, packer: User) -> None:
    picklists = three(house)
    batch = batch_of(picklists)
    assign_batch(batch.pk, user_id=packer.pk, **WHO)
    scan_batch(batch.pk, "A", **WHO)
    pick_all(picklists[2].pk, **WHO)
    close_picklist(picklists[2].pk, **WHO)
    assert dissolve_batch(batch.pk, **WHO).status == "completed"
    assert list(batch.picklists.all()) == [picklists[2]]
    left = Picklist.objects.filter(status="new", assigned_to=None, batch=None)
    assert left.count() == 2
    assert picklists[0].lines.get().picked == 1
    for verb in (dissolve_batch, close_batch):
        assert codes_of(verb, batch.pk) == ["not_allowed_now"]


def test_a_scan_of_a_large_batch_asks_no_more_than_of_a_small_one(house: Warehouse) -> None:
    stocked(house, A=99)
    customer = a_customer()
    asked = []
    for size in (2, 12):
        made = [a_processed_order(customer, lines=lines(A=2)).picklists.get() for _ in range(size)]
        batch = batch_of(made)
        with CaptureQueriesContext(connection) as queries:
            scan_batch(batch.pk, "A", **WHO)
        asked.append(len(queries))
    assert asked[0] == asked[1] <= 14
