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
from urllib.parse import urlsplit, urlunsplit

import psycopg

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "pakhuis"


def ready_file(folder: Path) -> Path:
    """A migrated SQLite database in `folder`; made when it is not there. To be copied, never to be opened."""
    ready = folder / f"ready-{_state()}.sqlite3"
    with _alone(folder):
        if not ready.exists():
            for old in folder.glob("ready-*.sqlite3*"):
                old.unlink()
            half = folder / "half-ready.sqlite3"
            half.unlink(missing_ok=True)
            migrate(f"sqlite:///{half}", folder)
            half.rename(ready)
    return ready


def copy_ready(folder: Path, target: Path) -> None:
    """`target` becomes a migrated SQLite database, whatever was there."""
    for name in (target, target.with_name(f"{target.name}-wal"), target.with_name(f"{target.name}-shm")):
        name.unlink(missing_ok=True)
    shutil.copyfile(ready_file(folder), target)


def ready_template(folder: Path, url: str) -> str:
    """The name of a migrated database on the PostgreSQL server of `url`, for `CREATE DATABASE … TEMPLATE`."""
    name, half = f"pakhuis_ready_{_state()}", "pakhuis_half_ready"
    with _alone(folder), psycopg.connect(url, autocommit=True) as server:
        found = server.execute("SELECT datname FROM pg_database WHERE datname LIKE 'pakhuis_%ready%'")
        there = [one for (one,) in found]
        if name not in there:
            for old in there:
                server.execute(f'DROP DATABASE "{old}"')
            server.execute(f"CREATE DATABASE {half}")
            migrate(urlunsplit(urlsplit(url)._replace(path=f"/{half}")), folder)
            server.execute(f"ALTER DATABASE {half} RENAME TO {name}")
    return name


def migrate(url: str, folder: Path) -> None:
    """Bring the database at `url` up to date in a process of its own, as a person would."""
    settings = {"DJANGO_SETTINGS_MODULE": "pakhuis.config.settings", "PAKHUIS_DATA": str(folder)}
    subprocess.run(
        [sys.executable, "-m", "django", "migrate", "--verbosity", "0"],
        cwd=ROOT,
        env={**os.environ, **settings, "DATABASE_URL": url},
        check=True,
    )


def _state() -> str:
    """What the tables may depend on: all code, as migrations take fields and indexes from it."""
    digest = sha256()
    for path in sorted(PACKAGE.rglob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    with (folder / "ready.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
