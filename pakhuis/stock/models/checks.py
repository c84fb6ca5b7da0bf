"""What the nightly check of all counts found."""

from __future__ import annotations

from django.db import models


class StockCheck(models.Model):
    """One night's check; `found` lists each deviation in words. An empty list is as it should be."""

    day = models.DateField(unique=True)
    at = models.DateTimeField()
    found = models.JSONField(default=list)

    class Meta:
        ordering = ("-day",)

    def __str__(self) -> str:
        return f"{self.day}: {len(self.found)}"
