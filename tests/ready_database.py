"""A migrated database to copy: migrations run once per state of the code and engine, not once per process."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from time import time
from urllib.parse import urlsplit, urlunsplit

import psycopg
from django.conf import settings

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "pakhuis"
KEPT_SECONDS = 3600
"""Longer than any run that may still copy it."""


def ready_file() -> Path:
    """A migrated SQLite database; made when it is not there. To be copied, never to be opened."""
    folder = settings.DATA_DIR
    ready = folder / f"ready-{_state()}.sqlite3"
    with _alone():
        if not ready.exists():
            for old in folder.glob("ready-*.sqlite3"):
                if time() - old.stat().st_mtime > KEPT_SECONDS:
                    old.unlink()
            half = folder / "half-ready.sqlite3"
            half.unlink(missing_ok=True)
            migrate(f"sqlite:///{half}")
            half.rename(ready)
    return ready


def copy_ready(target: Path) -> None:
    """`target` becomes a migrated SQLite database, whatever was there."""
    for name in (target, target.with_name(f"{target.name}-wal"), target.with_name(f"{target.name}-shm")):
        name.unlink(missing_ok=True)
    shutil.copyfile(ready_file(), target)


def ready_template(url: str) -> str:
    """The name of a migrated database on the PostgreSQL server of `url`, for `CREATE DATABASE … TEMPLATE`.

    It goes with the server, which `tools.check` starts for one run.
    """
    name, half = f"pakhuis_ready_{_state()}", "pakhuis_half_ready"
    with _alone(), psycopg.connect(url, autocommit=True) as server:
        if not server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchall():
            server.execute(f"DROP DATABASE IF EXISTS {half}")
            server.execute(f"CREATE DATABASE {half}")
            migrate(urlunsplit(urlsplit(url)._replace(path=f"/{half}")))
            server.execute(f"ALTER DATABASE {half} RENAME TO {name}")
    return name


def migrate(url: str) -> None:
    """Bring the database at `url` up to date in a process of its own, as a person would."""
    subprocess.run(
        [sys.executable, "-m", "django", "migrate", "--verbosity", "0"],
        cwd=ROOT,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "pakhuis.config.settings", "DATABASE_URL": url},
        check=True,
    )


def _state() -> str:
    """What the tables may depend on: all code, as migrations take fields and indexes from it."""
    digest = sha256()
    for path in sorted(PACKAGE.rglob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


@contextmanager
def _alone() -> Iterator[None]:
    with (settings.DATA_DIR / "ready.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
