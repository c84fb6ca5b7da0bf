"""People who log in, and what each may do."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from pakhuis.accounts.languages import LANGUAGES
from pakhuis.accounts.rights import ALL_RIGHTS, Right
from pakhuis.kernel.actor import Actor, ActorKind


class User(AbstractUser):
    """A person who works with Pakhuis. `is_superuser` is an administrator: all rights."""

    language = models.CharField(max_length=2, blank=True, default="")

    class Meta(AbstractUser.Meta):
        constraints = (
            models.UniqueConstraint(Lower("username"), name="user_username_without_case"),
            models.CheckConstraint(condition=Q(language__in=("", *LANGUAGES)), name="user_language_known"),
        )

    @property
    def full_name(self) -> str:
        return self.get_full_name() or self.username

    def as_actor(self) -> Actor:
        return Actor(ActorKind.PERSON, self.pk, self.full_name)

    def granted_rights(self) -> frozenset[Right]:
        """Every right of this user (one query; none for an administrator)."""
        if not self.is_active:
            return frozenset()
        if self.is_superuser:
            return ALL_RIGHTS
        return frozenset(Right(right) for right in self.rights.values_list("right", flat=True))


class UserRight(models.Model):
    """One right granted to one user."""

    user = models.ForeignKey(User, models.CASCADE, related_name="rights")
    right = models.CharField(max_length=40)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("user", "right"), name="userright_once"),
            models.CheckConstraint(condition=Q(right__in=tuple(Right)), name="userright_known"),
        )

    def __str__(self) -> str:
        return self.right
