"""Writing many rows at once, each with values of its own, at little more than the database itself asks for.

Django prepares every value of every row by a chain of calls, which takes longer than writing it. Here it is
worked out once per table which columns need preparing at all; the rest goes to the database as it is.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache, lru_cache
from itertools import islice
from operator import itemgetter
from typing import Any, TypeVar

import msgspec
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models
from django.db.models import Model
from django.db.models.base import ModelState

from pakhuis.bulk.arrays import texts, whole_numbers
from pakhuis.bulk.copying import as_lines, is_same

M = TypeVar("M", bound=Model)
Row = Sequence[Any]
Prepare = Callable[[Any], Any]
AS_THEY_ARE = (
    *(models.CharField, models.TextField, models.BooleanField, models.IntegerField, models.ForeignKey),
    *(models.AutoField, models.BigAutoField),
)
"""Fields whose values in Python are those of the database."""
REMEMBERED = 10_000
COPIED_AT_ONCE = 200
"""Rows that are sent to PostgreSQL while it stores those before them."""
AT_ONCE = 500
"""Rows of one statement of Django's `bulk_update`, which has some values for each row and each column."""
STAGED = "staged_rows"


def new_row(model: type[M], values: dict[str, Any]) -> M:
    """An instance with these values by column, the defaults for the rest: `Model(**values)` at a tenth.

    Nothing is checked, related objects are not looked at, and nobody who listens to `pre_init` is told.
    """
    row = model.__new__(model)
    fixed, made = _defaults(model)
    row.__dict__ = held = {**fixed, "_state": ModelState(), **values}
    for name, make in made:
        if name not in values:
            held[name] = make()
    return row


@cache
def _defaults(model: type[Model]) -> tuple[dict[str, Any], list[tuple[str, Callable[[], Any]]]]:
    fields: list[Any] = list(model._meta.concrete_fields)
    made = [(one.attname, one.default) for one in fields if one.has_default() and callable(one.default)]
    names = {name for name, _ in made}
    return {one.attname: one.get_default() for one in fields if one.attname not in names}, made


def update_each(instances: Sequence[Model], fields: Sequence[str]) -> None:
    """Bring the rows of these instances to what stands on them, in these fields, by one statement."""
    if not instances:
        return
    model = type(instances[0])
    columns: list[Any] = [model._meta.get_field(name) for name in fields]
    names = [one.attname for one in columns]
    take: Callable[[Any], Row] = itemgetter(*names, model._meta.pk.attname)
    update_rows(model, names, [take(one.__dict__) for one in instances])


def update_rows(model: type[Model], names: Sequence[str], rows: Sequence[Row]) -> None:
    """Bring rows to these values, by one statement: of each the columns in `names`, then its primary key.

    Django's `bulk_update` builds one with a branch per row and value, which takes several times as long as
    the database needs for the rows themselves.
    """
    if not rows:
        return
    meta = model._meta
    columns = _columns(model, names)
    ready = prepared_columns(rows, columns)
    target = f'"{meta.db_table}"'
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(*_updated_at_once(meta, columns, ready))
            return
        with _staged(cursor, ready, vary=len(columns)) as (given, values):
            sets = ", ".join(f'"{one.column}" = {it}' for one, it in zip(columns, given, strict=False))
            where = f'{target}."{meta.pk.column}" = {given[-1]}'
            cursor.execute(f"UPDATE {target} SET {sets} FROM {STAGED} WHERE {where}", values)  # noqa: S608 - our own names


def insert_each(instances: Sequence[Model], *, with_ids: bool = False) -> None:
    """Insert these rows; with `with_ids` their ids are taken before, and stand on the instances."""
    if not instances:
        return
    model = type(instances[0])
    if with_ids:
        for instance, pk in zip(instances, take_ids(model, len(instances)), strict=True):
            instance.__dict__[model._meta.pk.attname] = pk
    insert_as_made(model, instances, with_ids=with_ids)


def insert_as_made(model: type[M], instances: Iterable[M], *, with_ids: bool = True) -> None:
    """Insert rows while they are being made: PostgreSQL stores the first of them meanwhile.

    Whoever makes them asks the database nothing, which is busy.
    """
    names = [one.attname for one in model._meta.concrete_fields if with_ids or not one.primary_key]
    take: Callable[[Any], Row] = itemgetter(*names)
    insert_rows(model, names, (take(one.__dict__) for one in instances))


def insert_rows(
    model: type[Model], names: Sequence[str], rows: Iterable[Row], *, alike: Mapping[str, Any] | None = None
) -> None:
    """Insert rows of these columns. The others hold what `alike` says of all rows, else their default."""
    coming = iter(rows)
    first = list(islice(coming, COPIED_AT_ONCE))
    if not first:
        return
    fixed, made = _defaults(model)
    meta = model._meta
    rest = {**fixed, **{name: make() for name, make in made}, **(alike or {})}
    others = list(_columns(model, [name for name in rest if name not in names]))
    others = [one for one in others if not one.primary_key]
    same = [one for (one,) in prepared_columns([[rest[one.attname] for one in others]], others)]
    columns = _columns(model, names)
    target = f'"{meta.db_table}" ({", ".join(_quoted(one) for one in (*columns, *others))})'
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with connection.wrap_database_errors, cursor.copy(f"COPY {target} FROM STDIN") as copy:
                while first:
                    ready = prepared_columns(first, columns)
                    copy.write(as_lines([*ready, *([one] * len(first) for one in same)]))
                    first = list(islice(coming, COPIED_AT_ONCE))
            return
        ready = prepared_columns([*first, *coming], columns)
        with _staged(cursor, ready) as (given, values):
            every = ", ".join([*given, *["%s"] * len(same)])
            cursor.execute(f"INSERT INTO {target} SELECT {every} FROM {STAGED}", [*values, *same])  # noqa: S608 - our own names


def _columns(model: type[Model], names: Iterable[str]) -> list[Any]:
    by_name = _by_attname(model)
    return [by_name[name] for name in names]


@cache
def _by_attname(model: type[Model]) -> dict[str, Any]:
    return {one.attname: one for one in model._meta.concrete_fields}


def _quoted(field: Any) -> str:
    return f'"{field.column}"'


@contextmanager
def _staged(
    cursor: Any, prepared: Sequence[Sequence[Any]], *, vary: int | None = None
) -> Iterator[tuple[list[str], list[Any]]]:
    """Keep columns in a passing table of SQLite; gives how each is named, and the values for marks.

    So one statement takes them all: one a row would have the full-text index written to disk row by row, at
    ten times the cost. A column that is the same in every row is a mark, and not kept; the column at `vary`
    always is.
    """
    given: list[str] = []
    values: list[Any] = []
    kept: list[Sequence[Any]] = []
    for place, column in enumerate(prepared):
        first = column[0]
        if place != vary and is_same(column):
            given.append("%s")
            values.append(first)
        else:
            given.append(f"{STAGED}.c{len(kept)}")
            kept.append(column)
    names = ", ".join(f"c{place}" for place in range(max(len(kept), 1)))
    cursor.execute(f"CREATE TEMP TABLE {STAGED} ({names})")
    marks = ", ".join(["%s"] * max(len(kept), 1))
    cursor.executemany(
        f"INSERT INTO {STAGED} VALUES ({marks})",  # noqa: S608 - our own name
        list(zip(*kept, strict=True)) if kept else [(None,)] * len(prepared[0]),
    )
    yield given, values
    cursor.execute(f"DROP TABLE {STAGED}")


def take_ids(model: type[Model], count: int) -> Iterable[int]:
    """So many ids that nobody else gets, as the table's own sequence gives them; within a transaction.

    On SQLite a writing transaction is alone, so the next ones after the highest there ever was are free.
    """
    table, column = model._meta.db_table, model._meta.pk.column
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            drawn = "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)"
            cursor.execute(drawn, [table, column, count])
            return [pk for (pk,) in cursor.fetchall()]
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        last = (cursor.fetchone() or (0,))[0]
    return range(last + 1, last + count + 1)


def _updated_at_once(
    meta: Any, columns: Sequence[Any], prepared: Sequence[Sequence[Any]]
) -> tuple[str, list[Any]]:
    """The statement of PostgreSQL with one array a column, or one value where all rows have the same."""
    sets: list[str] = []
    arrays: list[str] = []
    alike: list[Any] = []
    given: list[Any] = []
    for one, column in zip(columns, prepared, strict=False):
        kind, is_json = _sent_as(one), isinstance(one, models.JSONField)
        if is_same(column):
            sets.append(f'"{one.column}" = %s::{"jsonb" if is_json else kind}')
            alike.append(column[0])
        else:
            sets.append(f'"{one.column}" = v.c{len(arrays)}{"::jsonb" if is_json else ""}')
            arrays.append(f"%s::{kind}[]")
            given.append(_array(kind, column))
    arrays.append(f"%s::{_sent_as(meta.pk)}[]")
    given.append(_array(_sent_as(meta.pk), prepared[-1]))
    names = ", ".join(f"c{place}" for place in range(len(arrays)))
    statement = (
        f'UPDATE "{meta.db_table}" SET {", ".join(sets)}'  # noqa: S608 - our own names
        f" FROM unnest({', '.join(arrays)}) AS v({names})"
        f' WHERE "{meta.db_table}"."{meta.pk.column}" = v.c{len(arrays) - 1}'
    )
    return statement, [*alike, *given]


def _sent_as(field: Any) -> str:
    """The type of PostgreSQL that a value of this field is sent as."""
    if isinstance(field, models.CharField | models.TextField | models.JSONField):
        return "text"
    return str(field.db_type(connection))


def _array(kind: str, column: Sequence[Any]) -> Any:
    return _WRITTEN[kind](column) if kind in _WRITTEN else list(column)


_WRITTEN: dict[str, Callable[[Sequence[Any]], str]] = {
    "text": texts,
    **dict.fromkeys(("smallint", "integer", "bigint"), whole_numbers),
}
"""What is written out as an array here, by the type of the column."""


def prepared_columns(rows: Sequence[Row], columns: Sequence[Any]) -> list[Sequence[Any]]:
    """The rows column by column (with what they have behind these), the values as the driver wants them."""
    prepared: list[Sequence[Any]] = list(zip(*rows, strict=True))
    for place, one in enumerate(columns):
        prepare = preparing(one)
        if prepare is not None:
            prepared[place] = _each_once(prepare, prepared[place])
    return prepared


def _each_once(prepare: Prepare, values: Sequence[Any]) -> list[Any]:
    """Each value prepared; in a batch many rows have the very same one."""
    different = {id(one): one for one in values}
    if len(different) == len(values):
        return list(map(prepare, values))
    ready = {place: prepare(one) for place, one in different.items()}
    return [ready[id(one)] for one in values]


@cache
def preparing(field: Any) -> Prepare | None:
    """What makes a value of this field one of the database; None where it is one already."""
    if isinstance(field, models.JSONField):
        return as_json
    if isinstance(field, models.DecimalField | models.DateTimeField):
        return lru_cache(maxsize=REMEMBERED)(lambda value: field.get_db_prep_save(value, connection))
    if isinstance(field, AS_THEY_ARE):
        return None
    return lambda value: field.get_db_prep_save(value, connection)


def as_json(value: Any) -> str | None:
    """A value as JSON, the way Django's own encoder spells what JSON has no word for; None is no value."""
    if value is None:
        return None
    try:
        return _encode(value).decode()
    except (TypeError, msgspec.MsgspecError, UnicodeEncodeError):
        return json.dumps(value, cls=DjangoJSONEncoder)


_encode = msgspec.json.Encoder(enc_hook=lambda value: DjangoJSONEncoder().default(value)).encode
