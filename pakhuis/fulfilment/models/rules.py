"""Rules of picklists: gone through when a picklist is made."""

from __future__ import annotations

from django.db import models

from pakhuis.accounts.models import User
from pakhuis.fulfilment.models.shipping import ShippingProfile
from pakhuis.orders.models import Rule, RuleCondition


class PicklistRule(Rule):
    """What is set on a new picklist that meets all conditions."""

    shipping_profile = models.ForeignKey(
        ShippingProfile, models.SET_NULL, null=True, related_name="picklist_rules"
    )
    assigned_to = models.ForeignKey(User, models.SET_NULL, null=True, related_name="picklist_rules")
    urgent = models.BooleanField(default=False)


class PicklistRuleCondition(RuleCondition):
    """One thing a picklist rule asks."""

    rule = models.ForeignKey(PicklistRule, models.CASCADE, related_name="conditions")
