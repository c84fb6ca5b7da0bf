"""Splitting, cancelling, closing with a rest, undoing: no piece is lost, none is delivered twice."""

from __future__ import annotations

import contextlib
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pakhuis.fulfilment.actions import (
    cancel_picklist,
    change_picklist,
    close_picklist,
    pick_all,
    pick_line,
    process_backorders,
    split_picklist,
    undo_pick,
)
from pakhuis.fulfilment.intake import Rest
from pakhuis.fulfilment.models import Pick, Picklist
from pakhuis.journal.models import Fact
from pakhuis.kernel.actor import SYSTEM
from pakhuis.kernel.problem import Refused
from pakhuis.orders.models import Backorder, Order
from pakhuis.stock.models import StockLevel
from tests.effort import examples
from tests.factories import (
    MOMENT,
    a_customer,
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


def on_list(picklist: Picklist) -> dict[str, int]:
    return codes(list(picklist.lines.values_list("product__code", "amount")))


def waiting(order: Order) -> dict[str, int]:
    return codes(list(order.backorders.filter(state="open").values_list("product__code", "amount")))


def line_ids(picklist: Picklist) -> dict[str, int]:
    return dict(picklist.lines.values_list("product__code", "pk"))


def refused_code(verb: Any, *given: Any, **more: Any) -> str:
    with pytest.raises(Refused) as refused:
        verb(*given, **more, **WHO)
    return refused.value.problems[0].code


def test_cancelling_makes_backorders_that_keep_what_lies_there() -> None:
    picklist = a_picklist(A=3, B=2)
    pick_line(line_ids(picklist)["A"], amount=1, **WHO)
    cancel_picklist(picklist.pk, **WHO)
    picklist.refresh_from_db()
    assert picklist.status == "cancelled"
    assert on_list(picklist) == {"A": 3, "B": 2}
    assert waiting(picklist.order) == {"A": 3, "B": 2}
    assert set(Backorder.objects.values_list("available", flat=True)) == {3, 2}
    level = StockLevel.objects.get(product__code="A")
    assert (level.on_hand, level.picking, level.held, level.free) == (3, 0, 3, 0)
    assert picklist.order.status == "processing"
    fact = Fact.objects.latest("pk")
    assert (fact.name, fact.data["picked"]) == ("picklist.cancelled", 1)
    check()


def test_what_was_cancelled_can_be_picked_again_and_ends_well() -> None:
    picklist = a_picklist(A=3)
    cancel_picklist(picklist.pk, **WHO)
    (again,) = process_backorders(**WHO)
    assert again.number != picklist.number
    pick_all(again.pk, **WHO)
    close_picklist(again.pk, **WHO)
    again.order.refresh_from_db()
    assert again.order.status == "completed"
    assert StockLevel.objects.get().on_hand == 0
    check()


def test_what_comes_back_joins_what_waits_already_and_keeps_its_priority() -> None:
    stocked(a_warehouse(), A=2)
    order = a_processed_order(a_customer(), lines=lines(A=5))
    Backorder.objects.update(priority=-7)
    cancel_picklist(order.picklists.get().pk, **WHO)
    one = Backorder.objects.get()
    assert (one.amount, one.available, one.priority) == (5, 2, -7)
    check()


def test_splitting_lines_and_parts_of_lines() -> None:
    picklist = a_picklist(A=5, B=2, C=1)
    change_picklist(picklist.pk, urgent=True, **WHO)
    ids = line_ids(picklist)
    pick_line(ids["A"], amount=2, **WHO)
    second = split_picklist(picklist.pk, pieces={ids["A"]: 3, ids["B"]: "2", ids["C"]: 0}, **WHO)
    assert on_list(picklist) == {"A": 2, "C": 1}
    assert on_list(second) == {"A": 3, "B": 2}
    assert (second.order_id, second.warehouse_id, second.urgent) == (
        picklist.order_id,
        picklist.warehouse_id,
        True,
    )
    names = [one.name for one in Fact.objects.order_by("-pk")[:2]]
    assert names == ["picklist.created", "picklist.split"]
    check()
    for one in (picklist, second):
        pick_all(one.pk, **WHO)
        close_picklist(one.pk, **WHO)
    picklist.order.refresh_from_db()
    assert picklist.order.status == "completed"
    assert set(StockLevel.objects.values_list("on_hand", "picking")) == {(0, 0)}
    check()


def test_splits_that_are_refused_change_nothing() -> None:
    picklist = a_picklist(A=5, B=2)
    other = a_picklist(C=1)
    ids = line_ids(picklist)
    pick_line(ids["A"], amount=4, **WHO)
    for pieces, code in (
        ({}, "nothing_chosen"),
        ({ids["A"]: 0}, "nothing_chosen"),
        ({ids["A"]: 2}, "picked_too_many"),
        ({ids["A"]: -1}, "out_of_range"),
        ({ids["A"]: "x"}, "not_a_number"),
        ({other.lines.get().pk: 1}, "not_on_picklist"),
    ):
        assert refused_code(split_picklist, picklist.pk, pieces=pieces) == code
    assert refused_code(split_picklist, other.pk, pieces={other.lines.get().pk: 1}) == "nothing_would_stay"
    assert Picklist.objects.count() == 2
    assert on_list(picklist) == {"A": 5, "B": 2}
    with pytest.raises(Refused) as refused:
        split_picklist(picklist.pk, pieces={ids["A"]: 9, ids["B"]: "x", 999: 1}, **WHO)
    assert [one.path[1] for one in refused.value.problems] == [ids["A"], ids["B"], 999]


@pytest.mark.parametrize("rest", list(Rest))
def test_closing_with_a_rest(rest: Rest) -> None:
    picklist = a_picklist(A=5, B=2)
    pick_line(line_ids(picklist)["A"], amount=3, **WHO)
    assert refused_code(close_picklist, picklist.pk) == "not_picked_yet"
    close_picklist(picklist.pk, rest=rest, **WHO)
    picklist.refresh_from_db()
    assert picklist.status == "closed"
    assert on_list(picklist) == {"A": 3}
    levels = dict(StockLevel.objects.values_list("product__code", "on_hand"))
    assert levels == {"A": 2, "B": 2}
    assert picklist.order.status == "processing"
    if rest is Rest.BACKORDER:
        assert waiting(picklist.order) == {"A": 2, "B": 2}
        assert Fact.objects.get(name="picklist.rest_put_back").data == {"pieces": 4}
        (second,) = process_backorders(**WHO)
    else:
        assert waiting(picklist.order) == {}
        second = picklist.order.picklists.exclude(pk=picklist.pk).get()
    assert on_list(second) == {"A": 2, "B": 2}
    check()
    pick_all(second.pk, **WHO)
    close_picklist(second.pk, **WHO)
    second.order.refresh_from_db()
    assert second.order.status == "completed"
    check()


def test_closing_with_nothing_picked_is_refused() -> None:
    picklist = a_picklist(A=5)
    for rest in Rest:
        assert refused_code(close_picklist, picklist.pk, rest=rest) == "nothing_picked"
    picklist.refresh_from_db()
    assert picklist.status == "new"
    check()


def test_undoing_goes_back_grip_by_grip() -> None:
    picklist = a_picklist(A=3, B=2)
    ids = line_ids(picklist)
    pick_line(ids["A"], amount=2, **WHO)
    pick_line(ids["A"], amount=-1, **WHO)
    pick_all(picklist.pk, **WHO)
    progress = []
    for _ in range(3):
        progress.append(undo_pick(picklist.pk, **WHO))
        progress.append(sum(picklist.lines.values_list("picked", flat=True)))
    assert progress == [4, 1, -1, 2, 2, 0]
    assert refused_code(undo_pick, picklist.pk) == "nothing_to_undo"
    assert Fact.objects.filter(name="picklist.pick_undone").count() == 3


def test_a_closed_picklist_is_not_undone() -> None:
    picklist = a_picklist(A=1)
    pick_all(picklist.pk, **WHO)
    close_picklist(picklist.pk, **WHO)
    assert refused_code(undo_pick, picklist.pk) == "not_allowed_now"
    assert picklist.lines.get().picked == 1


def test_picks_add_up_to_what_is_picked(packer: Any) -> None:
    picklist = a_picklist(A=3)
    pick_line(picklist.lines.get().pk, amount=2, by=packer.as_actor(), now=MOMENT)
    pick_all(picklist.pk, **WHO)
    assert list(Pick.objects.order_by("pk").values_list("pieces", "person")) == [(2, packer.pk), (1, None)]
    undo_pick(picklist.pk, **WHO)
    assert sum(Pick.objects.filter(undone_at=None).values_list("pieces", flat=True)) == 2


DEEDS = st.lists(
    st.tuples(st.sampled_from(("pick", "back", "split", "undo", "cancel", "rest", "go")), st.integers(1, 3)),
    max_size=12,
)


@settings(max_examples=examples(15), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(DEEDS)
def test_no_piece_is_lost_whatever_is_done(deeds: list[tuple[str, int]]) -> None:
    """A walk over all verbs: after each, every count is right; at the end everything can be delivered."""
    order = a_picklist(a_customer(), X=4, Y=2).order
    for deed, amount in deeds:
        picklist = order.picklists.filter(status="new").order_by("pk").first()
        with contextlib.suppress(Refused):
            _do(deed, amount, picklist)
        check()
    process_backorders(**WHO)
    for one in order.picklists.filter(status="new"):
        pick_all(one.pk, **WHO)
        close_picklist(one.pk, **WHO)
    order.refresh_from_db()
    assert order.status == "completed"
    assert [line.amount_delivered for line in order.lines.all()] == [4, 2]
    check()


def _do(deed: str, amount: int, picklist: Picklist | None) -> None:
    if deed == "go" or picklist is None:
        process_backorders(**WHO)
        return
    line = picklist.lines.order_by("pk")[amount % picklist.lines.count()]
    if deed in ("pick", "back"):
        pick_line(line.pk, amount=amount if deed == "pick" else -amount, **WHO)
    elif deed == "split":
        split_picklist(picklist.pk, pieces={line.pk: amount}, **WHO)
    elif deed == "undo":
        undo_pick(picklist.pk, **WHO)
    elif deed == "cancel":
        cancel_picklist(picklist.pk, **WHO)
    else:
        close_picklist(picklist.pk, rest=list(Rest)[amount % 2], **WHO)
