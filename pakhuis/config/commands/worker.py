"""`pakhuis worker`: runs tasks as they come, and looks every few seconds for what is due or left."""

from __future__ import annotations

import logging
import os
import threading
import time
from argparse import Namespace

from django.db import Error, connections
from django_tasks_db.management.commands.db_worker import Worker

from pakhuis.config.left_running import take_over, worker_name
from pakhuis.config.looking import SLOW, SWIFT, keep_looking
from pakhuis.hooks.actions.send import PATIENCE
from pakhuis.hooks.sender import run as send_hooks
from pakhuis.imports.actions import keeper

WITHOUT_DATABASE = 1.0
"""Seconds until the database is asked again after it was away."""
GIVES_WAY = 5
"""So much lower is its priority: a webhook or a person is answered before a task is worked off."""
logger = logging.getLogger("pakhuis.worker")


def run(given: Namespace) -> int:
    os.nice(GIVES_WAY)
    stop = threading.Event()
    for name, parts, parent in (("swift looker", SWIFT, given.parent), ("slow looker", SLOW, 0)):
        threading.Thread(target=keep_looking, args=(stop, parts, parent), name=name, daemon=True).start()
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
    keeper.may = True
    try:
        _work(worker)
    finally:
        stop.set()
        keeper.end(within=PATIENCE)
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
