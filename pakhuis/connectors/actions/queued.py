"""What tasks are about that have not begun or not ended: so that nothing is queued twice."""

from __future__ import annotations

from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult


def queued(task_path: str, *states: TaskResultStatus) -> set[object]:
    """The first arguments of the tasks of this kind in one of these states."""
    rows = DBTaskResult.objects.filter(status__in=states, task_path=task_path)
    return {one["args"][0] for one in rows.values_list("args_kwargs", flat=True)}
