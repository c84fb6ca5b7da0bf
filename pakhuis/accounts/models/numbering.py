"""Counters from which numbers are handed out."""

from __future__ import annotations

from django.db import models


class Counter(models.Model):
    """The last number given out in one series (``order:2026``)."""

    series = models.CharField(primary_key=True, max_length=40)
    last = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.series} {self.last}"
