"""Deeds with the account's own rules, for races."""

from __future__ import annotations

from pakhuis.kernel.actor import SYSTEM
from pakhuis.kernel.clock import now
from pakhuis.orders.actions import create_order_rule, delete_order_rule, move_order_rule, switch_order_rule
from pakhuis.orders.rule_intake import GivenRuleProduct, OrderRuleFields
from tests.concurrency.deeds import said


def make_rule(title: str, add: str) -> str:
    """A rule that puts one of a product in every box."""
    given = OrderRuleFields(title=title, products=(GivenRuleProduct(code=add),))
    return said(lambda: create_order_rule(given, by=SYSTEM, now=now()))


def move_rule(rule_id: int, steps: int) -> str:
    return said(lambda: move_order_rule(rule_id, steps=steps, by=SYSTEM, now=now()))


def switch_rule(rule_id: int, active: bool) -> str:
    return said(lambda: switch_order_rule(rule_id, active=active, by=SYSTEM, now=now()))


def delete_rule(rule_id: int) -> str:
    return said(lambda: delete_order_rule(rule_id, by=SYSTEM, now=now()))
