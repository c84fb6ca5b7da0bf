"""Old orders that were fetched and are about to be taken in."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from pakhuis.accounts.models import Webshop


class HistoryPart(models.Model):
    """Some old orders of a shop as it told them, all of one lane; gone as soon as they are taken in.

    A buyer's orders are all in one lane, and a lane is worked off in the order of its parts, one at a time:
    so several workers take in what is old, and each buyer's orders keep their order. `taken_until`: somebody
    works on it; when that is past, they were killed.
    """

    webshop = models.ForeignKey(Webshop, models.CASCADE, related_name="history_parts")
    lane = models.PositiveSmallIntegerField()
    orders = models.TextField(help_text="a JSON list")
    fetched_at = models.DateTimeField()
    taken_until = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(lane__lt=64), name="historypart_lane"),)
        indexes = (models.Index(fields=("webshop", "lane", "id"), name="historypart_next"),)

    def __str__(self) -> str:
        return f"{self.webshop_id}: {self.lane}"
