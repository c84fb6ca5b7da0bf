"""What tasks are about that have not begun or not ended: so that nothing is queued twice."""

from __future__ import annotations

import json
from collections.abc import Collection

from django.db import connection
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

SUBJECTS = {
    "postgresql": ("(args_kwargs #>> '{args,0}')", "= ANY(%s)"),
    "sqlite": (
        "CAST(json_extract(args_kwargs, '$.args[0]') AS TEXT)",
        "IN (SELECT CAST(value AS TEXT) FROM json_each(%s))",
    ),
}
"""The first argument of a task as the index `tasks_by_subject` has it, and how it is one of many."""


def waited_for(task_path: str, ids: Collection[int]) -> set[int]:
    """For which of these a task of this kind waits to begin, found by an index however long the queue is.

    Said with the values that the index depends on in the text: a plan for any values could not use it.
    """
    subject, among = SUBJECTS[connection.vendor]
    table, ready = DBTaskResult._meta.db_table, TaskResultStatus.READY.value
    statement = (
        f"SELECT {subject} FROM {table} "  # noqa: S608 - constants of ours
        f"WHERE status = '{ready}' AND task_path = '{task_path}' AND {subject} {among}"
    )
    names = [str(one) for one in ids]
    with connection.cursor() as cursor:
        cursor.execute(statement, [names if connection.vendor == "postgresql" else json.dumps(names)])
        return {int(found) for (found,) in cursor.fetchall()}


def is_queue_full(task_path: str, *, priority: int, most: int) -> bool:
    """Whether so many tasks of this kind and priority wait already; no more are looked at."""
    ready = DBTaskResult.objects.filter(status=TaskResultStatus.READY, priority=priority, task_path=task_path)
    return len(ready.order_by().values_list("pk")[:most]) >= most


def queued(task_path: str, *states: TaskResultStatus) -> set[object]:
    """The first arguments of the tasks of this kind in one of these states; for kinds with few of them."""
    rows = DBTaskResult.objects.filter(status__in=states, task_path=task_path)
    return {one["args"][0] for one in rows.values_list("args_kwargs", flat=True)}
