"""Real processes that do their deeds at the same moment, on the database of the running test.

A starter wakes Django up once, without touching the database, and forks a process per deed. All wait at a
gate; when the last has come it opens.
"""

from __future__ import annotations

import atexit
import json
import os
import select
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.db import connection

ROOT = Path(__file__).resolve().parent.parent.parent
LONGEST = 120
"""Seconds after which a race counts as a deadlock."""

Deed = tuple[str, dict[str, Any]]
"""The name of a function of `tests.concurrency.deeds`, and its arguments."""


def race(deeds: Sequence[Deed], *, longest: float = LONGEST) -> list[Any]:
    """Do all deeds at once; what each gave, in their order. A crash of one is a failure of the test."""
    answers = _starter_for(environment()).asked(deeds, longest=longest)
    crashes = [one["crash"] for one in answers if "crash" in one]
    assert not crashes, crashes[0]
    return [one["gave"] for one in answers]


def race_killed(deeds: Sequence[Deed], *, after: float) -> None:
    """Begin all deeds at once, and kill them with one blow so many seconds later."""
    _starter_for(environment()).asked(deeds, longest=LONGEST, killed_after=after)


class Starter:
    """A starter that is awake, in a group of processes of its own: all of it can be killed at once."""

    def __init__(self, environment: dict[str, str]) -> None:
        self.environment = environment
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.concurrency.starter"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=ROOT,
            env=environment,
            start_new_session=True,
        )
        assert self._line(LONGEST) == b"awake\n"

    def asked(
        self, deeds: Sequence[Deed], *, longest: float, killed_after: float | None = None
    ) -> list[dict[str, Any]]:
        """What came of the deeds. Whoever takes longer is killed, and the test fails."""
        assert self.process.stdin is not None
        text = json.dumps({"deeds": list(deeds), "killed_after": killed_after})
        self.process.stdin.write(f"{text}\n".encode())
        self.process.stdin.flush()
        answers: list[dict[str, Any]] = json.loads(self._line(longest))
        return answers

    def kill(self) -> None:
        """End it and all that it forked, without a word."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            assert pipe is not None
            pipe.close()

    def _line(self, longest: float) -> bytes:
        assert self.process.stdout is not None
        ready, _, _ = select.select([self.process.stdout], [], [], longest)
        line = self.process.stdout.readline() if ready else b""
        if not line:
            self.kill()
            raise AssertionError(f"no answer within {longest} seconds" if not ready else "the starter died")
        return line


_starters: list[Starter] = []


def _starter_for(environment: dict[str, str]) -> Starter:
    """The one that is awake, when it is alive and was woken with the same words."""
    if _starters and (_starters[0].environment != environment or _starters[0].process.poll() is not None):
        end_starter()
    if not _starters:
        _starters.append(Starter(environment))
    return _starters[0]


def end_starter() -> None:
    """Leave no process behind."""
    for one in _starters:
        if one.process.poll() is None:
            one.kill()
    _starters.clear()


atexit.register(end_starter)


def environment() -> dict[str, str]:
    """That of a process which works on the database of the running test."""
    name = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite":
        url = f"sqlite:///{name}"
    else:
        url = os.environ["DATABASE_URL"].rpartition("/")[0] + f"/{name}"
    kept = {key: value for key, value in os.environ.items() if key != "PYTEST_CURRENT_TEST"}
    return {
        **kept,
        "DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "pakhuis.config.settings",
        "PAKHUIS_DATABASE_CONNECTIONS": "2",
        "PAKHUIS_HOSTS": "testserver",
    }
