"""The account's own rules of orders: gone through at processing, told in the logbook, safe to repeat."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pakhuis.accounts.actions import create_tag, create_template
from pakhuis.accounts.models import Template
from pakhuis.catalogue.models import Product
from pakhuis.customers.models import Customer
from pakhuis.fulfilment.actions import process_order, reopen_order
from pakhuis.journal.models import Fact
from pakhuis.kernel.actor import SYSTEM
from pakhuis.kernel.problem import Refused
from pakhuis.orders.actions import (
    change_order_rule,
    create_order_rule,
    delete_order_rule,
    move_order_rule,
    switch_order_rule,
)
from pakhuis.orders.conditions import Condition, How, What
from pakhuis.orders.models import Order, OrderRule
from pakhuis.orders.rule_intake import GivenRuleProduct, OrderRuleFields
from pakhuis.orders.states import OrderStatus
from pakhuis.stock.models import Warehouse
from tests.factories import MOMENT, a_customer, a_product, a_warehouse, an_order, lines, stocked

pytestmark = pytest.mark.django_db
DO: dict[str, Any] = {"by": SYSTEM, "now": MOMENT}
BIG = Condition(what=What.TOTAL, how=How.BETWEEN, values=("100", ""))


@pytest.fixture
def house(db: None) -> Warehouse:
    house = a_warehouse("Delft")
    stocked(house, A=50, FLYER=50)
    return house


def a_rule(title: str = "Rule", **given: Any) -> OrderRule:
    return create_order_rule(OrderRuleFields(title=title, **given), **DO)


def asks(what: What, how: How, *values: str) -> tuple[Condition, ...]:
    return (Condition(what=what, how=how, values=values),)


def processed(customer: Customer | None = None, **given: Any) -> Order:
    order = an_order(customer or a_customer(), **{"lines": lines(A=2), **given})
    return process_order(order.pk, **DO)


def told(order: Order) -> list[dict[str, Any]]:
    return [one.data for one in Fact.objects.filter(name="order.ruled", subject_id=order.pk)]


def test_a_rule_sets_template_tags_and_adds_a_leaflet(house: Warehouse) -> None:
    template = create_template("Gifts", is_default=False, **DO)
    tag = create_tag("Gift", color="#ff0000", inherit=False, **DO)
    a_rule("Gifts", template_id=template.pk, tag_ids=(tag.pk,), products=(GivenRuleProduct(code="FLYER"),))
    order = processed()
    order.refresh_from_db()
    assert (order.template, list(order.tags.all())) == (template, [tag])
    assert order.sources["template"][:2] == ["rule", "Gifts"]
    flyer = order.lines.get(code="FLYER")
    assert (flyer.amount, flyer.price, flyer.price_source[:2]) == (1, 0, ["rule", "Gifts"])
    picked = order.picklists.get().lines.values_list("product__code", "amount")
    assert sorted(picked) == [("A", 2), ("FLYER", 1)]
    (fact,) = told(order)
    assert fact["rules"] == ["Gifts"]
    assert [one["field"] for one in fact["changes"]] == ["template", "tags", "lines.2"]


@pytest.mark.parametrize(("price", "kept"), [(None, "10"), ("2.50", "2.5"), (0, "0")])
def test_a_product_costs_what_the_rule_says(house: Warehouse, price: Any, kept: str) -> None:
    a_rule(products=(GivenRuleProduct(code="FLYER", amount=3, price=price),))
    line = processed().lines.get(code="FLYER")
    assert (line.amount, line.price) == (3, Decimal(kept))


def test_a_rule_chooses_the_warehouse(house: Warehouse) -> None:
    other = a_warehouse("Gent", priority=9, accepts_orders=False)
    stocked(other, A=50)
    a_rule(warehouse_ids=(other.pk,), conditions=asks(What.COUNTRY, How.ONE_OF, "NL"))
    assert processed().picklists.get().warehouse == other


def test_a_rule_pauses_with_its_picklists(house: Warehouse) -> None:
    a_rule(pause_reason="Check big orders", conditions=(BIG,))
    small, big = processed(), processed(a_customer("B"), lines=lines(A=20))
    assert small.status == OrderStatus.PROCESSING
    assert (big.status, big.pause_reason) == (OrderStatus.PAUSED, "Check big orders")
    assert big.picklists.get().status == "paused"
    names = Fact.objects.filter(subject_kind="order", subject_id=big.pk).order_by("pk")
    assert list(names.values_list("name", flat=True)) == [
        "order.placed",
        "order.ruled",
        "order.processed",
        "order.paused",
    ]
    assert told(small) == []


def test_conditions_look_at_the_whole_order(house: Warehouse) -> None:
    tag = create_tag("VIP", color="#ff0000", inherit=True, **DO)
    held = a_rule(
        "all",
        pause_reason="x",
        conditions=(
            Condition(what=What.TAGS, how=How.ALL_OF, values=(str(tag.pk),)),
            Condition(what=What.ZIPCODE, how=How.ONE_OF, values=("2611",)),
            Condition(what=What.PRODUCTS, how=How.ONLY, values=(str(Product.objects.get(code="A").pk),)),
            Condition(what=What.PIECES, how=How.BETWEEN, values=("2", "2")),
            Condition(what=What.WEBSHOP, how=How.ONE_OF, values=("0",)),
            Condition(what=What.REMARKS, how=How.GIVEN),
            Condition(what=What.WISHED_DAY, how=How.NOT_GIVEN),
        ),
    )
    vip = a_customer(tag_ids=(tag.pk,))
    assert processed(vip, remarks="Ring twice").status == OrderStatus.PAUSED
    assert processed(vip).status == OrderStatus.PROCESSING
    assert processed(a_customer("B"), remarks="Ring twice").status == OrderStatus.PROCESSING
    assert held.conditions.count() == 7


def test_what_is_put_on_every_order_of_a_customer_is_no_remark(house: Warehouse) -> None:
    a_rule(pause_reason="x", conditions=asks(What.REMARKS, How.GIVEN))
    regular = a_customer(default_order_remarks="At the back")
    assert processed(regular).status == OrderStatus.PROCESSING
    assert processed(regular, remarks="Not on Monday").status == OrderStatus.PAUSED


def test_processing_anew_adds_nothing_twice(house: Warehouse) -> None:
    a_rule(products=(GivenRuleProduct(code="FLYER"),))
    order = processed()
    reopen_order(order.pk, **DO)
    process_order(order.pk, **DO)
    assert order.lines.filter(code="FLYER").count() == 1
    assert len(told(order)) == 1


def test_without_a_rule_that_holds_nothing_is_asked_twice(house: Warehouse) -> None:
    def queries() -> int:
        order = an_order(a_customer(), lines=lines(A=1))
        with CaptureQueriesContext(connection) as captured:
            process_order(order.pk, **DO)
        return len(captured)

    without = queries()
    rule = a_rule(pause_reason="x", conditions=(BIG,))
    assert queries() <= without + 6
    switch_order_rule(rule.pk, active=False, **DO)
    assert queries() == without


def test_a_rule_that_is_switched_off_or_names_what_is_retired_is_passed_over(house: Warehouse) -> None:
    off = a_rule("off", pause_reason="x")
    switch_order_rule(off.pk, active=False, **DO)
    gone = a_warehouse("Gone", priority=5, accepts_orders=False)
    a_rule("gone", warehouse_ids=(gone.pk,))
    Warehouse.objects.filter(pk=gone.pk).update(active=False)
    order = processed()
    assert (order.status, order.picklists.get().warehouse) == (OrderStatus.PROCESSING, house)


def test_the_order_of_rules_is_theirs_to_change(house: Warehouse) -> None:
    first, second = a_rule("first", pause_reason="one"), a_rule("second", pause_reason="two")
    assert processed().pause_reason == "two"
    move_order_rule(second.pk, steps=-1, **DO)
    assert list(OrderRule.objects.values_list("title", flat=True)) == ["second", "first"]
    assert processed(a_customer("B")).pause_reason == "one"
    move_order_rule(first.pk, steps=5, **DO)
    delete_order_rule(first.pk, **DO)
    names = Fact.objects.filter(subject_kind="order_rule").order_by("pk").values_list("name", flat=True)
    assert list(names) == [
        "order_rule.created",
        "order_rule.created",
        "order_rule.changed",
        "order_rule.deleted",
    ]


def test_a_change_tells_what_is_different(house: Warehouse) -> None:
    rule = a_rule("Old", pause_reason="x", products=(GivenRuleProduct(code="FLYER"),))
    given = OrderRuleFields(
        title="New", pause_reason="x", conditions=(BIG,), products=(GivenRuleProduct(code="A", amount=2),)
    )
    change_order_rule(rule.pk, given, **DO)
    change_order_rule(rule.pk, given, **DO)
    (fact,) = Fact.objects.filter(name="order_rule.changed")
    assert [(one["field"], one["new"]) for one in fact.data["changes"]] == [
        ("title", "New"),
        ("conditions", "total between 100.00,"),
        ("products", "2 × A à 0"),
    ]


def test_all_that_is_wrong_is_told_at_once_and_nothing_is_written(house: Warehouse) -> None:
    a_product("B")
    bad = OrderRuleFields(
        title=" ",
        template_id=999,
        warehouse_ids=(999,),
        tag_ids=(999,),
        products=(
            GivenRuleProduct(code="NO"),
            GivenRuleProduct(code="B", amount=0),
            GivenRuleProduct(code="B"),
        ),
        conditions=asks(What.COUNTRY, How.ONE_OF, "XX"),
    )
    with pytest.raises(Refused) as refused:
        create_order_rule(bad, **DO)
    assert {one.path for one in refused.value.problems} == {
        ("title",),
        ("template",),
        ("warehouses",),
        ("tags",),
        ("products", 0),
        ("products", 1),
        ("products", 2),
        ("conditions", What.COUNTRY),
    }
    with pytest.raises(Refused) as refused:
        create_order_rule(OrderRuleFields(title="Nothing"), **DO)
    assert [one.code for one in refused.value.problems] == ["does_nothing"]
    for deed in (
        lambda: change_order_rule(999, OrderRuleFields(title="x", pause_reason="x"), **DO),
        lambda: delete_order_rule(999, **DO),
        lambda: move_order_rule(999, steps=1, **DO),
    ):
        with pytest.raises(Refused):
            deed()
    assert OrderRule.objects.count() == 0
    assert not Template.objects.filter(name="x").exists()
