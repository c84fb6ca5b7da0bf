"""`pakhuis worker`: runs tasks as they come, and looks every few seconds for what is due or left."""

from __future__ import annotations

import logging
import os
import signal
import threading
import time
from argparse import Namespace
from datetime import datetime, timedelta

from django.db import DatabaseError, Error, connections
from django_tasks.base import TaskResultStatus
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from pakhuis.accounts.actions import forget_answers
from pakhuis.config.left_running import take_over, worker_name
from pakhuis.connectors.schedule import tick
from pakhuis.customers.actions import ask_due_numbers
from pakhuis.customers.actions.doubles import look_for_doubles
from pakhuis.fulfilment.actions import wake_due_picklists
from pakhuis.fulfilment.schedule import nightly
from pakhuis.hooks.actions import forget_old
from pakhuis.hooks.actions.send import PATIENCE
from pakhuis.hooks.sender import run as send_hooks
from pakhuis.imports.schedule import tick as tick_imports
from pakhuis.kernel.clock import now
from pakhuis.papers.tasks import tick as send_mails
from pakhuis.purchasing.proof import purchasing_deviations

LOOK_EVERY = 15.0
WITHOUT_DATABASE = 1.0
"""Seconds until the database is asked again after it was away."""
GIVES_WAY = 5
"""So much lower is its priority: a webhook or a person is answered before a task is worked off."""
LONGEST_TASK = timedelta(minutes=15)
KEEP_DONE = timedelta(days=7)
logger = logging.getLogger("pakhuis.worker")


def run(given: Namespace) -> int:
    os.nice(GIVES_WAY)
    stop = threading.Event()
    looker = threading.Thread(target=_look, args=(stop, given.parent), name="looker", daemon=True)
    looker.start()
    sender = threading.Thread(target=send_hooks, args=(stop,), name="hooks", daemon=True)
    sender.start()
    worker = Worker(
        queue_names=["*"],
        interval=0.5,
        batch=False,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=worker_name(),
        excluded_queue_names=[],
    )
    worker.configure_signals()
    try:
        _work(worker)
    finally:
        stop.set()
        sender.join(timeout=PATIENCE + 2)
    return 0


def _work(worker: Worker) -> None:
    """Run tasks until the worker is told to stop; a database that is away for a moment is waited for.

    What broke off with it is begun anew at once.
    """
    while worker.running:
        try:
            take_over(is_idle=True)
            worker.run()
        except Error:
            logger.exception("The database is away")
            connections.close_all()
            time.sleep(WITHOUT_DATABASE)


def _look(stop: threading.Event, parent: int) -> None:
    while not stop.wait(0 if not _looked.is_set() else LOOK_EVERY):
        _looked.set()
        if parent and os.getppid() != parent:
            os.kill(os.getpid(), signal.SIGTERM)
            return
        try:
            look(now())
        except DatabaseError:
            # The database may be away for a moment; the next look tries again.
            logger.exception("The look for due work failed")
        finally:
            connections.close_all()


_looked = threading.Event()


def look(at: datetime) -> None:
    """Revive tasks of workers that died, tidy up done ones, start what is due."""
    take_over()
    revive(at)
    tick(at)
    tick_imports(at)
    send_mails(at)
    forget_old(now=at)
    forget_answers(now=at)
    wake_due_picklists(now=at)
    nightly(at, also=(purchasing_deviations,))
    ask_due_numbers(now=at)
    look_for_doubles(now=at)


def revive(at: datetime) -> int:
    """Make tasks ready again that a killed worker left running: every task of ours may run twice."""
    dead = DBTaskResult.objects.running().filter(started_at__lt=at - LONGEST_TASK)
    revived = dead.update(status=TaskResultStatus.READY)
    DBTaskResult.objects.successful().filter(finished_at__lt=at - KEEP_DONE).delete()
    return revived
