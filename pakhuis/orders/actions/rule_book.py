"""The verbs by which an account makes, changes, orders and deletes rules of one sort."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, Protocol, TypeVar

from django.db import transaction
from django.db.models import Max

from pakhuis.accounts.actions import claim
from pakhuis.bulk.writing import AT_ONCE
from pakhuis.journal.actions import record
from pakhuis.journal.changes import changed_texts
from pakhuis.journal.events import Event, FieldChange
from pakhuis.kernel.actor import Actor
from pakhuis.kernel.checking import not_found
from pakhuis.kernel.numbers import possible_ids
from pakhuis.kernel.problem import Refused
from pakhuis.orders.conditions import Condition
from pakhuis.orders.models import Rule, RuleCondition


class CheckedRule(Protocol):
    """A rule that may be written; `texts` tell it to the logbook."""

    @property
    def title(self) -> str: ...
    @property
    def conditions(self) -> tuple[Condition, ...]: ...
    @property
    def texts(self) -> Mapping[str, str]: ...


R = TypeVar("R", bound=Rule)
G = TypeVar("G")
C = TypeVar("C", bound=CheckedRule)


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleFacts:
    """The facts that tell of rules of one sort; each takes `id` and `label`, a change also `changes`."""

    created: Callable[..., Event]
    changed: Callable[..., Event]
    deleted: Callable[..., Event]


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleDoors(Generic[R, G, C]):
    """The doors for rules of one sort: their tables, their facts, and what is their own.

    `checked` makes of what was handed in a rule that may be written, or refuses with everything that is
    wrong; `told` is a rule as it stands, in words for the logbook; `put` sets its columns and `children`
    writes what belongs to it besides conditions. `subject` is what it is called where none is found.
    """

    model: type[R]
    conditions: type[RuleCondition]
    facts: RuleFacts
    subject: str
    checked: Callable[[G], C]
    told: Callable[[R], Mapping[str, str]]
    put: Callable[[R, C], None]
    children: Callable[[R, C], None] = lambda _rule, _checked: None

    @transaction.atomic
    def create(self, given: G, *, by: Actor, now: datetime) -> R:
        """A new rule, the last in the order, so that it overrides those before it."""
        checked = self.checked(given)
        self._claim()
        last = self.model._default_manager.aggregate(last=Max("position"))["last"] or 0
        rule = self.model(position=last + 1)
        self._write(rule, checked)
        record([self.facts.created(id=rule.pk, label=rule.title)], by=by, now=now)
        return rule

    @transaction.atomic
    def change(self, rule_id: int, given: G, *, by: Actor, now: datetime) -> R:
        """Make the rule as given; what it did before stays."""
        rule = self._held(rule_id)
        checked = self.checked(given)
        changes = changed_texts(self.told(rule), checked.texts)
        self._write(rule, checked)
        self._tell(rule, changes, by=by, now=now)
        return rule

    @transaction.atomic
    def move(self, rule_id: int, *, steps: int, by: Actor, now: datetime) -> None:
        """Put a rule so many places later (negative: earlier); at the ends it stays.

        All are locked in the order in which they are gone through, as whoever goes through them does.
        """
        rule = self._held(rule_id)
        rules = list(self.model._default_manager.select_for_update(no_key=True).order_by("position", "pk"))
        old = [one.pk for one in rules].index(rule.pk)
        new = min(max(0, old + steps), len(rules) - 1)
        if new == old:
            return
        rules.insert(new, rules.pop(old))
        for place, one in enumerate(rules, start=1):
            one.position = place
        self.model._default_manager.bulk_update(rules, ["position"], batch_size=AT_ONCE)
        change = FieldChange(field="position", old=str(old + 1), new=str(new + 1))
        self._tell(rule, (change,), by=by, now=now)

    @transaction.atomic
    def switch(self, rule_id: int, *, active: bool, by: Actor, now: datetime) -> None:
        """Take a rule out of use, or into use again."""
        rule = self._held(rule_id)
        if rule.active == active:
            return
        rule.active = active
        rule.save(update_fields=["active"])
        change = FieldChange(field="retired", old=str(active), new=str(not active))
        self._tell(rule, (change,), by=by, now=now)

    @transaction.atomic
    def remove(self, rule_id: int, *, by: Actor, now: datetime) -> None:
        """Delete a rule; what it did stays."""
        rule = self._held(rule_id)
        record([self.facts.deleted(id=rule.pk, label=rule.title)], by=by, now=now)
        rule.delete()

    def _claim(self) -> None:
        """Whoever else changes rules of this sort waits, as places are given out among all of them."""
        claim(f"rules:{self.model._meta.label_lower}")

    def _held(self, rule_id: int) -> R:
        self._claim()
        found = self.model._default_manager.filter(pk__in=possible_ids([rule_id])).first()
        if found is None:
            raise Refused([not_found(self.subject)])
        return found

    def _write(self, rule: R, checked: C) -> None:
        rule.title = checked.title
        self.put(rule, checked)
        rule.save()
        of_rule = {"rule": rule}
        self.conditions._default_manager.filter(**of_rule).delete()
        self.conditions._default_manager.bulk_create(
            self.conditions(**of_rule, what=one.what, how=one.how, values=list(one.values))
            for one in checked.conditions
        )
        self.children(rule, checked)

    def _tell(self, rule: R, changes: tuple[FieldChange, ...], *, by: Actor, now: datetime) -> None:
        if changes:
            record([self.facts.changed(id=rule.pk, label=rule.title, changes=changes)], by=by, now=now)
