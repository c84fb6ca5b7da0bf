"""Whose turn it is to do what only one is to do at a time."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Turn(models.Model):
    """A piece of work that one process does at a time, such as the proof of the night.

    Until `until` it is somebody's: who was killed on the way gives it up by that.
    """

    name = models.CharField(max_length=60, unique=True)
    until = models.DateTimeField()

    class Meta:
        constraints = (models.CheckConstraint(condition=~Q(name=""), name="turn_name_given"),)

    def __str__(self) -> str:
        return self.name
