"""SQLite as Django has it, with a shorter wait for the turn to write."""

from __future__ import annotations

import sqlite3
import time

from django.db.backends.sqlite3 import base
from django.db.utils import OperationalError

LOOK = 0.002
"""Seconds between two looks whether it is one's turn."""


class DatabaseWrapper(base.DatabaseWrapper):
    """Looks by itself whether somebody else has ended what they write, and often.

    SQLite has no line of those who wait: each looks again after a while, a tenth of a second at last. Between
    two batches of an import there are some thousandths, which such a look hardly ever meets.
    """

    def _start_transaction_under_autocommit(self) -> None:
        """Begin to write as soon as nobody else does; gives up after the connection's own timeout."""
        timeout = float(self.settings_dict["OPTIONS"].get("timeout", 5))
        end = time.monotonic() + timeout
        self._wait_within(0)
        try:
            while not self._has_begun(is_last=time.monotonic() >= end):
                time.sleep(LOOK)
        finally:
            self._wait_within(timeout)

    def _has_begun(self, *, is_last: bool) -> bool:
        try:
            # No stub knows what is Django's own affair.
            super()._start_transaction_under_autocommit()  # type: ignore[misc]
        except OperationalError as error:
            if is_last or getattr(error.__cause__, "sqlite_errorcode", 0) != sqlite3.SQLITE_BUSY:
                raise
            return False
        return True

    def _wait_within(self, seconds: float) -> None:
        self.connection.execute(f"PRAGMA busy_timeout = {int(seconds * 1000)}")
