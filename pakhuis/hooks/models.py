"""Webhooks out and their messages."""

from __future__ import annotations

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q

from pakhuis.hooks.rules import EVENTS
from pakhuis.hooks.states import MessageState


class Hook(models.Model):
    """One address that hears of one event. A hook that is off hears nothing; what waited, waits."""

    name = models.CharField(max_length=100)
    event = models.CharField(max_length=60)
    address = models.CharField(max_length=500)
    secret = models.TextField(blank=True, default="", help_text="encrypted")
    active = models.BooleanField(default=True)
    off_because = models.JSONField(default=list, encoder=DjangoJSONEncoder, help_text="empty: by a person")
    created_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=~Q(name=""), name="hook_name_given"),
            models.UniqueConstraint(
                fields=("event", "address"), condition=Q(active=True), name="hook_once_per_event"
            ),
        )
        indexes = (models.Index(fields=("event",), condition=Q(active=True), name="hook_of_event"),)

    def __str__(self) -> str:
        return self.name

    @property
    def is_known(self) -> bool:
        """Whether its event is one that Pakhuis still sends."""
        return self.event in EVENTS


class Message(models.Model):
    """One event for one hook. The body is made at the first try and stays the same for all others.

    Of the messages of one hook about one subject only the oldest that waits is sent, so they arrive in
    the order of their facts. `leased_until` says that somebody is sending it right now.
    """

    hook = models.ForeignKey(Hook, models.CASCADE, related_name="messages")
    event = models.CharField(max_length=60)
    fact_id = models.PositiveBigIntegerField()
    subject_kind = models.CharField(max_length=20)
    subject_id = models.PositiveBigIntegerField()
    happened_at = models.DateTimeField()
    state = models.CharField(max_length=10, default=MessageState.WAITING)
    body = models.TextField(blank=True, default="")
    tries = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField()
    leased_until = models.DateTimeField(null=True)
    answer_status = models.PositiveSmallIntegerField(null=True)
    answer = models.TextField(blank=True, default="")
    problems = models.JSONField(default=list, encoder=DjangoJSONEncoder)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(state__in=tuple(MessageState)), name="message_state_known"),
            models.UniqueConstraint(
                fields=("hook", "event", "fact_id", "subject_kind", "subject_id"), name="message_once"
            ),
        )
        indexes = (
            models.Index(
                fields=("next_try_at", "id"),
                condition=Q(state=MessageState.WAITING),
                name="message_due",
            ),
            models.Index(
                fields=("hook", "subject_kind", "subject_id", "id"),
                condition=Q(state=MessageState.WAITING),
                name="message_of_subject",
            ),
            models.Index(fields=("hook", "-id"), name="message_of_hook"),
            models.Index(fields=("finished_at",), name="message_by_end"),
            models.Index(
                fields=("hook", "finished_at"),
                condition=Q(state=MessageState.FAILED),
                name="message_given_up",
            ),
        )

    def __str__(self) -> str:
        return f"{self.event} {self.subject_id} to {self.hook_id}"
