"""What the own fields of every sort of thing have in common, as tables."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from pakhuis.ownfields.values import OwnFieldKind


class AccountField(models.Model):
    """A field of the account's own. A retired one is asked no more and keeps its values.

    `choices` are the titles that are offered now; a thing keeps the words that were chosen on it.
    """

    title = models.CharField(max_length=100)
    kind = models.CharField(max_length=20)
    required = models.BooleanField(default=False, help_text="of people; others may leave it out")
    choices = models.JSONField(default=list)
    position = models.PositiveIntegerField(default=0)
    retired_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True
        ordering = ("position", "id")
        constraints = (
            models.CheckConstraint(condition=~Q(title=""), name="%(class)s_title_given"),
            models.CheckConstraint(condition=Q(kind__in=tuple(OwnFieldKind)), name="%(class)s_kind_known"),
            models.UniqueConstraint(Lower("title"), name="%(class)s_title_without_case"),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def is_retired(self) -> bool:
        return self.retired_at is not None
