"""Asking an index for a text, for how it begins or for fragments of it, whatever the planner thinks of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.backends.utils import CursorWrapper
from django.db.models import Q, QuerySet
from psycopg import ClientCursor

AFTER_EVERYTHING = "\U0010ffff"
LEFT_ASIDE = ("enable_seqscan", "enable_indexscan")
ONLY_INDEX = "; ".join(f"SET LOCAL {name} = off" for name in LEFT_ASIDE)
AS_BEFORE = "; ".join(f"SET LOCAL {name} TO DEFAULT" for name in LEFT_ASIDE)


def begins(field: str, text: str) -> Q:
    """`field` begins with `text`, asked in the way that each engine answers from its index."""
    if connection.vendor == "postgresql":
        return Q(**{f"{field}__startswith": text})
    return Q(**{f"{field}__gte": text, f"{field}__lt": text + AFTER_EVERYTHING})


def is_exactly(field: str, text: str) -> Q:
    """`field` is `text`, for columns of whose index what is empty is left out: SQLite wants that said."""
    return Q(**{field: text}) & ~Q(**{field: ""})


@contextmanager
def _writes_values_out() -> Iterator[CursorWrapper]:
    """A cursor that puts values into the text itself: only so can one message hold several statements.

    What is asked with it is planned anew each time, by its values: a fragment is as common as it is.
    """
    connection.ensure_connection()
    session = connection.connection
    usual, session.cursor_factory = session.cursor_factory, ClientCursor
    try:
        with connection.cursor() as cursor:
            yield cursor
    finally:
        session.cursor_factory = usual


def rows_by_index(found: QuerySet[Any, tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """The rows (`values_list`, values as the database gives them) of a question of fragments.

    PostgreSQL leaves the fragment index aside when it thinks a fragment common, which it is often wrong in.
    It is made to take it for this one statement, in the same message: a transaction of its own around it
    would go to and fro four times more.
    """
    if connection.vendor != "postgresql":
        return list(found)
    try:
        sql, params = found.query.sql_with_params()
    except EmptyResultSet:
        return []
    with _writes_values_out() as cursor:
        cursor.execute(f"{ONLY_INDEX}; {sql}; {AS_BEFORE}", params)
        for _ in LEFT_ASIDE:
            cursor.nextset()
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows
