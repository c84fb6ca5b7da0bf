"""Writing facts down: in the transaction that makes them true, never outside one."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from pakhuis.journal.delivery import enqueue_for, tell_followers
from pakhuis.journal.events import Events
from pakhuis.journal.models import Fact
from pakhuis.kernel.actor import Actor


class NotInTransaction(RuntimeError):
    """A fact was recorded outside a transaction: it could be lost, or be there without its cause."""


def record(events: Events, *, by: Actor, now: datetime) -> list[Fact]:
    """Write the facts and enqueue what listens to them; one insert, whatever their number."""
    if not transaction.get_connection().in_atomic_block:
        raise NotInTransaction("record() belongs inside the transaction of what it records")
    facts = Fact.objects.bulk_create(
        Fact(
            name=event.name,
            subject_kind=event.kind,
            subject_id=event.id,
            data=event.data(),
            actor_kind=by.kind,
            actor_id=by.id,
            actor_label=by.label[:200],
            at=now,
        )
        for event in events
    )
    enqueue_for(facts)
    tell_followers(facts)
    return facts
