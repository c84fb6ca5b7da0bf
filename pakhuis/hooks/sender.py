"""The part of the worker that sends messages: one looks for what is due, several send."""

from __future__ import annotations

import logging
import threading
from concurrent.futures import ThreadPoolExecutor

from django.db import connections

from pakhuis.hooks.actions import claim, send
from pakhuis.hooks.models import Message
from pakhuis.kernel.clock import now

SENDERS = 8
LOOK_EVERY = 0.5
logger = logging.getLogger("pakhuis.hooks")


def run(stop: threading.Event) -> None:
    """Send what is due until `stop` is set; then finish what is under way."""
    free = threading.Semaphore(SENDERS)
    with ThreadPoolExecutor(SENDERS, thread_name_prefix="hooks") as pool:
        while not stop.is_set():
            if not free.acquire(timeout=LOOK_EVERY):
                continue
            message = _claimed()
            if message is None:
                free.release()
                connections.close_all()
                stop.wait(LOOK_EVERY)
                continue
            pool.submit(_sent, message).add_done_callback(lambda _: free.release())


def _claimed() -> Message | None:
    try:
        return claim(now=now())
    except Exception:
        # The database may be away for a moment; the next look tries again, whatever it was.
        logger.exception("The look for messages failed")
        return None


def _sent(message: Message) -> None:
    try:
        send(message, now=now())
    except Exception:
        # A database that is away, a fault of ours: the lease runs out and the message is sent again.
        logger.exception("Message %s broke off", message.pk)
    finally:
        connections.close_all()
