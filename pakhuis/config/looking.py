"""What a worker looks for every few seconds: each part on its own, so that none holds up or stops another."""

from __future__ import annotations

import logging
import os
import signal
import threading
import time
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from django.db import Error, connection, connections
from django_tasks_db.models import DBTaskResult

from pakhuis.accounts.actions import end_turn, forget_answers, take_turn
from pakhuis.config.left_running import take_over
from pakhuis.config.task_table import revive, tidy
from pakhuis.connectors import schedule as of_webshops
from pakhuis.customers.actions import ask_due_numbers
from pakhuis.customers.actions.doubles import look_for_doubles
from pakhuis.fulfilment.actions import wake_due_picklists
from pakhuis.fulfilment.schedule import nightly
from pakhuis.hooks.actions import forget_old as forget_hook_messages
from pakhuis.imports.schedule import tick as of_imports
from pakhuis.kernel.clock import now
from pakhuis.papers.tasks import tick as of_mails
from pakhuis.purchasing.proof import purchasing_deviations

LOOK_EVERY = 15.0
SPELL = 30.0
"""So many seconds what never seems to end is gone on with; then the other parts have their turn."""
FEW_PAIRED = 10
"""So many customers are looked at for doubles before it is asked whether something else waits."""
LONGEST_TURN = timedelta(hours=1)
"""After so long a process that began something alone was killed."""
Part = Callable[[datetime], object]
logger = logging.getLogger("pakhuis.worker")


def alone(name: str, part: Part) -> Part:
    """The part, done by one process at a time."""

    def done_alone(at: datetime) -> None:
        until = at + LONGEST_TURN
        if take_turn(name, now=at, until=until):
            try:
                part(at)
            finally:
                end_turn(name, until=until, now=at)

    done_alone.__name__ = name
    return done_alone


def prove(at: datetime) -> None:
    """The proof of the night."""
    nightly(at, also=(purchasing_deviations,))


def pair(at: datetime) -> None:
    """Likely doubles among customers that were written; after a big import over many looks.

    A few each time; more only while no task waits, as somebody waits for an order but nobody for a pair.
    """
    ends = time.monotonic() + SPELL
    while look_for_doubles(now=at, most=FEW_PAIRED):
        if time.monotonic() > ends or DBTaskResult.objects.ready().exists():
            return


def wake(at: datetime) -> None:
    """Picklists whose snooze is over."""
    wake_due_picklists(now=at)


def ask_register(at: datetime) -> None:
    """VAT numbers that are due to be asked about."""
    ask_due_numbers(now=at)


def take_back(_at: datetime) -> None:
    """Tasks that dead workers of this host left running."""
    take_over()


def forget(at: datetime) -> None:
    """What was kept for a while only."""
    forget_hook_messages(now=at)
    forget_answers(now=at)


SWIFT: tuple[Part, ...] = (take_back, revive, *of_webshops.SWIFT, of_imports, of_mails, wake, ask_register)
"""What somebody waits for; each takes a moment."""
SLOW: tuple[Part, ...] = (
    *of_webshops.SLOW,
    alone("forget", forget),
    alone("tidy", tidy),
    alone("doubles", pair),
    alone("nightly", prove),
)
"""What may take minutes, in a thread of its own."""


def look(at: datetime, parts: Sequence[Part] = (*SWIFT, *SLOW)) -> None:
    """Do these parts; what goes wrong in one is logged, and the others are done all the same."""
    for part in parts:
        try:
            part(at)
        except Exception as error:
            name = getattr(part, "__name__", "")
            logger.exception("The look for due work failed at %s", name)
            if isinstance(error, Error) and not _has_database():
                return


def _has_database() -> bool:
    """Whether the database answers: while it is away the rest of a look would only wait for it."""
    connections.close_all()
    try:
        connection.ensure_connection()
    except (Error, OSError):
        return False
    return True


def keep_looking(stop: threading.Event, parts: Sequence[Part], parent: int = 0) -> None:
    """Look again and again until `stop` is set; without its `parent`, if it has one, the process ends."""
    while True:
        if parent and os.getppid() != parent:
            os.kill(os.getpid(), signal.SIGTERM)
            return
        try:
            look(now(), parts)
        finally:
            connections.close_all()
        if stop.wait(LOOK_EVERY):
            return
