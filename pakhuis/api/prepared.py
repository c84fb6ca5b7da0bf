"""Queries for what belongs to a page of ids: built by Django once, then only filled in and sent."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import BooleanField, CharField, DateTimeField, DecimalField, QuerySet, TextField
from django.db.models.expressions import Col

from pakhuis.api.answers import plain
from pakhuis.bulk.built import Convert, in_turn

MARK = 7_777_777_777
"""Stands where the ids will stand while the query is built; no query has it for anything else."""
ONE, MANY = "IN (%s)", "IN (%s{})"


@dataclass(frozen=True, slots=True)
class _Built:
    """A statement with the mark among its values, and how the columns are read."""

    sql: str
    params: list[Any]
    converters: list[tuple[int, Convert]]
    nullable: list[int]
    """Columns of text that may be left empty: JSON says null then."""

    def read(self, rows: Sequence[Sequence[Any]]) -> Iterable[Sequence[Any]]:
        """Column by column, which is three times as quick as row by row."""
        if not rows or not (self.converters or self.nullable):
            return rows
        columns: list[Sequence[Any]] = list(zip(*rows, strict=True))
        for at in self.nullable:
            columns[at] = [value or None for value in columns[at]]
        for at, convert in self.converters:
            columns[at] = [value if value is None else convert(value) for value in columns[at]]
        return zip(*columns, strict=True)


class Prepared:
    """Rows as tuples, for ids; `query` makes a `values_list` of rows that are filtered by `…__in=ids`.

    Building a query of Django's takes longer than the database needs for a page of rows. The statement and
    the way its values are read stay the same whatever the ids are. Values of columns come as JSON has them:
    decimals as plain numbers, and null for an empty text where the column may be left empty; times in UTC,
    as `LocalTime` takes them, though on SQLite they do not say so.
    """

    def __init__(self, query: Callable[[list[int]], QuerySet[Any, Any]]) -> None:
        self._query = query
        self._built: _Built | None = None

    def __call__(self, ids: Sequence[int]) -> Iterable[Sequence[Any]]:
        """The rows, in the order of the query. Nothing is asked for no ids."""
        if not ids:
            return []
        built = self._built or self._build()
        place = built.params.index(MARK)
        filled = [*built.params[:place], *ids, *built.params[place + 1 :]]
        with connection.cursor() as cursor:
            cursor.execute(built.sql.replace(ONE, MANY.format(", %s" * (len(ids) - 1))), filled)
            return built.read(cursor.fetchall())

    def _build(self) -> _Built:
        query = self._query([MARK]).query
        compiler = query.get_compiler(connection=connection)
        sql, params = compiler.as_sql()
        if sql.count(ONE) != 1 or list(params).count(MARK) != 1:
            raise ValueError("the query must ask for ids in exactly one place")
        columns = [column for column, _, _ in compiler.select]
        told = compiler.get_converters(columns)
        read = [(at, _reading(column, *told.get(at, ([], column)))) for at, column in enumerate(columns)]
        converters = [(at, convert) for at, convert in read if convert]
        nullable = [at for at, column in enumerate(columns) if _may_be_empty(column)]
        self._built = _Built(sql, list(params), converters, nullable)
        return self._built


def _may_be_empty(column: Any) -> bool:
    field = column.output_field if isinstance(column, Col) else None
    return isinstance(field, CharField | TextField) and field.blank


def _reading(
    column: Any, converters: Sequence[Callable[[Any, Any, Any], Any]], expression: Any
) -> Convert | None:
    """What Django does to each value, in one call; less where the driver has done it, or JSON wants less."""
    field = column.output_field if isinstance(column, Col) else None
    if isinstance(field, DecimalField):
        return plain if connection.vendor == "postgresql" else _rounded(field.decimal_places)
    if connection.vendor == "sqlite" and isinstance(field, BooleanField | DateTimeField):
        return None
    return in_turn(converters, expression) if converters else None


def _rounded(places: int) -> Convert:
    """Decimals of SQLite, which keeps whole ones as whole numbers and others as floats."""

    def convert(value: float) -> float:
        if isinstance(value, int):
            return value
        near = round(value, places)
        return int(near) if near.is_integer() else near

    return convert
