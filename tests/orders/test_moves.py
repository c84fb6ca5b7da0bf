"""Every move of an order: from where it is allowed, and what it does to stock, picklists and backorders."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pakhuis.fulfilment.actions import (
    change_picklist,
    close_picklist,
    force_cancel_order,
    pause_order,
    pick_all,
    pick_line,
    process_backorders,
    process_order,
    reopen_order,
    resume_order,
    withdraw_order,
)
from pakhuis.fulfilment.models import Picklist
from pakhuis.journal.models import Fact
from pakhuis.kernel.actor import SYSTEM
from pakhuis.kernel.problem import Refused
from pakhuis.orders.actions import (
    allocate_order,
    cancel_order,
    deallocate_order,
    make_concept,
    prioritise_order,
    run_autosplit_again,
    undo_cancellation,
)
from pakhuis.orders.models import Order
from pakhuis.orders.states import ALLOWED, OrderMove, OrderStatus
from pakhuis.stock.models import StockLevel, Warehouse
from tests.effort import examples
from tests.factories import (
    MOMENT,
    a_customer,
    a_processed_order,
    a_product,
    a_warehouse,
    an_order,
    lines,
    stocked,
)
from tests.invariants import check

pytestmark = pytest.mark.django_db
DO: dict[str, Any] = {"by": SYSTEM, "now": MOMENT}
REASON = "Klant belt terug"

VERBS: dict[OrderMove, Callable[[int], Any]] = {
    OrderMove.PROCESS: lambda pk: process_order(pk, **DO),
    OrderMove.ALLOCATE: lambda pk: allocate_order(pk, **DO),
    OrderMove.DEALLOCATE: lambda pk: deallocate_order(pk, **DO),
    OrderMove.TO_CONCEPT: lambda pk: make_concept(pk, **DO),
    OrderMove.PAUSE: lambda pk: pause_order(pk, reason=REASON, **DO),
    OrderMove.RESUME: lambda pk: resume_order(pk, **DO),
    OrderMove.PRIORITISE: lambda pk: prioritise_order(pk, **DO),
    OrderMove.DIVIDE: lambda pk: run_autosplit_again(pk, **DO),
    OrderMove.REOPEN: lambda pk: reopen_order(pk, **DO),
    OrderMove.CANCEL: lambda pk: cancel_order(pk, **DO),
    OrderMove.WITHDRAW: lambda pk: withdraw_order(pk, **DO),
    OrderMove.FORCE_CANCEL: lambda pk: force_cancel_order(pk, **DO),
    OrderMove.UNDO_CANCELLATION: lambda pk: undo_cancellation(pk, **DO),
}
NO_VERB = {OrderMove.CHANGE, OrderMove.CHANGE_LINES, OrderMove.COMPLETE, OrderMove.CANCEL_BACKORDER}
"""Tested where they are done: editing, closing picklists, and backorders one by one."""

TABLE = """
                    expected   concept    processing paused     completed  cancelled
process             processing processing -          -          -          -
change              expected   concept    processing paused     -          -
change_lines        expected   concept    -          -          -          -
allocate            expected   concept    -          -          -          -
deallocate          expected   concept    -          -          -          -
to_concept          concept    -          -          -          -          -
pause               -          -          paused     -          -          -
resume              -          -          -          processing -          -
prioritise          -          -          processing paused     -          -
divide              -          -          processing paused     -          -
cancel_backorder    -          -          processing paused     -          -
complete            -          -          completed  -          -          -
reopen              -          -          concept    -          concept    -
cancel              cancelled  cancelled  -          -          -          -
withdraw            -          -          cancelled  cancelled  -          -
force_cancel        cancelled  cancelled  cancelled  cancelled  -          -
undo_cancellation   -          -          -          -          -          concept
"""


@pytest.fixture
def house() -> Warehouse:
    warehouse = a_warehouse("Hoofd")
    stocked(warehouse, A=6, B=3, C=0)
    return warehouse


def order_in(status: OrderStatus) -> Order:
    """An order that came to this state through the doors; a processed one has something that waits."""
    order = an_order(a_customer(), lines=lines(A=2), expected=status is OrderStatus.EXPECTED)
    if status in (OrderStatus.PROCESSING, OrderStatus.PAUSED):
        order = an_order(a_customer(), lines=lines(A=2, C=1))
        process_order(order.pk, **DO)
    if status is OrderStatus.PAUSED:
        pause_order(order.pk, reason=REASON, **DO)
    elif status is OrderStatus.COMPLETED:
        process_order(order.pk, **DO)
        ship(order)
    elif status is OrderStatus.CANCELLED:
        cancel_order(order.pk, **DO)
    order.refresh_from_db()
    assert order.status == status
    return order


def ship(order: Order) -> None:
    for picklist in order.picklists.filter(status="new"):
        pick_all(picklist.pk, **DO)
        close_picklist(picklist.pk, **DO)
    order.refresh_from_db()


def level(code: str, house: Warehouse) -> tuple[int, int, int, int, int]:
    one = StockLevel.objects.get(product__code=code, warehouse=house)
    return one.on_hand, one.picking, one.held, one.waiting, one.allocated


def refused(deed: Callable[[], Any]) -> str:
    with pytest.raises(Refused) as refusal:
        deed()
    return refusal.value.problems[0].code


def snapshot() -> list[Any]:
    """Everything a refused move must leave as it was."""
    return [
        list(Order.objects.order_by("pk").values()),
        list(StockLevel.objects.order_by("pk").values()),
        list(Picklist.objects.order_by("pk").values()),
        Fact.objects.count(),
    ]


@pytest.mark.once
def test_the_table_is_as_agreed() -> None:
    header, *rows = [line.split() for line in TABLE.strip().splitlines()]
    agreed = {
        row[0]: {start: end for start, end in zip(header, row[1:], strict=True) if end != "-"} for row in rows
    }
    assert {move: dict(ALLOWED[move]) for move in OrderMove} == agreed


@pytest.mark.once
def test_every_move_has_its_verb_here() -> None:
    assert set(VERBS) | NO_VERB == set(OrderMove)


@pytest.mark.parametrize("status", list(OrderStatus))
@pytest.mark.parametrize("move", list(VERBS))
def test_every_state_and_verb(house: Warehouse, status: OrderStatus, move: OrderMove) -> None:
    order = order_in(status)
    target = ALLOWED[move].get(status)
    assert order.can(move) == (target is not None)
    before = snapshot()
    if target is None:
        assert refused(lambda: VERBS[move](order.pk)) == "not_allowed_now"
        assert snapshot() == before
    else:
        VERBS[move](order.pk)
        order.refresh_from_db()
        assert order.status == target
    check()


@pytest.mark.parametrize("move", list(VERBS))
@pytest.mark.parametrize("order_id", [999, 0, -1, 2**70])
def test_an_order_that_does_not_exist(db: None, move: OrderMove, order_id: int) -> None:
    assert refused(lambda: VERBS[move](order_id)) == "not_found"


def test_each_move_is_one_fact_of_the_order(house: Warehouse) -> None:
    def facts_of(deed: Callable[[int], Any], order: Order) -> list[str]:
        last = Fact.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        deed(order.pk)
        later = Fact.objects.filter(pk__gt=last, subject_kind="order", subject_id=order.pk)
        return list(later.order_by("pk").values_list("name", flat=True))

    order = order_in(OrderStatus.EXPECTED)
    told = [
        facts_of(VERBS[move], order)
        for move in (
            OrderMove.ALLOCATE,
            OrderMove.DEALLOCATE,
            OrderMove.TO_CONCEPT,
            OrderMove.PROCESS,
            OrderMove.PAUSE,
            OrderMove.RESUME,
            OrderMove.REOPEN,
            OrderMove.CANCEL,
            OrderMove.UNDO_CANCELLATION,
            OrderMove.FORCE_CANCEL,
        )
    ]
    assert [name for one in told for name in one] == [
        "order.allocated",
        "order.deallocated",
        "order.made_concept",
        "order.processed",
        "order.paused",
        "order.resumed",
        "order.reopened",
        "order.cancelled",
        "order.cancellation_undone",
        "order.cancelled",
    ]
    check()


def test_setting_aside_takes_what_is_free_and_no_more(house: Warehouse) -> None:
    order = an_order(a_customer(), lines=lines(A=4, B=6))
    allocate_order(order.pk, **DO)
    assert (level("A", house)[4], level("B", house)[4]) == (4, 3)
    allocate_order(order.pk, **DO)
    assert (level("A", house)[4], level("B", house)[4]) == (4, 3)
    fact = Fact.objects.filter(name="order.allocated").latest("pk")
    assert (fact.data["pieces"], fact.data["wanted"]) == (7, 10)
    deallocate_order(order.pk, **DO)
    deallocate_order(order.pk, **DO)
    assert (level("A", house)[4], level("B", house)[4]) == (0, 0)
    assert Fact.objects.filter(name="order.deallocated").count() == 1
    check()


def test_what_is_set_aside_stays_so_for_an_order_that_becomes_a_concept(house: Warehouse) -> None:
    order = an_order(a_customer(), lines=lines(A=4), expected=True, allocate=True)
    make_concept(order.pk, **DO)
    assert level("A", house)[4] == 4
    check()


def test_pausing_pauses_the_picklists_and_resuming_gives_them_back(house: Warehouse) -> None:
    order = a_processed_order(a_customer(), lines=lines(A=4, C=1))
    picklist = order.picklists.get()
    pick_line(picklist.lines.get().pk, amount=1, **DO)
    pause_order(order.pk, reason="  Adres klopt niet ", **DO)
    order.refresh_from_db()
    picklist.refresh_from_db()
    assert order.pause_reason == "Adres klopt niet"
    assert (picklist.status, picklist.paused_from) == ("paused", "new")
    assert refused(lambda: pick_all(picklist.pk, **DO)) == "not_allowed_now"
    assert refused(lambda: close_picklist(picklist.pk, **DO)) == "not_allowed_now"
    stocked(house, C=1)
    assert process_backorders(**DO) == []
    resume_order(order.pk, **DO)
    order.refresh_from_db()
    picklist.refresh_from_db()
    assert (order.status, order.pause_reason) == ("processing", "")
    assert (picklist.status, picklist.paused_from, picklist.lines.get().picked) == ("new", "", 1)
    assert len(process_backorders(**DO)) == 1
    names = list(Fact.objects.filter(subject_kind="picklist").order_by("pk").values_list("name", flat=True))
    assert names[-3:] == ["picklist.paused", "picklist.resumed", "picklist.created"]
    check()


def test_a_snoozed_picklist_is_snoozed_again_and_one_paused_by_itself_stays_paused(house: Warehouse) -> None:
    other = a_warehouse("Tweede", priority=2)
    stocked(other, C=5)
    order = a_processed_order(a_customer(), lines=lines(A=6, C=5))
    first, second = order.picklists.order_by("pk")
    Picklist.objects.filter(pk=first.pk).update(status="snoozed", snoozed_until=MOMENT)
    Picklist.objects.filter(pk=second.pk).update(status="paused")
    pause_order(order.pk, reason=REASON, **DO)
    resume_order(order.pk, **DO)
    assert list(order.picklists.order_by("pk").values_list("status", flat=True)) == ["snoozed", "paused"]


def test_a_picklist_that_is_changed_while_paused_comes_back_as_well(house: Warehouse) -> None:
    order = a_processed_order(a_customer(), lines=lines(A=6))
    picklist = order.picklists.get()
    Picklist.objects.filter(pk=picklist.pk).update(status="snoozed", snoozed_until=MOMENT)
    pause_order(order.pk, reason=REASON, **DO)
    change_picklist(picklist.pk, urgent=True, **DO)
    picklist.refresh_from_db()
    assert (picklist.status, picklist.paused_from, picklist.snoozed_until) == ("paused", "snoozed", MOMENT)
    resume_order(order.pk, **DO)
    picklist.refresh_from_db()
    assert (picklist.status, picklist.paused_from, picklist.snoozed_until) == ("snoozed", "", MOMENT)
    assert picklist.urgent


@pytest.mark.parametrize("reason", ["", "   ", "x" * 501])
def test_pausing_needs_a_reason_of_some_length(house: Warehouse, reason: str) -> None:
    order = a_processed_order(a_customer(), lines=lines(A=4))
    before = snapshot()
    with pytest.raises(Refused) as refusal:
        pause_order(order.pk, reason=reason, **DO)
    assert refusal.value.problems[0].path == ("reason",)
    assert snapshot() == before


def test_an_order_is_withdrawn_while_nothing_is_picked(house: Warehouse) -> None:
    order = a_processed_order(a_customer(), lines=lines(A=4, B=6, C=1))
    picklist = order.picklists.get()
    line = picklist.lines.first()
    assert line is not None
    pick_line(line.pk, amount=1, **DO)
    before = snapshot()
    assert refused(lambda: withdraw_order(order.pk, **DO)) == "already_picked"
    assert snapshot() == before
    pick_line(line.pk, amount=-1, **DO)
    withdraw_order(order.pk, **DO)
    assert [level(code, house) for code in "ABC"] == [(6, 0, 0, 0, 0), (3, 0, 0, 0, 0), (0, 0, 0, 0, 0)]
    picklist.refresh_from_db()
    assert picklist.status == "cancelled"
    assert not order.backorders.filter(state="open").exists()
    assert Fact.objects.get(name="order.cancelled").data["freed"] == 11
    check()


def test_a_delivered_part_can_only_be_forced_and_stays_delivered(house: Warehouse) -> None:
    order = a_processed_order(a_customer(), lines=lines(A=4, C=1))
    ship(order)
    assert refused(lambda: withdraw_order(order.pk, **DO)) == "already_picked"
    force_cancel_order(order.pk, **DO)
    order.refresh_from_db()
    assert order.status == "cancelled"
    assert list(order.lines.values_list("amount_delivered", flat=True)) == [4, 0]
    assert level("A", house) == (2, 0, 0, 0, 0)
    check()


def test_force_cancel_takes_a_half_picked_picklist_with_it(house: Warehouse) -> None:
    order = a_processed_order(a_customer(), lines=lines(A=4))
    picklist = order.picklists.get()
    pick_line(picklist.lines.get().pk, amount=3, **DO)
    force_cancel_order(order.pk, **DO)
    assert level("A", house) == (6, 0, 0, 0, 0)
    fact = Fact.objects.get(name="picklist.cancelled")
    assert (fact.subject_id, fact.data["picked"]) == (picklist.pk, 3)
    cancelled = Fact.objects.get(name="order.cancelled").data
    assert (cancelled["forced"], cancelled["from_status"]) == (True, "processing")
    assert refused(lambda: pick_all(picklist.pk, **DO)) == "not_allowed_now"
    check()


def test_a_paused_order_is_withdrawn_with_its_paused_picklist(house: Warehouse) -> None:
    order = order_in(OrderStatus.PAUSED)
    withdraw_order(order.pk, **DO)
    order.refresh_from_db()
    assert (order.status, order.pause_reason, order.picklists.get().status) == ("cancelled", "", "cancelled")
    check()


def test_what_comes_free_goes_to_who_waits_longest(house: Warehouse) -> None:
    taker = a_processed_order(a_customer("Een"), lines=lines(A=5))
    first = a_processed_order(a_customer("Twee"), lines=lines(A=4))
    second = a_processed_order(a_customer("Drie"), lines=lines(A=4))
    assert level("A", house) == (6, 6, 0, 7, 0)
    withdraw_order(taker.pk, **DO)
    available = {order.pk: order.backorders.get().available for order in (first, second)}
    assert available == {first.pk: 3, second.pk: 2}
    check()


def test_what_lay_reserved_without_autosplit_comes_free_too(house: Warehouse) -> None:
    order = a_processed_order(a_customer(autosplit=False), lines=lines(A=4, C=1))
    assert level("A", house) == (6, 0, 4, 0, 0)
    withdraw_order(order.pk, **DO)
    assert level("A", house) == (6, 0, 0, 0, 0)
    check()


def test_a_cancelled_order_comes_back_as_a_concept_and_can_be_processed_again(house: Warehouse) -> None:
    order = a_processed_order(a_customer(), lines=lines(A=4, C=1))
    force_cancel_order(order.pk, **DO)
    undo_cancellation(order.pk, **DO)
    order.refresh_from_db()
    assert (order.status, order.processed_at) == ("concept", None)
    process_order(order.pk, **DO)
    assert sorted(order.picklists.values_list("status", flat=True)) == ["cancelled", "new"]
    check()
    stocked(house, C=1)
    process_backorders(**DO)
    ship(order)
    assert order.status == "completed"
    check()


def test_an_order_that_was_partly_delivered_delivers_only_the_rest(house: Warehouse) -> None:
    order = a_processed_order(a_customer(), lines=lines(A=4, C=1))
    ship(order)
    reopen_order(order.pk, **DO)
    check()
    stocked(house, C=1)
    process_order(order.pk, **DO)
    ship(order)
    assert order.status == "completed"
    assert list(order.lines.values_list("amount_delivered", flat=True)) == [4, 1]
    assert level("A", house)[0] == 2
    check()


def test_reopening_waits_until_what_is_picked_is_back(house: Warehouse) -> None:
    order = a_processed_order(a_customer(), lines=lines(A=4))
    line = order.picklists.get().lines.get()
    pick_line(line.pk, amount=2, **DO)
    before = snapshot()
    assert refused(lambda: reopen_order(order.pk, **DO)) == "still_picked"
    assert snapshot() == before
    pick_line(line.pk, amount=-2, **DO)
    reopen_order(order.pk, **DO)
    assert level("A", house) == (6, 0, 0, 0, 0)
    check()


def test_a_completed_order_reopened_and_processed_again_is_complete_at_once(house: Warehouse) -> None:
    order = order_in(OrderStatus.COMPLETED)
    reopen_order(order.pk, **DO)
    order.refresh_from_db()
    assert (order.status, order.completed_at) == ("concept", None)
    process_order(order.pk, **DO)
    order.refresh_from_db()
    assert (order.status, order.picklists.count()) == ("completed", 1)
    check()


def test_an_order_put_in_front_gets_what_others_wait_for(house: Warehouse) -> None:
    older = a_processed_order(a_customer("Een"), lines=lines(C=3))
    newer = a_processed_order(a_customer("Twee"), lines=lines(C=2))
    stocked(house, C=4)
    assert [order.backorders.get().available for order in (older, newer)] == [3, 1]
    prioritise_order(newer.pk, **DO)
    assert [order.backorders.get().available for order in (older, newer)] == [2, 2]
    assert newer.backorders.get().priority < older.backorders.get().priority
    assert Fact.objects.get(name="order.prioritised").data["pieces"] == 1
    check()
    prioritise_order(older.pk, **DO)
    assert [order.backorders.get().available for order in (older, newer)] == [3, 1]
    stocked(house, C=1)
    assert newer.backorders.get().available == 2
    check()


def test_an_order_of_which_nothing_waits_cannot_be_put_in_front(house: Warehouse) -> None:
    order = a_processed_order(a_customer(), lines=lines(A=1))
    assert refused(lambda: prioritise_order(order.pk, **DO)) == "nothing_waits"


def test_the_queries_of_a_move_do_not_grow_with_the_order(house: Warehouse) -> None:
    def asked(count: int) -> int:
        wanted = {f"Q{number}": 2 for number in range(count)}
        for code in wanted:
            a_product(f"{code}-{count}")
        order = a_processed_order(
            a_customer(), lines=lines(**{f"{code}-{count}": amount for code, amount in wanted.items()})
        )
        with CaptureQueriesContext(connection) as queries:
            force_cancel_order(order.pk, **DO)
        return len(queries)

    assert asked(3) == asked(30)


@settings(max_examples=examples(15), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(walk=st.lists(st.tuples(st.integers(0, 2), st.sampled_from([*VERBS, "ship", "receive"])), max_size=18))
def test_whatever_is_done_in_whatever_order_the_counts_are_right(
    django_db_blocker: Any, walk: list[tuple[int, Any]], house: Warehouse
) -> None:
    """Three orders that want the same goods, moved about at random: each step is whole or refused."""
    stocked(house, A=2, B=2)
    orders = [an_order(a_customer(f"K{n}", autosplit=n != 1), lines=lines(A=3, B=2, C=1)) for n in range(3)]
    for which, deed in walk:
        order = orders[which]
        try:
            if deed == "ship":
                ship(order)
            elif deed == "receive":
                stocked(house, C=1)
                process_backorders(**DO)
            else:
                VERBS[deed](order.pk)
        except Refused:
            pass
        check()
