"""Keys by which other systems use the API; only a hash of each is kept."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from pakhuis.accounts.rights import ALL_RIGHTS, Right
from pakhuis.kernel.actor import Actor, ActorKind


class ApiKey(models.Model):
    """One application's key. The key itself is shown once, when it is made."""

    name = models.CharField(max_length=100)
    start = models.CharField(max_length=12, help_text="first characters, to recognise it by")
    digest = models.CharField(max_length=64, unique=True, help_text="SHA-256 of the key, in hex")
    can_write = models.BooleanField(default=True)
    has_all_rights = models.BooleanField(default=True, help_text="else only those in its rows")
    created_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name

    def as_actor(self) -> Actor:
        return Actor(ActorKind.API_KEY, self.pk, self.name)

    def granted_rights(self) -> frozenset[Right]:
        """Every right of this key (one query; none for a key with all of them)."""
        if self.revoked_at is not None:
            return frozenset()
        if self.has_all_rights:
            return ALL_RIGHTS
        return frozenset(Right(right) for right in self.rights.values_list("right", flat=True))


class ApiKeyRight(models.Model):
    """One right granted to one key."""

    key = models.ForeignKey(ApiKey, models.CASCADE, related_name="rights")
    right = models.CharField(max_length=40)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("key", "right"), name="apikeyright_once"),
            models.CheckConstraint(condition=Q(right__in=tuple(Right)), name="apikeyright_known"),
        )

    def __str__(self) -> str:
        return self.right
