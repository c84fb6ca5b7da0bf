"""The statements that the doors make, written down, and made again with nothing around them."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import psycopg
from django.db import connection

WRITES = ("INSERT", "UPDATE", "DELETE", "CREATE TEMP", "DROP TABLE")
"""The last two: many rows of SQLite are written by way of a passing table. COPY is not seen here."""


@dataclass(frozen=True, slots=True)
class Statement:
    """One execute or executemany."""

    sql: str
    params: Any
    many: bool

    @property
    def is_write(self) -> bool:
        return self.sql.lstrip().upper().startswith(WRITES)


class Recorder:
    """Writes down what Django sends while it is `on`; BEGIN is not counted, as the replay has its own."""

    def __init__(self) -> None:
        self.statements: list[Statement] = []
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        self.statements = []
        self._stack.enter_context(connection.execute_wrapper(self._note))
        return self

    def __exit__(self, *error: object) -> None:
        self._stack.close()

    def _note(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        if not sql.startswith("BEGIN"):
            rows = [tuple(one) for one in params] if many else params
            self.statements.append(Statement(sql, rows, many))
            params = rows
        return execute(sql, params, many, context)


class Bare:
    """A connection of the driver itself to a copy of the database, as it was before the doors ran."""

    def __init__(self, name: str) -> None:
        self._raw: Any = _copied_sqlite(name) if connection.vendor == "sqlite" else _copied_postgres(name)

    def replay(self, transactions: Iterable[Iterable[Statement]]) -> float:
        """Make the statements again, in the same transactions; gives the seconds it took."""
        prepared = [[_native(one) for one in some] for some in transactions]
        cursor = self._raw.cursor()
        begin = "BEGIN IMMEDIATE" if connection.vendor == "sqlite" else "BEGIN"
        start = time.perf_counter()
        for some in prepared:
            cursor.execute(begin)
            for one in some:
                if one.many:
                    cursor.executemany(one.sql, one.params)
                    continue
                cursor.execute(one.sql, one.params or ())
                if cursor.description is not None:
                    cursor.fetchall()
            cursor.execute("COMMIT")
        return time.perf_counter() - start

    def close(self) -> None:
        self._raw.close()


def _native(one: Statement) -> Statement:
    if connection.vendor != "sqlite":
        return one
    return Statement(one.sql.replace("%s", "?").replace("%%", "%"), one.params, one.many)


def _copied_sqlite(name: str) -> sqlite3.Connection:
    source = Path(str(connection.settings_dict["NAME"]))
    target = source.with_name(f"{name}.sqlite3")
    copy = sqlite3.connect(target, isolation_level=None, timeout=30)
    original = sqlite3.connect(source)
    original.backup(copy)
    original.close()
    for pragma in str(connection.settings_dict["OPTIONS"]["init_command"]).split(";"):
        copy.execute(pragma)
    copy.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return copy


def _copied_postgres(name: str) -> psycopg.Connection[Any]:
    config = connection.settings_dict
    connection.close()
    connection.close_pool()  # type: ignore[attr-defined]
    at: dict[str, Any] = {
        "host": config["HOST"],
        "port": config["PORT"],
        "user": config["USER"],
        "autocommit": True,
    }
    with psycopg.connect(dbname="postgres", **at) as admin:
        admin.execute(f'CREATE DATABASE "{name}" TEMPLATE "{config["NAME"]}"')
        admin.execute("CHECKPOINT")
    return psycopg.connect(dbname=name, cursor_factory=psycopg.ClientCursor, **at)
