"""The table of background tasks, which is django-tasks-db's: what hangs is revived, what is over goes."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from pakhuis.connectors.actions import give_up_messages
from pakhuis.connectors.tasks import take_in

LONGEST_TASK = timedelta(minutes=15)
MOST_AT_ONCE = 3
"""A task that was begun so often and left running waits as long: it may be what kills its workers."""
MOST_BEGUN = 6
"""A task that was begun so often and never ended is begun no more."""
KEEP_DONE = timedelta(days=1)
KEEP_FAILED = timedelta(days=7)
"""What failed says why, for whoever looks into it; nothing waits for it, as the sweeps start it anew."""
AT_ONCE = 1000
logger = logging.getLogger("pakhuis.worker")


def revive(at: datetime) -> int:
    """Make tasks ready again that have run for too long: every task of ours may run twice."""
    left = DBTaskResult.objects.running().filter(started_at__lt=at - LONGEST_TASK)
    return sum(begin_anew(one, at=at, run_after=None) for one in left)


@transaction.atomic
def begin_anew(one: DBTaskResult[..., object], *, at: datetime, run_after: datetime | None) -> bool:
    """Make a task ready that was left running, or end it as failed when that was once too often.

    A message that it was about says so then. Gives whether it was this caller who did so, and nobody has
    begun it anew meanwhile.
    """
    values: dict[str, object] = {"status": TaskResultStatus.READY}
    if run_after is not None:
        values["run_after"] = run_after
    is_given_up = len(one.worker_ids) >= MOST_BEGUN
    if is_given_up:
        why = f"Begun {len(one.worker_ids)} times and never ended"
        values = {"status": TaskResultStatus.FAILED, "finished_at": at, "traceback": why}
    same = DBTaskResult.objects.filter(pk=one.pk, status=TaskResultStatus.RUNNING, started_at=one.started_at)
    if not same.update(**values):
        return False
    if is_given_up:
        logger.error(
            "Task %s %s was given up: %s", one.task_path, one.args_kwargs["args"], values["traceback"]
        )
        if one.task_path == take_in.module_path:
            give_up_messages(one.args_kwargs["args"], now=at)
    return True


def tidy(at: datetime) -> int:
    """Remove tasks that ended a while ago; gives how many."""
    done = DBTaskResult.objects.successful().filter(finished_at__lt=at - KEEP_DONE)
    failed = DBTaskResult.objects.failed().filter(finished_at__lt=at - KEEP_FAILED)
    return sum(_removed(one.order_by()) for one in (done, failed))


def _removed(ended: QuerySet[DBTaskResult[..., object]]) -> int:
    """In pieces, so that nobody waits for a day's tasks to go."""
    removed = 0
    while found := list(ended.values_list("pk", flat=True)[:AT_ONCE]):
        removed += DBTaskResult.objects.filter(pk__in=found).delete()[0]
    return removed
