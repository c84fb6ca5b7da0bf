"""Asking an index for a text, for how it begins or for fragments of it, whatever the planner thinks of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction
from django.db.models import Q

AFTER_EVERYTHING = "\U0010ffff"


def begins(field: str, text: str) -> Q:
    """`field` begins with `text`, asked in the way that each engine answers from its index."""
    if connection.vendor == "postgresql":
        return Q(**{f"{field}__startswith": text})
    return Q(**{f"{field}__gte": text, f"{field}__lt": text + AFTER_EVERYTHING})


def is_exactly(field: str, text: str) -> Q:
    """`field` is `text`, for columns of whose index what is empty is left out: SQLite wants that said."""
    return Q(**{field: text}) & ~Q(**{field: ""})


@contextmanager
def by_index() -> Iterator[None]:
    """Have PostgreSQL take the fragment index, which it leaves aside when it thinks a fragment common."""
    if connection.vendor != "postgresql":
        yield
        return
    names = ("enable_seqscan", "enable_indexscan")
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("; ".join(f"SET LOCAL {name} = off" for name in names))
        yield
        cursor.execute("; ".join(f"SET LOCAL {name} TO DEFAULT" for name in names))
