"""Rules of picklists: made, changed, moved, taken out of use, deleted."""

from __future__ import annotations

from dataclasses import dataclass

from pakhuis.accounts.models import User
from pakhuis.fulfilment.models import PicklistRule, PicklistRuleCondition, ShippingProfile
from pakhuis.fulfilment.rule_events import PicklistRuleChanged, PicklistRuleCreated, PicklistRuleDeleted
from pakhuis.fulfilment.rule_intake import PicklistRuleFields
from pakhuis.kernel.checking import Checks, not_found
from pakhuis.kernel.numbers import possible_ids
from pakhuis.orders.actions.rule_book import RuleDoors, RuleFacts
from pakhuis.orders.condition_checks import checked_conditions
from pakhuis.orders.conditions import OF_PICKLIST, Condition
from pakhuis.orders.rule_problems import does_nothing
from pakhuis.orders.rule_queries import asked_of
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


def _told_as_it_stands(rule: PicklistRule) -> dict[str, str]:
    return _Checked(
        title=rule.title,
        conditions=asked_of(rule.conditions.all()),
        profile=rule.shipping_profile,
        person=rule.assigned_to,
        is_urgent=rule.urgent,
    ).texts


def _put(rule: PicklistRule, checked: _Checked) -> None:
    rule.shipping_profile, rule.assigned_to = checked.profile, checked.person
    rule.urgent = checked.is_urgent


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


PICKLIST_RULES = RuleDoors(
    model=PicklistRule,
    conditions=PicklistRuleCondition,
    facts=RuleFacts(created=PicklistRuleCreated, changed=PicklistRuleChanged, deleted=PicklistRuleDeleted),
    subject="rule",
    checked=_checked,
    told=_told_as_it_stands,
    put=_put,
)
"""The doors for rules of picklists."""

create_picklist_rule = PICKLIST_RULES.create
change_picklist_rule = PICKLIST_RULES.change
move_picklist_rule = PICKLIST_RULES.move
switch_picklist_rule = PICKLIST_RULES.switch
delete_picklist_rule = PICKLIST_RULES.remove
