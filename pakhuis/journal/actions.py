"""Writing facts down: in the transaction that makes them true, never outside one."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import Any

from django.db import transaction

from pakhuis.bulk.inserting import insert
from pakhuis.bulk.writing import insert_each, new_row
from pakhuis.journal.blanking import blanked
from pakhuis.journal.delivery import enqueue_for, tell_followers
from pakhuis.journal.events import Events
from pakhuis.journal.models import Fact
from pakhuis.kernel.actor import Actor

MANY = 50
"""From so many facts on their ids are drawn beforehand, which takes a query more and is much quicker."""


class NotInTransaction(RuntimeError):
    """A fact was recorded outside a transaction: it could be lost, or be there without its cause."""


_waiting: ContextVar[list[Fact] | None] = ContextVar(
    "facts that wait for the end of `together`", default=None
)


@contextmanager
def together() -> Iterator[None]:
    """Write the facts that are recorded inside when it ends, in their order, with one insert for all.

    For a verb that is made of others. Inside the transaction; left by an exception it writes nothing.
    """
    if _waiting.get() is not None:
        yield
        return
    facts: list[Fact] = []
    token = _waiting.set(facts)
    try:
        yield
    finally:
        _waiting.reset(token)
    _write(facts)


def record(events: Events, *, by: Actor, now: datetime) -> list[Fact]:
    """Write the facts and enqueue what listens to them; one insert, whatever their number.

    Inside `together` they are given back before they have an id.
    """
    if not transaction.get_connection().in_atomic_block:
        raise NotInTransaction("record() belongs inside the transaction of what it records")
    whole: dict[str, Any] = {
        "actor_kind": by.kind,
        "actor_id": by.id,
        "actor_label": by.label[:200],
        "at": now,
    }
    facts = [
        new_row(
            Fact,
            {
                "name": event.name,
                "subject_kind": event.kind,
                "subject_id": event.id,
                "data": event.data(),
                **whole,
            },
        )
        for event in events
    ]
    waiting = _waiting.get()
    if waiting is not None:
        waiting += facts
        return facts
    return _write(facts)


def _write(facts: list[Fact]) -> list[Fact]:
    if len(facts) < MANY:
        insert(facts)
    else:
        insert_each(facts, with_ids=True)
    enqueue_for(facts)
    tell_followers(facts)
    return facts


def forget_texts(kind: str, ids: Collection[int], *, names: Collection[str] = ()) -> int:
    """Blank what the facts of these subjects say in words, when a person is erased; gives how many did.

    With `names` only these facts. That something happened, when, and which fields it was about stays. The
    one case in which a fact changes.
    """
    facts = Fact.objects.filter(subject_kind=kind, subject_id__in=ids)
    told = []
    for fact in facts.filter(name__in=names) if names else facts:
        rest = blanked(fact.data, kind=kind)
        if rest != fact.data:
            fact.data = rest
            told.append(fact)
    Fact.objects.bulk_update(told, ["data"], batch_size=500)
    return len(told)
