"""Rules of picklists: made, changed, moved, taken out of use, deleted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import partial

from django.db import transaction

from pakhuis.accounts.models import User
from pakhuis.fulfilment.models import PicklistRule, PicklistRuleCondition, ShippingProfile
from pakhuis.fulfilment.rule_events import PicklistRuleChanged, PicklistRuleCreated, PicklistRuleDeleted
from pakhuis.fulfilment.rule_intake import PicklistRuleFields
from pakhuis.journal.actions import record
from pakhuis.journal.changes import changed_texts
from pakhuis.journal.events import FieldChange
from pakhuis.kernel.actor import Actor
from pakhuis.kernel.checking import Checks, not_found
from pakhuis.kernel.numbers import possible_ids
from pakhuis.orders.actions.rule_book import (
    held_rule,
    last_place,
    move_rule,
    switch_rule,
    write_conditions,
)
from pakhuis.orders.condition_checks import checked_conditions
from pakhuis.orders.conditions import OF_PICKLIST, Condition
from pakhuis.orders.rule_problems import does_nothing
from pakhuis.orders.rule_values import known_values, told_conditions


@dataclass(frozen=True, slots=True, kw_only=True)
class _Checked:
    """A rule that may be written."""

    title: str
    conditions: tuple[Condition, ...]
    profile: ShippingProfile | None
    person: User | None
    is_urgent: bool

    @property
    def texts(self) -> dict[str, str]:
        """The rule in words for the logbook."""
        return {
            "title": self.title,
            "conditions": told_conditions(self.conditions),
            "shipping_profile_id": str(self.profile or ""),
            "assigned_to": self.person.full_name if self.person else "",
            "urgent": str(self.is_urgent),
        }


@transaction.atomic
def create_picklist_rule(given: PicklistRuleFields, *, by: Actor, now: datetime) -> PicklistRule:
    """A new rule, the last in the order, so that it overrides those before it."""
    checked = _checked(given)
    rule = PicklistRule(position=last_place(PicklistRule))
    _put(rule, checked)
    record([PicklistRuleCreated(id=rule.pk, label=rule.title)], by=by, now=now)
    return rule


@transaction.atomic
def change_picklist_rule(
    rule_id: int, given: PicklistRuleFields, *, by: Actor, now: datetime
) -> PicklistRule:
    """Make the rule as given; picklists that are there already stay as they are."""
    rule = held_rule(PicklistRule, rule_id)
    checked = _checked(given)
    before = _Checked(
        title=rule.title,
        conditions=(),
        profile=rule.shipping_profile,
        person=rule.assigned_to,
        is_urgent=rule.urgent,
    ).texts
    before["conditions"] = told_conditions(rule.conditions.all())
    changes = changed_texts(before, checked.texts)
    _put(rule, checked)
    if changes:
        _tell_change(rule, changes, by=by, now=now)
    return rule


@transaction.atomic
def move_picklist_rule(rule_id: int, *, steps: int, by: Actor, now: datetime) -> None:
    """Let a rule be gone through later, or earlier."""
    move_rule(PicklistRule, rule_id, steps=steps, changed=partial(_tell_change, by=by, now=now))


@transaction.atomic
def switch_picklist_rule(rule_id: int, *, active: bool, by: Actor, now: datetime) -> None:
    """Take a rule out of use, or into use again."""
    switch_rule(PicklistRule, rule_id, active=active, changed=partial(_tell_change, by=by, now=now))


@transaction.atomic
def delete_picklist_rule(rule_id: int, *, by: Actor, now: datetime) -> None:
    """Delete a rule; what it set stays."""
    rule = held_rule(PicklistRule, rule_id)
    record([PicklistRuleDeleted(id=rule.pk, label=rule.title)], by=by, now=now)
    rule.delete()


def _tell_change(rule: PicklistRule, changes: tuple[FieldChange, ...], *, by: Actor, now: datetime) -> None:
    record([PicklistRuleChanged(id=rule.pk, label=rule.title, changes=changes)], by=by, now=now)


def _put(rule: PicklistRule, checked: _Checked) -> None:
    rule.title, rule.urgent = checked.title, checked.is_urgent
    rule.shipping_profile, rule.assigned_to = checked.profile, checked.person
    rule.save()
    write_conditions(PicklistRuleCondition, rule, checked.conditions)


def _checked(given: PicklistRuleFields) -> _Checked:
    checks = Checks()
    title = checks.text(("title",), given.title, limit=100, required=True)
    conditions = checked_conditions(
        given.conditions, checks, allowed=OF_PICKLIST, known=known_values(given.conditions)
    )
    profile = ShippingProfile.objects.filter(pk__in=possible_ids([given.profile_id or 0])).first()
    if given.profile_id is not None and profile is None:
        checks.add(not_found("shipping profile", ("profile",)))
    person = User.objects.filter(pk__in=possible_ids([given.user_id or 0])).first()
    if given.user_id is not None and person is None:
        checks.add(not_found("user", ("assigned_to",)))
    if not (given.profile_id or given.user_id or given.is_urgent):
        checks.add(does_nothing())
    checks.refuse_if_any()
    return _Checked(
        title=title, conditions=conditions, profile=profile, person=person, is_urgent=given.is_urgent
    )
