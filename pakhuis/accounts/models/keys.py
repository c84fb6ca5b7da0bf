"""Keys by which other systems use the API; only a hash of each is kept."""

from __future__ import annotations

from django.db import models

from pakhuis.kernel.actor import Actor, ActorKind


class ApiKey(models.Model):
    """One application's key. The key itself is shown once, when it is made."""

    name = models.CharField(max_length=100)
    start = models.CharField(max_length=12, help_text="first characters, to recognise it by")
    digest = models.CharField(max_length=64, unique=True, help_text="SHA-256 of the key, in hex")
    can_write = models.BooleanField(default=True)
    created_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name

    def as_actor(self) -> Actor:
        return Actor(ActorKind.API_KEY, self.pk, self.name)
