"""Tasks that a killed worker of this host left running: made ready by whoever looks or starts first."""

from __future__ import annotations

import os
from datetime import datetime

from django.db import transaction
from django_tasks_db.models import DBTaskResult

from pakhuis.config.task_table import LONGEST_TASK, MOST_AT_ONCE, begin_anew
from pakhuis.connectors.actions import release_messages, release_part
from pakhuis.connectors.tasks import import_part, take_in
from pakhuis.kernel.clock import now

LONGEST_NAME = 60


def worker_name() -> str:
    """The name of this process in the tasks that it runs: its host, and its number there."""
    number = f"-{os.getpid()}"
    return os.uname().nodename[: LONGEST_NAME - len(number)] + number


def take_over(*, is_idle: bool = False) -> int:
    """Make ready what dead workers of this host left running; gives how many tasks that were.

    Of a host whose processes are not seen from here nothing is known, and its tasks are left alone. One who
    `is_idle` works on nothing: what runs under its own name broke off, or another of that number began it.
    """
    at = now()
    left = [
        one
        for one in DBTaskResult.objects.running().only(
            "id", "started_at", "worker_ids", "args_kwargs", "task_path"
        )
        if one.worker_ids and _is_dead(str(one.worker_ids[-1]), is_idle=is_idle)
    ]
    return sum(_begun_anew(one, at=at) for one in left)


@transaction.atomic
def _begun_anew(one: DBTaskResult[..., object], *, at: datetime) -> bool:
    """What a task was about may be worked on again; what kills worker after worker lets others go first."""
    run_after = at + LONGEST_TASK if len(one.worker_ids) >= MOST_AT_ONCE else None
    if not begin_anew(one, at=at, run_after=run_after):
        return False
    if one.task_path == take_in.module_path:
        release_messages(one.args_kwargs["args"])
    elif one.task_path == import_part.module_path:
        release_part(*one.args_kwargs["args"])
    return True


def _is_dead(name: str, *, is_idle: bool) -> bool:
    mine = worker_name()
    if name == mine:
        return is_idle
    host, _, number = name.rpartition("-")
    if host != mine.rpartition("-")[0] or not number.isdecimal():
        return False
    try:
        os.kill(int(number), 0)
    except ProcessLookupError:
        return True
    except (PermissionError, OverflowError):
        return False
    return False
