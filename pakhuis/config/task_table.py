"""The table of background tasks, which is django-tasks-db's: what hangs is revived, what is over goes."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import QuerySet
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

LONGEST_TASK = timedelta(minutes=15)
KEEP_DONE = timedelta(days=1)
KEEP_FAILED = timedelta(days=7)
"""What failed says why, for whoever looks into it; nothing waits for it, as the sweeps start it anew."""
AT_ONCE = 1000


def revive(at: datetime) -> int:
    """Make tasks ready again that have run for too long: every task of ours may run twice."""
    left = DBTaskResult.objects.running().filter(started_at__lt=at - LONGEST_TASK)
    return left.update(status=TaskResultStatus.READY)


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
