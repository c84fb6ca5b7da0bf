"""How to reach a webshop, and how far we are with asking it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from pakhuis.accounts.models import Webshop


class Connection(models.Model):
    """The address and declared settings of a shop; secrets are encrypted (`outside.secrets`).

    `is_live`: else it only imports, and nothing is told to it. The window counts calls for shops with a rate.
    `quiet_until`: it gave no answer so many times (`silences`), and is not called before then. `slow_until`:
    it took long to answer, and is asked by one at a time; whoever asks it now has it until `held_until`. A
    poll that has begun and not ended yet reads what changed since `poll_since` and goes on at `poll_start`;
    `poll_asked` are the orders of that page, and of some before it, that were asked for already.
    `history_start` is where the reading of old orders goes on, `history_read_at` when all were read.
    """

    webshop = models.OneToOneField(Webshop, models.CASCADE, related_name="connection")
    address = models.CharField(max_length=300)
    secrets = models.JSONField(default=dict, help_text="name: encrypted")
    choices = models.JSONField(default=dict, help_text="name: value, as the connector declares them")
    poll_minutes = models.PositiveSmallIntegerField(default=10)
    is_live = models.BooleanField(default=False)
    live_since = models.DateTimeField(null=True)
    follows_paid = models.BooleanField(default=True, help_text="paid makes expected into processing")
    tells_stock = models.BooleanField(default=True)
    tells_shipments = models.BooleanField(default=True)
    looked_for_due_at = models.DateTimeField(null=True)
    window_from = models.DateTimeField(null=True)
    window_calls = models.PositiveIntegerField(default=0)
    quiet_until = models.DateTimeField(null=True)
    silences = models.PositiveSmallIntegerField(default=0)
    slow_until = models.DateTimeField(null=True)
    held_until = models.DateTimeField(null=True)
    poll_began_at = models.DateTimeField(null=True)
    poll_since = models.DateTimeField(null=True)
    poll_start = models.TextField(blank=True, default="")
    poll_asked = models.JSONField(default=list)
    looked_back_at = models.DateTimeField(null=True)
    history_since = models.DateTimeField(null=True)
    history_start = models.TextField(blank=True, default="")
    history_read_at = models.DateTimeField(null=True)
    history_done_at = models.DateTimeField(null=True)
    history_count = models.PositiveIntegerField(default=0)
    history_problem = models.JSONField(null=True, help_text="why it could not be asked")

    class Meta:
        constraints = (
            models.CheckConstraint(condition=~Q(address=""), name="connection_address_given"),
            models.CheckConstraint(
                condition=Q(poll_minutes__range=(1, 1440)), name="connection_poll_minutes"
            ),
        )

    def __str__(self) -> str:
        return self.address
