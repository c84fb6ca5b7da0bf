"""Rules of picklists: set carrier, person and urgency when a picklist is made."""

from __future__ import annotations

from typing import Any

import pytest

from pakhuis.accounts.models import User, UserRight
from pakhuis.accounts.rights import Right
from pakhuis.fulfilment.actions import (
    change_picklist_rule,
    create_picklist_rule,
    delete_picklist_rule,
    move_picklist_rule,
    split_picklist,
    switch_picklist_rule,
)
from pakhuis.fulfilment.models import PicklistRule, ShippingProfile, ShippingProvider
from pakhuis.fulfilment.rule_intake import PicklistRuleFields
from pakhuis.journal.models import Fact
from pakhuis.kernel.actor import SYSTEM
from pakhuis.kernel.problem import Refused
from pakhuis.orders.conditions import Condition, How, What
from pakhuis.stock.models import Warehouse
from tests.factories import MOMENT, a_picklist, a_processed_order, a_warehouse, lines, stocked

pytestmark = pytest.mark.django_db
DO: dict[str, Any] = {"by": SYSTEM, "now": MOMENT}


def a_profile(name: str) -> ShippingProfile:
    provider, _ = ShippingProvider.objects.get_or_create(
        name="Post", defaults={"created_at": MOMENT, "updated_at": MOMENT}
    )
    return ShippingProfile.objects.create(provider=provider, name=name)


def a_picker(name: str = "joke", *, may_pick: bool = True) -> User:
    user = User.objects.create_user(username=name, password="x", first_name=name.title())
    if may_pick:
        UserRight.objects.create(user=user, right=Right.PICKLISTS_WORK)
    return user


def a_rule(title: str = "Rule", **given: Any) -> PicklistRule:
    return create_picklist_rule(PicklistRuleFields(title=title, **given), **DO)


def asks(what: What, how: How, *values: str) -> tuple[Condition, ...]:
    return (Condition(what=what, how=how, values=values),)


def test_light_ones_go_by_letter_and_later_rules_win() -> None:
    letter, parcel, joke = a_profile("Letter"), a_profile("Parcel"), a_picker()
    a_rule("All by parcel", profile_id=parcel.pk)
    a_rule(
        "Few by letter",
        profile_id=letter.pk,
        user_id=joke.pk,
        conditions=asks(What.PIECES, How.BETWEEN, "", "2"),
    )
    small, big = a_picklist(A=1), a_picklist(A=5)
    assert (small.shipping_profile, small.assigned_to) == (letter, joke)
    assert (big.shipping_profile, big.assigned_to) == (parcel, None)
    facts = Fact.objects.filter(subject_kind="picklist", subject_id=small.pk).order_by("pk")
    assert list(facts.values_list("name", flat=True)) == [
        "picklist.created",
        "picklist.ruled",
        "picklist.assigned",
    ]
    assert facts[1].data["rules"] == ["All by parcel", "Few by letter"]


def test_a_picklist_is_judged_by_its_own_goods_and_warehouse() -> None:
    near, far = a_warehouse("Near"), a_warehouse("Far", priority=2)
    stocked(near, A=1)
    only_b = stocked(far, B=9)["B"]
    a_rule(
        is_urgent=True,
        conditions=(
            *asks(What.WAREHOUSE, How.ONE_OF, str(far.pk)),
            *asks(What.PRODUCTS, How.ONLY, str(only_b.pk)),
        ),
    )
    order = a_processed_order(lines=lines(A=1, B=9))
    assert dict(order.picklists.values_list("warehouse__name", "urgent")) == {"Near": False, "Far": True}


def test_who_may_not_pick_and_what_is_retired_is_left_out() -> None:
    profile, clerk = a_profile("Letter"), a_picker(may_pick=False)
    a_rule(profile_id=profile.pk, user_id=clerk.pk, is_urgent=True)
    ShippingProfile.objects.update(active=False)
    picklist = a_picklist(A=1)
    assert (picklist.shipping_profile, picklist.assigned_to, picklist.urgent) == (None, None, True)


def test_a_part_that_is_split_off_is_as_urgent_and_not_ruled_anew() -> None:
    a_rule(is_urgent=True)
    picklist = a_picklist(A=4)
    line = picklist.lines.get()
    second = split_picklist(picklist.pk, pieces={line.pk: 1}, **DO)
    assert second.urgent
    assert Fact.objects.filter(name="picklist.ruled").count() == 1


def test_rules_are_changed_moved_switched_and_deleted_with_facts() -> None:
    first, second = a_rule("first", is_urgent=True), a_rule("second", is_urgent=True)
    move_picklist_rule(second.pk, steps=-1, **DO)
    assert list(PicklistRule.objects.values_list("title", flat=True)) == ["second", "first"]
    change_picklist_rule(first.pk, PicklistRuleFields(title="1st", is_urgent=True), **DO)
    switch_picklist_rule(first.pk, active=False, **DO)
    delete_picklist_rule(second.pk, **DO)
    assert not a_picklist(A=1).urgent
    facts = Fact.objects.filter(subject_kind="picklist_rule", name="picklist_rule.changed").order_by("pk")
    assert [one.data["changes"][0]["field"] for one in facts] == ["position", "title", "retired"]


def test_a_rule_without_deed_or_with_what_is_not_there_is_refused() -> None:
    with pytest.raises(Refused) as refused:
        create_picklist_rule(PicklistRuleFields(title=""), **DO)
    assert {one.code for one in refused.value.problems} == {"missing", "does_nothing"}
    with pytest.raises(Refused) as refused:
        create_picklist_rule(PicklistRuleFields(title="x", profile_id=9, user_id=9), **DO)
    assert {one.path for one in refused.value.problems} == {("profile",), ("assigned_to",)}
    assert (PicklistRule.objects.count(), Warehouse.objects.count()) == (0, 0)
