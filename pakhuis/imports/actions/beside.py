"""Keeping the rows of a big file beside a worker's other tasks: in a thread of its own, one a process."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from contextlib import suppress

from django.db import connections

logger = logging.getLogger("pakhuis.imports")


class Keeper:
    """Keeps one file at a time. Nothing does so beside others until a worker says that it `may`.

    A reader cannot be let go and taken up again (0123), so it goes on while the tasks between it are done.
    """

    def __init__(self) -> None:
        self.may = False
        self._turn = threading.Lock()
        self._ends = threading.Event()
        self._thread: threading.Thread | None = None

    def begins(self, keep: Callable[[], object], *, then: Callable[[], object]) -> bool:
        """Do `keep` beside, and `then` when it has ended or left off; false while another file is kept."""
        if self._ends.is_set() or not self._turn.acquire(blocking=False):
            return False
        self._thread = threading.Thread(target=self._kept, args=(keep, then), name="keeper", daemon=True)
        self._thread.start()
        return True

    def look(self, _: object) -> None:
        """Between two pieces: leave off where the worker is told to stop."""
        if self._ends.is_set():
            raise SystemExit

    def end(self, *, within: float) -> None:
        """Leave off after the piece that is being kept; another worker goes on behind it."""
        self._ends.set()
        self.wait(within=within)

    def wait(self, *, within: float) -> None:
        """Until the file that is being kept is here, or so many seconds have gone by."""
        if self._thread is not None:
            self._thread.join(within)

    def _kept(self, keep: Callable[[], object], then: Callable[[], object]) -> None:
        try:
            with suppress(SystemExit):
                keep()
            then()
        except Exception:
            # Not at once again: the sweep finds the import after a while.
            logger.exception("Keeping a file broke off")
        finally:
            connections.close_all()
            self._turn.release()


keeper = Keeper()
