"""Coloured words on customers, products and orders."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Lower


class Tag(models.Model):
    """A coloured word. With `inherit`, new orders take it over from their customer."""

    title = models.CharField(max_length=60)
    color = models.CharField(max_length=7, default="#6b7280", help_text="#rrggbb")
    inherit = models.BooleanField(default=False)

    class Meta:
        ordering = ("title",)
        constraints = (models.UniqueConstraint(Lower("title"), name="tag_title_without_case"),)

    def __str__(self) -> str:
        return self.title
