"""One change on all customers that a filter shows, carried out in the background."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from pakhuis.accounts.models import User
from pakhuis.customers.states import DEED_STATES, DEEDS, DeedState


class BulkDeed(models.Model):
    """A change on many customers and how far it is.

    `query` is the filter as it stands in the address of the overview, empty once the deed is over: somebody's
    name may be in it. `choice_id` is the tag or the price list, where the deed needs one. Customers are taken
    in the order of their ids: up to `position` all is done, and those above `highest` came later.
    """

    deed = models.CharField(max_length=20)
    choice_id = models.PositiveBigIntegerField(null=True)
    query = models.TextField(blank=True, default="")
    user = models.ForeignKey(User, models.PROTECT, related_name="bulk_deeds")
    state = models.CharField(max_length=10, default=DeedState.WORKING)
    position = models.PositiveBigIntegerField(default=0)
    highest = models.PositiveBigIntegerField()
    changed = models.PositiveIntegerField(default=0)
    problems = models.JSONField(default=list, help_text="why it was refused")
    begun_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(deed__in=DEEDS), name="bulkdeed_deed_known"),
            models.CheckConstraint(condition=Q(state__in=DEED_STATES), name="bulkdeed_state_known"),
            models.CheckConstraint(
                condition=Q(state=DeedState.WORKING, finished_at=None)
                | ~Q(state=DeedState.WORKING) & Q(finished_at__isnull=False, query=""),
                name="bulkdeed_over_or_not",
            ),
        )

    def __str__(self) -> str:
        return f"{self.deed} {self.pk}"

    @property
    def is_over(self) -> bool:
        return self.state != DeedState.WORKING

    @property
    def percent(self) -> int:
        """How far it is, by ids."""
        return 100 * min(self.position, self.highest) // max(self.highest, 1)
