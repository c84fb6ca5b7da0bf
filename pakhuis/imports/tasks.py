"""What the worker does for imports; every task may run twice, and at the same moment."""

from __future__ import annotations

from datetime import datetime
from importlib import import_module

from django_tasks import task
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

ACTIONS = "pakhuis.imports.actions"
"""Loaded when a task runs: the actions enqueue these very tasks."""


@task()
def work(run_id: int) -> str:
    """Work on an import for a while; it is queued again while something is left."""
    return str(import_module(ACTIONS).work_a_while(run_id))


def work_on(run_id: int, *, after: datetime | None = None) -> None:
    """Have an import worked on further, unless a task waits for it already.

    Each task queues the next one. Two for one import would go on side by side to its end, and where many
    wait, ever more: one that waits its turn for long looks as if it had none.
    """
    waiting = DBTaskResult.objects.filter(status=TaskResultStatus.READY, task_path=work.module_path)
    if all(one["args"] != [run_id] for one in waiting.values_list("args_kwargs", flat=True)):
        work.using(run_after=after).enqueue(run_id)
