"""Answers kept for a client that asks the same thing again because it never heard the first one."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from pakhuis.accounts.models.keys import ApiKey


class KeptAnswer(models.Model):
    """What was answered to one request of one key, by the name the client gave that request."""

    key = models.ForeignKey(ApiKey, models.CASCADE, related_name="kept_answers")
    name = models.CharField(max_length=255, help_text="the header Idempotency-Key")
    digest = models.CharField(max_length=64, help_text="SHA-256 of path and body, in hex")
    status = models.PositiveSmallIntegerField()
    body = models.TextField(blank=True, default="")
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=~Q(name=""), name="keptanswer_name_given"),
            models.CheckConstraint(condition=Q(status__range=(200, 499)), name="keptanswer_status"),
            models.UniqueConstraint(fields=("key", "name"), name="keptanswer_once"),
        )
        indexes = (models.Index(fields=("at",), name="keptanswer_by_age"),)

    def __str__(self) -> str:
        return f"{self.key_id}: {self.name}"
