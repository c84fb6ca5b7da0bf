"""`pakhuis serve`: the web server."""

from __future__ import annotations

from argparse import Namespace

from django.core.management import call_command
from django.db import connections
from django.db.backends.postgresql.base import DatabaseWrapper as PostgreSQL
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

PORT = 8000


def run(given: Namespace) -> int:
    call_command("check", "--database", "default")
    server(given.host, given.port or PORT, workers=given.workers, threads=given.threads).serve()
    return 0


def server(host: str, port: int, *, workers: int, threads: int, quiet: bool = False) -> Granian:
    """A WSGI server; its threads are what bounds the database connections of a process.

    Its processes are forked from this one, which lets go of the database: a pool that is inherited has the
    sockets of another process, and none of the threads that tend it.
    """
    for one in connections.all(initialized_only=True):
        one.close()
        if isinstance(one, PostgreSQL):
            one.close_pool()
    return Granian(
        "pakhuis.config.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=threads,
        respawn_failed_workers=True,
        workers_kill_timeout=10,
        log_level=LogLevels.warning if quiet else LogLevels.info,
    )
