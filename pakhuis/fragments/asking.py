"""Asking an index for a text, for how it begins or for fragments of it, whatever the planner thinks of it."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Q, QuerySet

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
    with connection.cursor() as cursor:
        cursor.execute(f"{ONLY_INDEX}; {sql}; {AS_BEFORE}", params)
        for _ in LEFT_ASIDE:
            cursor.nextset()
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows
