"""What every kind of rule has in common: its place, whether it is in use, its conditions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from django.db.models import Max

from pakhuis.accounts.actions import claim
from pakhuis.journal.events import FieldChange
from pakhuis.kernel.checking import not_found
from pakhuis.kernel.numbers import possible_ids
from pakhuis.kernel.problem import Refused
from pakhuis.orders.conditions import Condition
from pakhuis.orders.models import Rule, RuleCondition

SomeRule = TypeVar("SomeRule", bound=Rule)
Changed = Callable[[SomeRule, tuple[FieldChange, ...]], None]
"""Records what changed of a rule."""


def held_rule(kind: type[SomeRule], rule_id: int) -> SomeRule:
    """The rule; whoever else changes rules of this kind waits, as places are given out among all of them."""
    claim(f"rules:{kind._meta.label_lower}")
    found = kind._default_manager.filter(pk__in=possible_ids([rule_id])).first()
    if found is None:
        raise Refused([not_found("rule")])
    return found


def last_place(kind: type[Rule]) -> int:
    """The place behind all others."""
    claim(f"rules:{kind._meta.label_lower}")
    return 1 + (kind._default_manager.aggregate(last=Max("position"))["last"] or 0)


def move_rule(kind: type[SomeRule], rule_id: int, *, steps: int, changed: Changed[SomeRule]) -> None:
    """Put a rule so many places later (negative: earlier); at the ends it stays."""
    rule = held_rule(kind, rule_id)
    rules = list(kind._default_manager.order_by("position", "pk"))
    old = [one.pk for one in rules].index(rule.pk)
    new = min(max(0, old + steps), len(rules) - 1)
    if new == old:
        return
    rules.insert(new, rules.pop(old))
    for place, one in enumerate(rules, start=1):
        one.position = place
    kind._default_manager.bulk_update(rules, ["position"])
    changed(rule, (FieldChange(field="position", old=str(old + 1), new=str(new + 1)),))


def switch_rule(kind: type[SomeRule], rule_id: int, *, active: bool, changed: Changed[SomeRule]) -> None:
    """Take a rule out of use, or into use again."""
    rule = held_rule(kind, rule_id)
    if rule.active == active:
        return
    rule.active = active
    rule.save(update_fields=["active"])
    changed(rule, (FieldChange(field="retired", old=str(active), new=str(not active)),))


def write_conditions(kind: type[RuleCondition], rule: Rule, conditions: Sequence[Condition]) -> None:
    """Replace what the rule asks."""
    of_rule = {"rule": rule}
    kind._default_manager.filter(**of_rule).delete()
    kind._default_manager.bulk_create(
        kind(**of_rule, what=one.what, how=one.how, values=list(one.values)) for one in conditions
    )
