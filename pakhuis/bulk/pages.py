"""How much of its file SQLite keeps in memory while many rows are written."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

KILOBYTES = 16_384


@contextmanager
def few_pages() -> Iterator[None]:
    """Keep few pages of the file: rows that come by once are not asked for again, so more would only fill up.

    What the connection kept before it keeps again afterwards. Other databases have a memory of their own.
    """
    if connection.vendor != "sqlite":
        yield
        return
    # By the driver itself, which has no objection where a transaction has just failed.
    connection.ensure_connection()
    kept = connection.connection
    (before,) = kept.execute("PRAGMA cache_size").fetchone()
    kept.execute(f"PRAGMA cache_size = -{KILOBYTES}")
    try:
        yield
    finally:
        if connection.connection is kept:
            kept.execute(f"PRAGMA cache_size = {int(before)}")
