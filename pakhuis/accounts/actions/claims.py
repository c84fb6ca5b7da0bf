"""Claims: everyone who is about to do the same thing waits for the other, in any process on any machine."""

from __future__ import annotations

import hashlib

from django.db import connection


def claim(*names: str) -> None:
    """Hold these names until the transaction ends; who claims one of them meanwhile waits for it.

    PostgreSQL: advisory locks of the transaction, taken in one order, in one query. SQLite needs none, as
    its writing transactions run one after the other from their start. Names whose hashes meet only wait
    for each other without need. Unique constraints stay the last word; a claim spares the failed attempt.
    """
    if connection.vendor != "postgresql" or not names:
        return
    keys = sorted({_key(name) for name in names})
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(k) FROM unnest(%s::bigint[]) AS k", [keys])


def _key(name: str) -> int:
    digest = hashlib.blake2b(name.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)
