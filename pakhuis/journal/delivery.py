"""Who hears of a fact after the commit: listeners are tasks, enqueued in the fact's own transaction."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string
from django_tasks.base import Task

from pakhuis.journal.models import Fact

_listeners: dict[str, list[Task[[int], Any]]] = defaultdict(list)


def listen(task: Task[[int], Any], *, to: Iterable[str]) -> None:
    """Have `task` run with the id of each fact named in `to`. Called once, while the program starts."""
    for name in to:
        if task not in _listeners[name]:
            _listeners[name].append(task)


@cache
def _followers() -> tuple[Callable[[Sequence[Fact]], None], ...]:
    """`settings.JOURNAL_FOLLOWERS`: who writes something of its own in the transaction of the facts."""
    return tuple(import_string(name) for name in settings.JOURNAL_FOLLOWERS)


def tell_followers(facts: Sequence[Fact]) -> None:
    """Hand the facts to everyone who follows all of them."""
    for follow in _followers():
        follow(facts)


def enqueue_for(facts: Iterable[Fact]) -> None:
    """Put a task in the queue for everyone who listens to one of these facts."""
    for fact in facts:
        for task in _listeners.get(fact.name, ()):
            task.enqueue(fact.pk)
