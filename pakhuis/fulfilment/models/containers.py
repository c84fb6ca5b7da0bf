"""Picking containers: the crates and trolleys in which goods are gathered."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from pakhuis.fulfilment.models.picklists import Picklist
from pakhuis.fulfilment.states import OPEN_STATUSES


class PickingContainer(models.Model):
    """A crate with a name on it, in which one picklist is gathered. It is free again when that is done."""

    name = models.CharField(max_length=60)
    picklist = models.OneToOneField(Picklist, models.SET_NULL, null=True, related_name="container")
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        ordering = ("name",)
        constraints = (
            models.CheckConstraint(condition=~Q(name=""), name="pickingcontainer_name_given"),
            models.UniqueConstraint(Lower("name"), name="pickingcontainer_name_without_case"),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def holds(self) -> Picklist | None:
        """What is gathered in it now; what was closed or cancelled has left it. Reads the picklist."""
        is_open = self.picklist is not None and self.picklist.status in OPEN_STATUSES
        return self.picklist if is_open else None
