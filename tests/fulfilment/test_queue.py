"""The queue: what comes first, who takes what, what is out of it for a while."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pakhuis.accounts.models import User
from pakhuis.fulfilment.actions import (
    assign_picklist,
    change_picklist,
    pause_picklist,
    resume_picklist,
    snooze_picklist,
    take_next,
    unassign_picklist,
    wake_due_picklists,
    wake_picklist,
)
from pakhuis.fulfilment.models import Picklist, ShippingProfile
from pakhuis.fulfilment.queue_rules import rank, urgent_rank
from pakhuis.journal.models import Fact
from pakhuis.kernel.actor import SYSTEM
from pakhuis.kernel.problem import Refused
from pakhuis.orders.models import Order
from tests.factories import MOMENT, a_customer, a_picklist, a_warehouse, lines, stocked
from tests.factories import a_processed_order as processed

DAYS = st.dates(min_value=date(2000, 1, 1), max_value=date(2100, 1, 1))


@pytest.mark.once
@given(DAYS, st.none() | DAYS, DAYS, st.none() | DAYS)
def test_an_urgent_one_stands_before_every_other(
    made: date, wished: date | None, other: date, wish: date | None
) -> None:
    urgent = rank(is_urgent=True, made_on=made, wished_on=wished)
    usual = rank(is_urgent=False, made_on=other, wished_on=wish)
    assert urgent < usual
    assert urgent_rank(urgent, is_urgent=False) == rank(is_urgent=False, made_on=made, wished_on=wished)
    assert urgent_rank(urgent, is_urgent=True) == urgent


@pytest.mark.once
@given(DAYS, DAYS)
def test_otherwise_the_day_it_is_due_decides(first: date, second: date) -> None:
    ranks = [rank(is_urgent=False, made_on=day, wished_on=None) for day in (first, second)]
    assert (ranks[0] < ranks[1]) == (first < second)
    assert rank(is_urgent=False, made_on=first, wished_on=second) == ranks[1]


def queue(now: datetime = MOMENT) -> list[int]:
    return list(Picklist.objects.in_queue(now=now).order_by("rank", "pk").values_list("pk", flat=True))


@pytest.mark.django_db
def test_urgent_first_then_due_then_oldest() -> None:
    stocked(a_warehouse(), A=99)
    customer = a_customer()
    first, second, third = (processed(customer, lines=lines(A=1)).picklists.get().pk for _ in range(3))
    tomorrow = (MOMENT + timedelta(days=1)).date()
    yesterday = (MOMENT - timedelta(days=1)).date()
    later = processed(customer, lines=lines(A=1), preferred_delivery_date=tomorrow).picklists.get().pk
    late = processed(customer, lines=lines(A=1), preferred_delivery_date=yesterday).picklists.get().pk
    assert queue() == [late, first, second, third, later]
    change_picklist(third, urgent=True, by=SYSTEM, now=MOMENT)
    assert queue() == [third, late, first, second, later]
    change_picklist(third, urgent=False, by=SYSTEM, now=MOMENT)
    assert queue() == [late, first, second, third, later]


@pytest.mark.django_db
def test_changing_tells_old_and_new_and_nothing_when_nothing_changed() -> None:
    picklist = a_picklist(A=1)
    change_picklist(picklist.pk, urgent=True, invoiced=True, by=SYSTEM, now=MOMENT)
    fact = Fact.objects.get(name="picklist.changed")
    assert fact.data == {
        "changes": [
            {"field": "urgent", "old": "False", "new": "True"},
            {"field": "invoiced", "old": "False", "new": "True"},
        ]
    }
    change_picklist(picklist.pk, urgent=True, by=SYSTEM, now=MOMENT)
    assert Fact.objects.filter(name="picklist.changed").count() == 1
    with pytest.raises(Refused) as refused:
        change_picklist(picklist.pk, shipping_profile_id=5, urgent=False, by=SYSTEM, now=MOMENT)
    assert refused.value.problems[0].code == "unknown_profile"
    picklist.refresh_from_db()
    assert picklist.urgent
    assert not ShippingProfile.objects.exists()


@pytest.mark.django_db
def test_taking_the_next_one(packer: User, clerk: User) -> None:
    stocked(a_warehouse("Een"), A=9)
    made = [processed(a_customer(), lines=lines(A=1)).picklists.get().pk for _ in range(3)]
    change_picklist(made[2], urgent=True, by=SYSTEM, now=MOMENT)
    taken = [take_next(user_id=one.pk, by=one.as_actor(), now=MOMENT).pk for one in (packer, clerk, packer)]
    assert taken == [made[2], made[0], made[1]]
    assert list(packer.assigned_picklists.order_by("pk").values_list("pk", flat=True)) == [made[1], made[2]]
    with pytest.raises(Refused) as refused:
        take_next(user_id=packer.pk, by=packer.as_actor(), now=MOMENT)
    assert refused.value.problems[0].code == "queue_is_empty"
    facts = Fact.objects.filter(name="picklist.assigned").order_by("pk")
    assert [(one.subject_id, one.data["user"]) for one in facts] == [
        (made[2], "piet"),
        (made[0], "kees"),
        (made[1], "piet"),
    ]


@pytest.mark.django_db
def test_the_next_one_of_a_warehouse_and_none_that_sleeps_or_is_held_up(packer: User) -> None:
    here, there = a_warehouse("Hier"), a_warehouse("Daar")
    asleep, paused = a_picklist(house=here, A=1), a_picklist(house=here, B=1)
    elsewhere, wanted = a_picklist(house=there, C=1), a_picklist(house=here, D=1)
    snooze_picklist(asleep.pk, until=MOMENT + timedelta(hours=1), by=SYSTEM, now=MOMENT)
    pause_picklist(paused.pk, reason="Wacht", by=SYSTEM, now=MOMENT)
    got = take_next(user_id=packer.pk, warehouse_id=here.pk, by=SYSTEM, now=MOMENT)
    assert got.pk == wanted.pk
    with pytest.raises(Refused):
        take_next(user_id=packer.pk, warehouse_id=here.pk, by=SYSTEM, now=MOMENT)
    later = MOMENT + timedelta(hours=2)
    assert take_next(user_id=packer.pk, warehouse_id=here.pk, by=SYSTEM, now=later).pk == asleep.pk
    assert take_next(user_id=packer.pk, by=SYSTEM, now=later).pk == elsewhere.pk
    with pytest.raises(Refused):
        take_next(user_id=packer.pk, warehouse_id=2**70, by=SYSTEM, now=later)


@pytest.mark.django_db
def test_assigning_and_letting_go(packer: User, clerk: User) -> None:
    picklist = a_picklist(A=1)
    assign_picklist(picklist.pk, user_id=packer.pk, by=SYSTEM, now=MOMENT)
    assign_picklist(picklist.pk, user_id=packer.pk, by=SYSTEM, now=MOMENT)
    assert Fact.objects.filter(name="picklist.assigned").count() == 1
    with pytest.raises(Refused) as refused:
        assign_picklist(picklist.pk, user_id=clerk.pk, only_if_free=True, by=SYSTEM, now=MOMENT)
    assert refused.value.problems[0].params == (("name", "piet"),)
    assert assign_picklist(picklist.pk, user_id=clerk.pk, by=SYSTEM, now=MOMENT).assigned_to == clerk
    for _ in range(2):
        assert unassign_picklist(picklist.pk, by=SYSTEM, now=MOMENT).assigned_to is None
    assert Fact.objects.filter(name="picklist.unassigned").count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("who", [0, 999, 2**70, "switched off"])
def test_nobody_can_be_given_work_who_is_not_there(packer: User, who: object) -> None:
    picklist = a_picklist(A=1)
    User.objects.filter(pk=packer.pk).update(is_active=False)
    user_id = who if isinstance(who, int) else packer.pk
    with pytest.raises(Refused) as refused:
        assign_picklist(picklist.pk, user_id=user_id, by=SYSTEM, now=MOMENT)
    assert refused.value.problems[0].code == "unknown_user"
    with pytest.raises(Refused):
        take_next(user_id=user_id, by=SYSTEM, now=MOMENT)
    picklist.refresh_from_db()
    assert picklist.assigned_to is None


@pytest.mark.django_db
def test_a_snoozed_one_comes_back_by_itself_and_says_so_once() -> None:
    picklist = a_picklist(A=1)
    until = MOMENT + timedelta(hours=2)
    snooze_picklist(picklist.pk, until=until, by=SYSTEM, now=MOMENT)
    picklist.refresh_from_db()
    assert (picklist.status, picklist.snoozed_until) == ("snoozed", until)
    assert queue() == []
    assert Picklist.objects.asleep(now=MOMENT).get() == picklist
    assert wake_due_picklists(now=until - timedelta(seconds=1)) == 0
    assert (queue(until), picklist.status_at(until)) == ([picklist.pk], "new")
    assert not Picklist.objects.asleep(now=until).exists()
    assert [wake_due_picklists(now=until) for _ in range(2)] == [1, 0]
    picklist.refresh_from_db()
    assert (picklist.status, picklist.snoozed_until) == ("new", None)
    assert Fact.objects.get(name="picklist.woken").actor_kind == "system"


@pytest.mark.django_db
def test_waking_by_hand() -> None:
    picklist = a_picklist(A=1)
    snooze_picklist(picklist.pk, until=MOMENT + timedelta(days=2), by=SYSTEM, now=MOMENT)
    snooze_picklist(picklist.pk, until=MOMENT + timedelta(days=3), by=SYSTEM, now=MOMENT)
    wake_picklist(picklist.pk, by=SYSTEM, now=MOMENT)
    assert queue() == [picklist.pk]
    names = list(Fact.objects.filter(subject_kind="picklist").order_by("pk").values_list("name", flat=True))
    assert names[1:] == ["picklist.snoozed", "picklist.snoozed", "picklist.woken"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("until", "code"),
    [
        (None, "missing"),
        (MOMENT, "not_in_the_future"),
        (MOMENT - timedelta(days=1), "not_in_the_future"),
        (MOMENT + timedelta(days=400), "too_far_away"),
    ],
)
def test_snoozing_until_no_moment(until: datetime | None, code: str) -> None:
    picklist = a_picklist(A=1)
    with pytest.raises(Refused) as refused:
        snooze_picklist(picklist.pk, until=until, by=SYSTEM, now=MOMENT)
    assert refused.value.problems[0].code == code
    assert queue() == [picklist.pk]


@pytest.mark.django_db
def test_a_paused_one_is_nobodys_and_says_why(packer: User) -> None:
    picklist = a_picklist(A=1)
    assign_picklist(picklist.pk, user_id=packer.pk, by=SYSTEM, now=MOMENT)
    pause_picklist(picklist.pk, reason="  Doos kapot ", by=packer.as_actor(), now=MOMENT)
    picklist.refresh_from_db()
    assert (picklist.status, picklist.assigned_to, picklist.paused_reason) == ("paused", None, "Doos kapot")
    assert Fact.objects.get(name="picklist.paused").data["reason"] == "Doos kapot"
    resume_picklist(picklist.pk, by=SYSTEM, now=MOMENT)
    picklist.refresh_from_db()
    assert (picklist.status, picklist.paused_reason) == ("new", "")
    for reason, code in (("x" * 201, "too_long"), ("  ", "missing")):
        with pytest.raises(Refused) as refused:
            pause_picklist(picklist.pk, reason=reason, by=SYSTEM, now=MOMENT)
        assert refused.value.problems[0].code == code


@pytest.mark.django_db
def test_a_picklist_of_a_paused_order_stays_paused() -> None:
    picklist = a_picklist(A=1)
    pause_picklist(picklist.pk, reason="Wacht", by=SYSTEM, now=MOMENT)
    Order.objects.update(status="paused")
    with pytest.raises(Refused) as refused:
        resume_picklist(picklist.pk, by=SYSTEM, now=MOMENT)
    assert refused.value.problems[0].code == "order_is_paused"
    picklist.refresh_from_db()
    assert picklist.status == "paused"
