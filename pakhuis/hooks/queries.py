"""Reading messages: what is due, and in which order."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from pakhuis.accounts.rows import rows
from pakhuis.hooks.models import Hook, Message
from pakhuis.hooks.states import MessageState

AT_ONCE_PER_HOOK = 2
"""Messages to one hook that may be under way together: a slow receiver holds up itself alone."""


def due(now: datetime) -> QuerySet[Message]:
    """What may be sent now, the longest due first.

    Not what is being sent, nor what an older waiting message of the same hook and subject goes before,
    nor of a hook that is off or busy.
    """
    free = Q(leased_until=None) | Q(leased_until__lte=now)
    older = Message.objects.filter(
        hook=OuterRef("hook"),
        subject_kind=OuterRef("subject_kind"),
        subject_id=OuterRef("subject_id"),
        pk__lt=OuterRef("pk"),
        state=MessageState.WAITING,
    )
    busy = under_way(now).values("hook_id")
    rows = Message.objects.filter(free, state=MessageState.WAITING, next_try_at__lte=now, hook__active=True)
    taken: list[int] = []
    counts: dict[int, int] = {}
    for hook_id in busy.values_list("hook_id", flat=True):
        counts[hook_id] = counts.get(hook_id, 0) + 1
        if counts[hook_id] == AT_ONCE_PER_HOOK:
            taken.append(hook_id)
    return rows.exclude(hook__in=taken).filter(~Exists(older)).order_by("next_try_at", "pk")


def under_way(now: datetime) -> QuerySet[Message]:
    """What somebody is sending right now."""
    return Message.objects.filter(state=MessageState.WAITING, leased_until__gt=now)


def listening(events: set[str]) -> list[tuple[int, str]]:
    """The hooks that are on for these events: id and event."""
    return [(one.pk, one.event) for one in rows(Hook, active=True) if one.event in events]
