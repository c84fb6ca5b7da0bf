"""Rules that are made, moved, switched and deleted while orders are processed: real processes and threads."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from threading import Thread
from typing import Any

import pytest
from django.db import connection

from pakhuis.fulfilment.actions import create_picklist_rule, delete_picklist_rule, process_order
from pakhuis.fulfilment.rule_intake import PicklistRuleFields
from pakhuis.kernel.actor import SYSTEM
from pakhuis.orders.actions import change_order_rule, create_order_rule, delete_order_rule
from pakhuis.orders.conditions import Condition, How, What
from pakhuis.orders.models import Order, OrderRule
from pakhuis.orders.rule_intake import OrderRuleFields
from pakhuis.orders.states import OrderStatus
from tests.concurrency.race import Deed, race
from tests.factories import MOMENT, a_customer, a_warehouse, an_order, lines, stocked

pytestmark = pytest.mark.django_db(transaction=True)
DO: dict[str, Any] = {"by": SYSTEM, "now": MOMENT}
NOWHERE = (Condition(what=What.COUNTRY, how=How.ONE_OF, values=("AQ",)),)
HERE = (Condition(what=What.COUNTRY, how=How.ONE_OF, values=("NL",)),)


def a_rule(title: str) -> OrderRule:
    return create_order_rule(OrderRuleFields(title=title, pause_reason=title, conditions=NOWHERE), **DO)


def places() -> list[int]:
    return list(OrderRule.objects.values_list("position", flat=True))


def test_rules_made_at_once_each_get_a_place_of_their_own() -> None:
    stocked(a_warehouse(), FLYER=9)
    gave = race([("make_rule", {"title": f"Rule {n}", "add": "FLYER"}) for n in range(4)])
    assert gave == ["done"] * 4
    assert places() == [1, 2, 3, 4]


def test_all_at_once_with_orders_and_nothing_is_lost() -> None:
    """No deadlock; every order is processed, and gets no leaflet twice."""
    stocked(a_warehouse(), A=50, FLYER=50)
    rules = [a_rule(f"Rule {n}") for n in range(4)]
    orders = [an_order(a_customer(f"Klant {n}"), lines=lines(A=1)) for n in range(4)]
    deeds: list[Deed] = [
        *(("process", {"order_id": one.pk}) for one in orders),
        ("move_rule", {"rule_id": rules[0].pk, "steps": 3}),
        ("move_rule", {"rule_id": rules[3].pk, "steps": -3}),
        ("switch_rule", {"rule_id": rules[1].pk, "active": False}),
        ("delete_rule", {"rule_id": rules[2].pk}),
        ("make_rule", {"title": "Leaflet", "add": "FLYER"}),
    ]
    assert Counter(race(deeds)) == {"done": len(deeds)}
    assert len(set(places())) == OrderRule.objects.count() == 4
    assert set(Order.objects.values_list("status", flat=True)) == {OrderStatus.PROCESSING}
    for one in orders:
        assert one.lines.filter(code="FLYER").count() <= 1


def processed_while(table: str, deed: Callable[[], object]) -> Order:
    """An order that is processed; when the conditions of rules are about to be read, another begins `deed`.

    The other is given a second: it ends within it, or waits for the order.
    """
    order = an_order(a_customer(), lines=lines(A=1))
    others: list[Thread] = []

    def other() -> None:
        try:
            deed()
        finally:
            connection.close()

    def between(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if f'FROM "{table}"' in sql and not others:
            others.append(Thread(target=other))
            others[0].start()
            others[0].join(1)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(between):
        process_order(order.pk, **DO)
    assert others, "the conditions were read"
    others[0].join(30)
    order.refresh_from_db()
    return order


def test_a_rule_that_is_deleted_meanwhile_does_not_hold_for_want_of_conditions() -> None:
    """Its conditions go with it: what asks nothing holds always."""
    stocked(a_warehouse(), A=9)
    rule = a_rule("Far away")
    order = processed_while("orders_orderrulecondition", lambda: delete_order_rule(rule.pk, **DO))
    assert (order.status, order.pause_reason) == (OrderStatus.PROCESSING, "")
    assert not OrderRule.objects.exists()


def test_a_rule_that_changes_meanwhile_is_the_old_one_or_the_new_one() -> None:
    stocked(a_warehouse(), A=9)
    rule = a_rule("Old reason")
    new = OrderRuleFields(title="New", pause_reason="New reason", conditions=HERE)
    order = processed_while("orders_orderrulecondition", lambda: change_order_rule(rule.pk, new, **DO))
    assert order.pause_reason in ("", "New reason")


def test_a_picklist_rule_that_is_deleted_meanwhile_makes_nothing_urgent() -> None:
    stocked(a_warehouse(), A=9)
    given = PicklistRuleFields(title="Far away", is_urgent=True, conditions=NOWHERE)
    rule = create_picklist_rule(given, **DO)
    deed = "fulfilment_picklistrulecondition"
    order = processed_while(deed, lambda: delete_picklist_rule(rule.pk, **DO))
    assert not order.picklists.get().urgent
