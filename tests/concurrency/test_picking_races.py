"""Several pickers at once: real processes at the same picklists, on the engine of the run."""

from __future__ import annotations

from datetime import timedelta

import pytest

from pakhuis.accounts.models import User
from pakhuis.fulfilment.actions import create_batch
from pakhuis.fulfilment.models import Batch, Pick, Picklist
from pakhuis.journal.models import Fact
from pakhuis.kernel.actor import SYSTEM
from pakhuis.orders.models import Backorder, Order
from pakhuis.stock.models import StockLevel
from tests.concurrency.race import Deed, race
from tests.factories import MOMENT, a_customer, a_picklist, a_processed_order, a_warehouse, lines, stocked
from tests.invariants import check

pytestmark = pytest.mark.django_db(transaction=True)


def test_everyone_who_takes_the_next_one_gets_another(packer: User, clerk: User) -> None:
    stocked(a_warehouse(), A=99)
    customer = a_customer()
    for _ in range(7):
        a_processed_order(customer, lines=lines(A=1))
    gave = race([("take", {"user_id": one.pk}) for one in (packer, clerk)] * 5)
    assert gave.count("queue_is_empty") == 3
    numbers = [one for one in gave if one != "queue_is_empty"]
    assert len(set(numbers)) == 7
    assert Fact.objects.filter(name="picklist.assigned").count() == 7
    assert not Picklist.objects.filter(assigned_to=None).exists()


def test_pieces_are_picked_no_more_often_than_there_are() -> None:
    picklist = a_picklist(A=5)
    gave = race([("pick", {"picklist_id": picklist.pk})] * 9)
    assert sorted(gave) == ["done"] * 5 + ["picked_too_many"] * 4
    assert picklist.lines.get().picked == 5
    assert Pick.objects.count() == 5


def test_undoing_at_once_undoes_each_grip_once() -> None:
    picklist = a_picklist(A=3)
    race([("pick", {"picklist_id": picklist.pk})] * 3)
    gave = race([("undo", {"picklist_id": picklist.pk})] * 5)
    assert sorted(gave) == ["done"] * 3 + ["nothing_to_undo"] * 2
    assert picklist.lines.get().picked == 0


def test_cancelling_against_picking_and_closing() -> None:
    """One of them wins; the pieces are either delivered or wait again, never both, never neither."""
    for _ in range(3):
        picklist = a_picklist(A=3)
        deeds: list[Deed] = [
            (name, {"picklist_id": picklist.pk}) for name in ("cancel_list", "close", "pick", "cancel_list")
        ]
        gave = race(deeds)
        picklist.refresh_from_db()
        assert picklist.status in ("closed", "cancelled")
        ended = [gave[0], gave[1], gave[3]].count("done")
        assert ended == 1, gave
        waits = Backorder.objects.filter(order=picklist.order, state="open").count()
        assert waits == (1 if picklist.status == "cancelled" else 0)
        check()


def test_splitting_against_closing_and_splitting() -> None:
    picklist = a_picklist(A=4)
    deeds: list[Deed] = [("split", {"picklist_id": picklist.pk})] * 5
    race([*deeds, ("close", {"picklist_id": picklist.pk})])
    check()
    for one in Picklist.objects.filter(status="new"):
        race([("close", {"picklist_id": one.pk})])
    assert Order.objects.get().status == "completed"
    assert StockLevel.objects.get().on_hand == 0
    check()


def test_a_picklist_wakes_up_once() -> None:
    picklist = a_picklist(A=1)
    due = MOMENT - timedelta(minutes=1)
    Picklist.objects.filter(pk=picklist.pk).update(status="snoozed", snoozed_until=due)
    assert sum(race([("wake", {})] * 6)) == 1
    assert Fact.objects.filter(name="picklist.woken").count() == 1


def test_two_scanners_on_one_batch_count_each_piece_once() -> None:
    house = a_warehouse()
    picklists = [a_picklist(house=house, A=3), a_picklist(house=house, A=2)]
    batch = create_batch([one.pk for one in picklists], by=SYSTEM, now=MOMENT)
    gave = race([("scan_all", {"batch_id": batch.pk, "text": "A"})] * 7)
    assert sorted(gave) == ["complete_already"] * 2 + ["done"] * 5
    assert [one.lines.get().picked for one in picklists] == [3, 2]


def test_a_picklist_is_put_into_one_batch() -> None:
    house = a_warehouse()
    ids = [a_picklist(house=house, **{code: 1}).pk for code in ("A", "B", "C")]  # type: ignore[arg-type]
    gave = race(
        [("put_in_batch", {"picklist_ids": ids}), ("put_in_batch", {"picklist_ids": ids[::-1]})] * 2
        + [("first_in_batch", {"warehouse_id": house.pk, "count": 9})]
    )
    assert gave.count("done") == 1
    assert Batch.objects.get().picklists.count() == 3


def test_the_last_two_picklists_of_a_batch_complete_it_once() -> None:
    house = a_warehouse()
    picklists = [a_picklist(house=house, A=2), a_picklist(house=house, B=2), a_picklist(house=house, A=1)]
    batch = create_batch([one.pk for one in picklists], by=SYSTEM, now=MOMENT)
    deeds: list[Deed] = [("close", {"picklist_id": one.pk}) for one in picklists[:2]]
    race([*deeds, ("cancel_list", {"picklist_id": picklists[2].pk})])
    batch.refresh_from_db()
    assert batch.status == "completed"
    assert Fact.objects.filter(name="batch.completed").count() == 1
    check()
