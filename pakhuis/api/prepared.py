"""Queries for what belongs to a page of ids: built by Django once, then only filled in and sent."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

from django.db import connection
from django.db.models import DateTimeField, QuerySet
from django.db.models.expressions import Col

MARK = 7_777_777_777
"""Stands where the ids will stand while the query is built; no query has it for anything else."""
Convert = Callable[[Any], Any]
ONE, MANY = "IN (%s)", "IN (%s{})"


class Prepared:
    """Rows as tuples, for ids; `query` makes a `values_list` of rows that are filtered by `…__in=ids`.

    Building a query of Django's takes longer than the database needs for a page of rows. The statement and
    the way its values are read (dates, decimals) stay the same whatever the ids are.
    """

    def __init__(self, query: Callable[[list[int]], QuerySet[Any, Any]]) -> None:
        self._query = query
        self._built: tuple[str, list[Any], list[tuple[int, Convert]]] | None = None

    def __call__(self, ids: Sequence[int]) -> Iterable[Sequence[Any]]:
        """The rows, in the order of the query. Nothing is asked for no ids."""
        if not ids:
            return []
        sql, params, converters = self._built or self._build()
        place = params.index(MARK)
        filled = [*params[:place], *ids, *params[place + 1 :]]
        with connection.cursor() as cursor:
            cursor.execute(sql.replace(ONE, MANY.format(", %s" * (len(ids) - 1))), filled)
            rows: Sequence[Sequence[Any]] = cursor.fetchall()
        return [_converted(row, converters) for row in rows] if converters else rows

    def _build(self) -> tuple[str, list[Any], list[tuple[int, Convert]]]:
        query = self._query([MARK]).query
        compiler = query.get_compiler(connection=connection)
        sql, params = compiler.as_sql()
        if sql.count(ONE) != 1 or list(params).count(MARK) != 1:
            raise ValueError("the query must ask for ids in exactly one place")
        converters = compiler.get_converters([column for column, _, _ in compiler.select])
        self._built = sql, list(params), [(at, _quick(*told)) for at, told in converters.items()]
        return self._built


def _converted(row: Sequence[Any], converters: Sequence[tuple[int, Convert]]) -> Sequence[Any]:
    values = list(row)
    for at, convert in converters:
        if values[at] is not None:
            values[at] = convert(values[at])
    return values


def _quick(converters: Sequence[Callable[[Any, Any, Any], Any]], expression: Any) -> Convert:
    """What Django does to each value, in one call; to times of SQLite, of which lists are full, at once."""
    is_kept = isinstance(expression, Col) and isinstance(expression.output_field, DateTimeField)
    if is_kept and connection.vendor == "sqlite":
        return _in_utc

    def convert(value: Any) -> Any:
        for one in converters:
            value = one(value, expression, connection)
        return value

    return convert


def _in_utc(value: datetime) -> datetime:
    return value.replace(tzinfo=UTC)
