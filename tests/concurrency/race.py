"""Real processes that do their deeds at the same moment, on the database of the running test.

A starter wakes Django up once, without touching the database, and forks a process per deed. All wait at a
gate; when the last has come it opens.
"""

from __future__ import annotations

import json
import os
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
    done = subprocess.run(
        [sys.executable, "-m", "tests.concurrency.starter"],
        input=json.dumps(list(deeds)),
        capture_output=True,
        text=True,
        cwd=ROOT,
        env=environment(),
        timeout=longest,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-4000:]
    answers = json.loads(done.stdout)
    crashes = [one["crash"] for one in answers if "crash" in one]
    assert not crashes, crashes[0]
    return [one["gave"] for one in answers]


def environment() -> dict[str, str]:
    """That of a process which works on the database of the running test."""
    name = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite":
        url = f"sqlite:///{name}"
    else:
        url = os.environ["DATABASE_URL"].rpartition("/")[0] + f"/{name}"
    return {
        **os.environ,
        "DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "pakhuis.config.settings",
        "PAKHUIS_DATABASE_CONNECTIONS": "2",
        "PAKHUIS_HOSTS": "testserver",
        "PYTHONDONTWRITEBYTECODE": "1",
    }
