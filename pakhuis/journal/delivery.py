"""Who hears of a fact after the commit: listeners are tasks, enqueued in the fact's own transaction."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django_tasks.base import Task

from pakhuis.journal.models import Fact

_listeners: dict[str, list[Task[[int], Any]]] = defaultdict(list)


def listen(task: Task[[int], Any], *, to: Iterable[str]) -> None:
    """Have `task` run with the id of each fact named in `to`. Called once, while the program starts."""
    for name in to:
        if task not in _listeners[name]:
            _listeners[name].append(task)


def enqueue_for(facts: Iterable[Fact]) -> None:
    """Put a task in the queue for everyone who listens to one of these facts."""
    for fact in facts:
        for task in _listeners.get(fact.name, ()):
            task.enqueue(fact.pk)
