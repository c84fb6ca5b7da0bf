"""Another day wished for is another place in the queue, for every open picklist of the order."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from pakhuis.fulfilment.actions import (
    change_order_and_queue,
    change_picklist,
    close_picklist,
    pause_picklist,
    pick_all,
    snooze_picklist,
)
from pakhuis.fulfilment.models import Picklist
from pakhuis.fulfilment.queue_rules import rank
from pakhuis.journal.models import Fact
from pakhuis.kernel.actor import SYSTEM
from pakhuis.kernel.problem import Refused
from pakhuis.orders.intake import OrderChange
from tests.factories import MOMENT, a_customer, a_picklist, a_processed_order, a_warehouse, lines, stocked

pytestmark = pytest.mark.django_db
DO: dict[str, Any] = {"by": SYSTEM, "now": MOMENT + timedelta(hours=3)}
CHRISTMAS = date(2026, 12, 24)


def wish(picklist: Picklist, day: Any, **more: Any) -> None:
    change_order_and_queue(picklist.order_id, OrderChange(preferred_delivery_date=day, **more), **DO)
    picklist.refresh_from_db()


def told() -> list[Any]:
    return [one.data["changes"] for one in Fact.objects.filter(name="picklist.changed").order_by("pk")]


def test_a_wish_moves_a_picklist_and_its_end_moves_it_back() -> None:
    stocked(a_warehouse(), A=9)
    first, second = (a_processed_order(a_customer(), lines=lines(A=1)).picklists.get() for _ in "ab")
    before = first.rank
    wish(first, "2026-12-24")
    assert first.rank == rank(is_urgent=False, made_on=MOMENT.date(), wished_on=CHRISTMAS) > second.rank
    assert first.updated_at == DO["now"]
    assert list(Picklist.objects.order_by("rank", "pk")) == [second, first]
    wish(first, None)
    assert first.rank == before
    field = "preferred_delivery_date"
    assert told() == [
        [{"field": field, "old": "", "new": "2026-12-24"}],
        [{"field": field, "old": "2026-12-24", "new": ""}],
    ]


def test_an_urgent_one_stays_before_all_others() -> None:
    picklist = a_picklist(A=1)
    change_picklist(picklist.pk, urgent=True, **DO)
    wish(picklist, CHRISTMAS)
    assert picklist.rank == rank(is_urgent=True, made_on=MOMENT.date(), wished_on=CHRISTMAS)


def test_every_open_one_of_the_order_and_none_that_is_closed() -> None:
    houses = [a_warehouse(priority=at) for at in range(4)]
    for house, code in zip(houses, "ABCD", strict=True):
        stocked(house, **{code: 1})
    order = a_processed_order(a_customer(), lines=lines(A=1, B=1, C=1, D=1), autosplit=True)
    closed, paused, snoozed, usual = order.picklists.order_by("pk")
    pick_all(closed.pk, **DO)
    close_picklist(closed.pk, **DO)
    pause_picklist(paused.pk, reason="even niet", **DO)
    snooze_picklist(snoozed.pk, until=DO["now"] + timedelta(days=2), **DO)
    wish(usual, CHRISTMAS)
    moved = [one.rank > closed.rank for one in order.picklists.order_by("pk")]
    assert moved == [False, True, True, True]
    assert len(told()) == 3


def test_the_same_day_again_another_field_and_a_refusal_move_nothing() -> None:
    picklist = a_picklist(A=1)
    wish(picklist, CHRISTMAS)
    facts = Fact.objects.count()
    wish(picklist, "2026-12-24")
    assert Fact.objects.count() == facts
    change_order_and_queue(picklist.order_id, OrderChange(reference="PO 7"), **DO)
    assert len(told()) == 1
    was = picklist.rank
    with pytest.raises(Refused) as refused:
        wish(picklist, "2026-12-30", language="xx")
    assert refused.value.problems
    with pytest.raises(Refused):
        wish(picklist, "31-02-2026")
    picklist.refresh_from_db()
    assert picklist.rank == was
