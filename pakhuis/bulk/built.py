"""Statements that Django builds once and that are then only filled in, for the busiest doors.

Building a query takes Django longer than the database needs to answer it, and what comes of it is the same
each time but for the values. Where these go stands a `Given`, by name.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Expression, QuerySet
from django.db.models.sql import UpdateQuery

from pakhuis.bulk.writing import preparing

Convert = Callable[[Any], Any]


class Given(Expression):
    """Stands in a query where a value of this name will stand; of the column's own kind, as Python has it."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name

    def as_sql(self, _compiler: Any, _connection: Any) -> tuple[str, Any]:
        return "%s", (self,)


@dataclass(frozen=True, slots=True)
class _Statement:
    """The text, and its values with each `Given` among them.

    `prepare` makes a value the database's, by its name; `readers` make those of a column Python's.
    """

    sql: str
    params: Sequence[Any]
    prepare: Mapping[str, Convert] = field(default_factory=dict)
    readers: Sequence[tuple[int, Convert]] = ()

    def filled(self, given: dict[str, Any]) -> list[Any]:
        ready = {name: self.prepare.get(name, _sent)(value) for name, value in given.items()}
        return [ready[one.name] if isinstance(one, Given) else one for one in self.params]


def _sent(value: Any) -> Any:
    return connection.ops.adapt_datetimefield_value(value) if isinstance(value, datetime) else value


class Asked:
    """Rows of a `values_list` in which values are `Given`.

    Called with the values by name it asks the database, and gives the rows as Django would.
    """

    def __init__(self, query: Callable[[], QuerySet[Any, Any]]) -> None:
        self._query = query
        self._built: _Statement | None = None

    def __call__(self, **given: Any) -> list[tuple[Any, ...]]:
        built = self._built or self._build()
        with connection.cursor() as cursor:
            cursor.execute(built.sql, built.filled(given))
            found: list[tuple[Any, ...]] = cursor.fetchall()
        return [_read(row, built.readers) for row in found] if built.readers else found

    def _build(self) -> _Statement:
        compiler = self._query().query.get_compiler(connection=connection)
        sql, params = compiler.as_sql()
        told = compiler.get_converters([column for column, _, _ in compiler.select])
        readers = [(place, in_turn(*converters)) for place, converters in told.items()]
        self._built = _Statement(sql, params, readers=readers)
        return self._built


class Updated:
    """An update of rows in which values are `Given`, among those that are set too.

    Called with the values by name it gives how many rows it changed.
    """

    def __init__(self, query: Callable[[], QuerySet[Any, Any]], **sets: Any) -> None:
        self._query, self._sets = query, sets
        self._built: _Statement | None = None

    def __call__(self, **given: Any) -> int:
        built = self._built or self._build()
        with connection.cursor() as cursor:
            cursor.execute(built.sql, built.filled(given))
            return int(cursor.rowcount)

    def _build(self) -> _Statement:
        found = self._query()
        query: Any = found.query.chain(UpdateQuery)
        query.add_update_values(self._sets)
        columns = {
            to.name: found.model._meta.get_field(name)
            for name, to in self._sets.items()
            if isinstance(to, Given)
        }
        prepare = {name: made for name, column in columns.items() if (made := preparing(column))}
        sql, params = query.get_compiler(connection=connection).as_sql()
        self._built = _Statement(sql, params, prepare=prepare)
        return self._built


def _read(row: tuple[Any, ...], readers: Sequence[tuple[int, Convert]]) -> tuple[Any, ...]:
    values = list(row)
    for place, read in readers:
        values[place] = read(values[place])
    return tuple(values)


def in_turn(converters: Sequence[Callable[[Any, Any, Any], Any]], expression: Any) -> Convert:
    """What Django does to each value of a column, in one call."""

    def convert(value: Any) -> Any:
        for one in converters:
            value = one(value, expression, connection)
        return value

    return convert
