"""Reading many rows at once, at little more than the database itself asks for."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Sequence
from functools import cache, lru_cache, reduce
from typing import Any, TypeVar

import msgspec
from django.core.exceptions import EmptyResultSet
from django.db import connection, models
from django.db.models import Model, QuerySet
from django.db.models.base import ModelState
from django.db.models.expressions import Col

M = TypeVar("M", bound=Model)


def rows_of(found: QuerySet[M], *, but: Collection[str] = ()) -> list[M]:
    """All rows of a query as instances of its model, at a fifth of what Django takes for making them.

    Columns in `but` are not read; asking one for them costs a query. Values out of JSON may be shared by
    several rows: they are replaced, never changed.
    """
    model = found.model
    names = [one.attname for one in model._meta.concrete_fields if one.attname not in but]
    return _made(model, names, values_of(found, names))


def whole_rows(model: type[M], statement: str, values: Sequence[Any]) -> list[M]:
    """What a statement of our own finds that asks for all columns of a table, in their order.

    Each row has values out of JSON of its own.
    """
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        found: list[tuple[Any, ...]] = cursor.fetchall()
    names = column_names(model)
    return _made(model, names, [one for row in found for one in _as_python(model, names, [row])])


def _made(model: type[M], names: Sequence[str], found: Sequence[tuple[Any, ...]]) -> list[M]:
    alias = connection.alias
    return [_instance(model, names, values, alias) for values in found]


def instance_of(model: type[M], values: Sequence[Any]) -> M:
    """An instance of one row of all columns of a table, in their order, as Python has them."""
    return _instance(model, column_names(model), values, connection.alias)


def column_names(model: type[Model]) -> list[str]:
    """All columns of a table, in their order, by the names that queries and instances have for them."""
    return [one.attname for one in model._meta.concrete_fields]


def _instance(model: type[M], names: Sequence[str], values: Sequence[Any], alias: str) -> M:
    row = model.__new__(model)
    row.__dict__ = held = dict(zip(names, values, strict=True))
    held["_state"] = state = ModelState()
    state.adding, state.db = False, alias
    return row


def values_of(found: QuerySet[Any], names: Sequence[str]) -> list[tuple[Any, ...]]:
    """These columns of all rows of a query, as Python has them: `values_list` at a third of its time."""
    try:
        statement, values = found.values_list(*names).query.get_compiler(connection.alias).as_sql()
    except EmptyResultSet:
        return []
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return _as_python(found.model, names, rows)


def _as_python(
    model: type[Model], names: Sequence[str], rows: list[tuple[Any, ...]]
) -> list[tuple[Any, ...]]:
    """The rows of the driver with the values that Python has for these columns."""
    if not rows:
        return rows
    special = _special(model, tuple(names), connection.vendor)
    if not special:
        return rows
    columns: list[Sequence[Any]] = list(zip(*rows, strict=True))
    for place, read in special:
        columns[place] = _each_read_once(columns[place], read)
    return list(zip(*columns, strict=True))


def _each_read_once(values: Sequence[Any], read: Callable[[Any], Any]) -> list[Any]:
    """The values as Python has them; in a batch many are alike, and nothing is kept for the next one."""
    known = {one: one if one is None else read(one) for one in set(values)}
    return [known[one] for one in values]


@lru_cache(maxsize=500)
def _special(
    model: type[Model], names: tuple[str, ...], vendor: str
) -> list[tuple[int, Callable[[Any], Any]]]:
    """The columns that the driver does not give as Python has them, by their place."""
    fields: dict[str, Any] = {one.attname: one for one in model._meta.concrete_fields}
    return [(place, read) for place, name in enumerate(names) if (read := _reader(fields[name], vendor))]


@cache
def _reader(field: Any, vendor: str) -> Callable[[Any], Any] | None:
    """What makes a value of the driver one of Python; None where it is one."""
    if isinstance(field, models.JSONField):
        return from_json
    if isinstance(field, models.BooleanField):
        return None if vendor == "postgresql" else bool
    expression = Col(field.model._meta.db_table, field)
    readers = [*connection.ops.get_db_converters(expression), *field.get_db_converters(connection)]
    if not readers:
        return None
    return lambda value: reduce(lambda it, read: read(it, expression, connection), readers, value)


def from_json(text: str) -> Any:
    """What stands in a column of JSON; what is beyond the quick reader is left to the thorough one."""
    try:
        return _decode(text)
    except msgspec.MsgspecError:
        return json.loads(text)


_decode = msgspec.json.Decoder().decode
