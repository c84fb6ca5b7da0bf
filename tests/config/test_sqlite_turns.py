"""Whoever waits to write on SQLite begins soon after the one before has ended."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread

import pytest
from django.db import OperationalError, connection, transaction

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.once]
HELD = 0.15


@contextmanager
def held(seconds: float) -> Iterator[list[float]]:
    """Another process writes for so long; gives when it ended."""
    ended: list[float] = []
    has_begun = Event()

    def hold() -> None:
        other = sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        has_begun.set()
        time.sleep(seconds)
        other.execute("ROLLBACK")
        ended.append(time.monotonic())
        other.close()

    thread = Thread(target=hold)
    thread.start()
    has_begun.wait()
    yield ended
    thread.join()


def within() -> int:
    assert connection.connection is not None
    (found,) = connection.connection.execute("PRAGMA busy_timeout").fetchone()
    return int(found)


def test_one_who_waits_begins_soon() -> None:
    """SQLite itself looks every tenth of a second, which would make half a second of ten waits."""
    waited = 0.0
    for _ in range(10):
        with held(HELD) as ended, transaction.atomic():
            waited += time.monotonic() - ended[0]
    assert waited < 0.25
    assert within() == 60_000, "single statements wait as long as before"


def test_one_who_waits_in_vain_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(connection.settings_dict["OPTIONS"], "timeout", 0.05)
    with held(HELD), pytest.raises(OperationalError, match="locked"), transaction.atomic():
        pass
    assert within() == 50
