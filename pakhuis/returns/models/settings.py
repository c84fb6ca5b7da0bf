"""What an account says about its returns: why goods come back, and where a return can stand."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class ReturnReason(models.Model):
    """Why a customer sends something back. A retired one stays where it is, and is chosen no more."""

    name = models.CharField(max_length=100, unique=True)
    active = models.BooleanField(default=True)

    class Meta:
        ordering = ("name",)
        constraints = (models.CheckConstraint(condition=~Q(name=""), name="returnreason_name_given"),)

    def __str__(self) -> str:
        return self.name


class ReturnStatus(models.Model):
    """Where a return can stand. New ones get the default; one that `ends` means nothing is to be done."""

    name = models.CharField(max_length=100, unique=True)
    color = models.CharField(max_length=7, default="#64748b")
    position = models.PositiveIntegerField(default=0)
    is_default = models.BooleanField(default=False)
    ends = models.BooleanField(default=False)
    active = models.BooleanField(default=True)

    class Meta:
        ordering = ("position", "id")
        constraints = (
            models.CheckConstraint(condition=~Q(name=""), name="returnstatus_name_given"),
            models.CheckConstraint(
                condition=Q(is_default=False) | Q(active=True), name="returnstatus_default_is_active"
            ),
            models.UniqueConstraint(
                fields=("is_default",), condition=Q(is_default=True), name="returnstatus_one_default"
            ),
        )

    def __str__(self) -> str:
        return self.name
