"""Coloured words on customers, products and orders."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower


class Tag(models.Model):
    """A coloured word. With `inherit`, new orders take it over from their customer."""

    title = models.CharField(max_length=60)
    color = models.CharField(max_length=7, default="#6b7280", help_text="#rrggbb")
    inherit = models.BooleanField(default=False)
    active = models.BooleanField(default=True, help_text="else retired: kept where it is, chosen no more")

    class Meta:
        ordering = ("title",)
        constraints = (
            models.UniqueConstraint(
                Lower("title"), condition=Q(active=True), name="tag_title_without_case_in_use"
            ),
        )

    def __str__(self) -> str:
        return self.title
