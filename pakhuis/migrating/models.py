"""Where a move stands: the account, each run over it, how far each step is, what became of every thing."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from pakhuis.migrating.states import Outcome, Resource

HELD = (-(10**18), 10**18)
"""What things can hold together; one of them holds at most a millionth of it."""


class SourceAccount(models.Model):
    """An account that is moved here, by its address. Its key is kept nowhere."""

    address = models.CharField(max_length=200, unique=True)

    def __str__(self) -> str:
        return self.address


class MovingRun(models.Model):
    """One run over all that the account has; one that was broken off goes on, a finished one is a report."""

    source = models.ForeignKey(SourceAccount, models.CASCADE, related_name="runs")
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("source",), condition=Q(finished_at=None), name="movingrun_one_at_a_time"
            ),
        )

    def __str__(self) -> str:
        return f"{self.source_id}: {self.started_at}"


class MovingStep(models.Model):
    """How far a run is with one kind of thing.

    `read` counts things, `total` adds up what they hold (pieces, money): counted while reading, so that the
    report can be checked against the things. `turn` says which list it was at.
    """

    run = models.ForeignKey(MovingRun, models.CASCADE, related_name="steps")
    resource = models.CharField(max_length=20)
    turn = models.PositiveIntegerField(default=0)
    read = models.PositiveIntegerField(default=0)
    total = models.DecimalField(max_digits=24, decimal_places=4, default=0)
    is_done = models.BooleanField(default=False)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("run", "resource"), name="movingstep_once"),
            models.CheckConstraint(
                condition=Q(resource__in=tuple(Resource)), name="movingstep_resource_known"
            ),
            models.CheckConstraint(condition=Q(total__range=HELD), name="movingstep_total"),
        )

    def __str__(self) -> str:
        return f"{self.run_id}: {self.resource}"


class MovedThing(models.Model):
    """One thing of the account, by its id there, and what became of it: nothing is ever moved twice.

    `target_id` is its row here. `amount` is what it holds (pieces, money), null for what holds nothing.
    `notes` are reasons and remarks as stored problems, `detail` what later steps need of it.
    """

    source = models.ForeignKey(SourceAccount, models.CASCADE, related_name="things")
    resource = models.CharField(max_length=20)
    key = models.CharField(max_length=80, help_text="its id at the source, or several with : between them")
    label = models.CharField(max_length=200, blank=True, default="", help_text="as people know it")
    outcome = models.CharField(max_length=10)
    target_id = models.PositiveBigIntegerField(null=True)
    amount = models.DecimalField(max_digits=24, decimal_places=4, null=True)
    notes = models.JSONField(default=list)
    detail = models.JSONField(default=dict)
    made_in = models.ForeignKey(MovingRun, models.CASCADE, null=True, related_name="made")
    seen_in = models.ForeignKey(MovingRun, models.CASCADE, related_name="seen")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("source", "resource", "key"), name="movedthing_once"),
            models.CheckConstraint(
                condition=Q(resource__in=tuple(Resource)), name="movedthing_resource_known"
            ),
            models.CheckConstraint(condition=Q(outcome__in=tuple(Outcome)), name="movedthing_outcome_known"),
            models.CheckConstraint(condition=Q(amount__range=HELD), name="movedthing_amount"),
            models.CheckConstraint(
                condition=Q(outcome=Outcome.LEFT) | Q(target_id__isnull=False),
                name="movedthing_is_somewhere",
            ),
        )
        indexes = (models.Index(fields=("seen_in", "resource", "outcome"), name="movedthing_of_run"),)

    def __str__(self) -> str:
        return f"{self.resource} {self.key}: {self.outcome}"
