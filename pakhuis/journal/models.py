"""Facts (logbook and outbox in one), who wants to hear of them, and what was delivered."""

from __future__ import annotations

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q

from pakhuis.kernel.actor import ActorKind


class Fact(models.Model):
    """Something that happened to a subject (``customer`` 12); never changed, never deleted."""

    name = models.CharField(max_length=60)
    subject_kind = models.CharField(max_length=20)
    subject_id = models.PositiveBigIntegerField()
    data = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    actor_kind = models.CharField(max_length=20)
    actor_id = models.PositiveBigIntegerField(null=True)
    actor_label = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=~Q(name=""), name="fact_name_given"),
            models.CheckConstraint(condition=Q(actor_kind__in=tuple(ActorKind)), name="fact_actor_known"),
        )
        indexes = (models.Index(fields=("subject_kind", "subject_id", "-id"), name="fact_of_subject"),)

    def __str__(self) -> str:
        return f"{self.name} {self.subject_kind} {self.subject_id}"
