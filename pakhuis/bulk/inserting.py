"""Inserting a few rows by a statement that is put together once, for the busiest doors.

Django builds an insert anew each time and asks every field of every row how its value is written, which takes
longer than the database needs for a handful of rows. Thousands go by `bulk.writing`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import Any, TypeVar

from django.db import connection
from django.db.models import Model

from pakhuis.bulk.writing import Row, prepared_columns

M = TypeVar("M", bound=Model)
AT_ONCE = 50
"""Rows of one statement: each count has one of its own, and a value for each column of each row."""


def insert(rows: Iterable[M]) -> list[M]:
    """Insert these rows of one model; their ids stand on them afterwards, as after `bulk_create`."""
    given = list(rows)
    for some in _slices(given):
        for row, (pk,) in zip(some, _sent(some, _returning(type(some[0]))), strict=True):
            _is_there(row, pk)
    return given


def _is_there(row: Model, pk: Any) -> None:
    assert row._meta.pk is not None
    row.__dict__[row._meta.pk.attname] = pk
    row._state.adding, row._state.db = False, connection.alias


def insert_unless_there(row: Model) -> bool:
    """Insert this row, its id stands on it afterwards; False when one like it is there already."""
    ids = _sent([row], f" ON CONFLICT DO NOTHING{_returning(type(row))}")
    for (pk,) in ids:
        _is_there(row, pk)
    return bool(ids)


def insert_or_leave(rows: Iterable[Model]) -> None:
    """Insert these rows of one model but for those that are there already, by any unique constraint."""
    for some in _slices(list(rows)):
        _sent(some, " ON CONFLICT DO NOTHING")


def insert_or_update(rows: Iterable[Model], *, known_by: Sequence[str], update: Sequence[str]) -> None:
    """Insert these rows of one model; one that is there by `known_by` gets these columns instead."""
    for some in _slices(list(rows)):
        _sent(some, _updating(tuple(known_by), tuple(update)))


def _slices(rows: Sequence[M]) -> Iterable[Sequence[M]]:
    return (rows[start : start + AT_ONCE] for start in range(0, len(rows), AT_ONCE))


def _sent(rows: Sequence[Model], ending: str) -> list[tuple[Any, ...]]:
    model = type(rows[0])
    columns, take = _columns(model)
    given = prepared_columns([take(one.__dict__) for one in rows], columns)
    values = [value for row in zip(*given, strict=True) for value in row]
    with connection.cursor() as cursor:
        cursor.execute(_statement(model, len(rows), ending), values)
        return cursor.fetchall() if cursor.description else []


@lru_cache(maxsize=500)
def _statement(model: type[Model], count: int, ending: str) -> str:
    columns, _ = _columns(model)
    row = f"({', '.join(['%s'] * len(columns))})"
    names = ", ".join(f'"{one.column}"' for one in columns)
    return f'INSERT INTO "{model._meta.db_table}" ({names}) VALUES {", ".join([row] * count)}{ending}'  # noqa: S608 - our own names


@lru_cache(maxsize=200)
def _columns(model: type[Model]) -> tuple[list[Any], Callable[[Any], Row]]:
    """All columns but the id, which the database gives, and what takes their values from a row."""
    columns = [one for one in model._meta.concrete_fields if not one.primary_key]
    names = [one.attname for one in columns]
    return columns, lambda held: [held[name] for name in names]


def _returning(model: type[Model]) -> str:
    assert model._meta.pk is not None
    return f' RETURNING "{model._meta.pk.column}"'


@lru_cache(maxsize=200)
def _updating(known_by: tuple[str, ...], update: tuple[str, ...]) -> str:
    keys = ", ".join(f'"{one}"' for one in known_by)
    sets = ", ".join(f'"{one}" = excluded."{one}"' for one in update)
    return f" ON CONFLICT ({keys}) DO UPDATE SET {sets}"
