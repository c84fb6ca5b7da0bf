"""Presets of batches: which picklists of a queue are picked in one walk."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from pakhuis.fulfilment.batch_rules import MOST_PICKLISTS
from pakhuis.fulfilment.states import BatchKind
from pakhuis.orders.models import Rule, RuleCondition
from pakhuis.stock.models import Warehouse


class BatchPreset(Rule):
    """The first so many of a warehouse's queue that meet all conditions."""

    warehouse = models.ForeignKey(Warehouse, models.CASCADE, related_name="batch_presets")
    kind = models.CharField(max_length=10, default=BatchKind.NORMAL)
    count = models.PositiveIntegerField()

    class Meta:
        ordering = ("position", "id")
        constraints = (
            models.CheckConstraint(condition=~Q(title=""), name="batchpreset_title_given"),
            models.CheckConstraint(condition=Q(kind__in=tuple(BatchKind)), name="batchpreset_kind_known"),
            models.CheckConstraint(condition=Q(count__range=(1, MOST_PICKLISTS)), name="batchpreset_count"),
        )


class BatchPresetCondition(RuleCondition):
    """One thing a preset asks of a picklist."""

    rule = models.ForeignKey(BatchPreset, models.CASCADE, related_name="conditions")
