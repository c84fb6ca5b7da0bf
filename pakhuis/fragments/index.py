"""The index of fragments: trigrams in GIN on PostgreSQL, FTS5 on SQLite, kept in step by the database itself.

A table has it by a `SearchTextField` called `search_text`, a `FragmentIndex` on that, and a migration with
`prepare` before and `fill` after. One table an app: the FTS5 table is called after the app.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.db import models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.backends.ddl_references import Statement, Table
from django.db.models import Lookup, Model

PENDING_KILOBYTES = 256
"""PostgreSQL reads what is not sorted into the index yet row by row, so only little may wait."""

# The FTS5 table of SQLite: which groups of three letters stand in the search text of which row.
_MAKE = """CREATE VIRTUAL TABLE {app}_fragments USING fts5(
    search_text, content='{table}', content_rowid='id',
    tokenize='trigram case_sensitive 1', detail=none)"""
_OUT = """INSERT INTO {app}_fragments({app}_fragments, rowid, search_text)
    VALUES ('delete', old.id, old.search_text)"""
_IN = "INSERT INTO {app}_fragments(rowid, search_text) VALUES (new.id, new.search_text)"
_TRIGGERS = {
    "insert": f"AFTER INSERT ON %(table)s BEGIN {_IN}; END",
    "delete": f"AFTER DELETE ON %(table)s BEGIN {_OUT}; END",
    "update": "AFTER UPDATE OF search_text ON %(table)s WHEN old.search_text IS NOT new.search_text "
    f"BEGIN {_OUT}; {_IN}; END",
}
Step = Callable[[Any, BaseDatabaseSchemaEditor], None]
"""What `RunPython` of a migration runs."""


class SearchTextField(models.TextField[Any, Any]):
    """All that a row is found by, folded. `fragments` asks the index, the other lookups never do."""


class FragmentIndex(models.Index):
    """Finds any fragment of three letters: trigrams in GIN on PostgreSQL, triggers that fill FTS5 on SQLite.

    Being an index of the model, it is made again by Django whenever a migration rebuilds the table on
    SQLite, which would lose triggers of any other kind.
    """

    def create_sql(
        self,
        model: type[Model],
        schema_editor: BaseDatabaseSchemaEditor,
        using: str = "",  # noqa: ARG002
        **_: Any,
    ) -> Statement:
        table = Table(model._meta.db_table, schema_editor.quote_name)
        if schema_editor.connection.vendor == "postgresql":
            gin = f"(search_text gin_trgm_ops) WITH (gin_pending_list_limit = {PENDING_KILOBYTES})"
            made = f"CREATE INDEX %(name)s ON %(table)s USING gin {gin}"
            return Statement(made, table=table, name=self.name)
        app = model._meta.app_label
        bodies = {verb: body.format(app=app) for verb, body in _TRIGGERS.items()}
        return self._each("CREATE TRIGGER %(name)s_{verb} {body}", bodies, table, schema_editor)

    def remove_sql(self, model: type[Model], schema_editor: BaseDatabaseSchemaEditor, **_: Any) -> Any:
        table = Table(model._meta.db_table, schema_editor.quote_name)
        if schema_editor.connection.vendor == "postgresql":
            return Statement("DROP INDEX %(name)s", table=table, name=self.name)
        return self._each("DROP TRIGGER %(name)s_{verb}", _TRIGGERS, table, schema_editor)

    def _each(
        self,
        template: str,
        bodies: Mapping[str, str],
        table: Table,
        schema_editor: BaseDatabaseSchemaEditor,
    ) -> Statement:
        """The statement for the first trigger; those for the others follow at the end of the migration."""
        first, *others = (
            Statement(template.format(verb=verb, body=body), table=table, name=self.name)
            for verb, body in bodies.items()
        )
        schema_editor.deferred_sql.extend(others)
        return first


@SearchTextField.register_lookup
class Fragments(Lookup[Any]):
    """Every fragment stands somewhere in the text, found by those of three letters and more in the index.

    FTS5 without positions knows which groups of three letters are there, not that they touch: the text
    itself has the last word.
    """

    lookup_name = "fragments"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        text, _ = self.process_lhs(compiler, connection)
        if connection.vendor == "postgresql":
            told = " AND ".join([f"{text} LIKE %s"] * len(self.rhs))
            return f"({told})", tuple(f"%{connection.ops.prep_for_like_query(word)}%" for word in self.rhs)
        key = f'{compiler.quote_name_unless_alias(self.lhs.alias)}."id"'
        index = f"{self.lhs.target.model._meta.app_label}_fragments"
        found = f"SELECT rowid FROM {index} WHERE {index} MATCH %s"  # noqa: S608 - our own name
        told = " AND ".join([f"instr({text}, %s) > 0"] * len(self.rhs))
        return f"({key} IN ({found}) AND {told})", (_trigrams(self.rhs), *self.rhs)


def _trigrams(words: Any) -> str:
    """What FTS5 is asked: all groups of three letters, each quoted, so that nothing in it is syntax."""
    parts = {word[at : at + 3]: None for word in words for at in range(len(word) - 2)}
    return " AND ".join('"{}"'.format(part.replace('"', '""')) for part in parts)


@SearchTextField.register_lookup
class Holds(Lookup[Any]):
    """Every fragment stands somewhere in the text; no index is thought of."""

    lookup_name = "holds"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        text, _ = self.process_lhs(compiler, connection)
        return held(text, connection, count=len(self.rhs)), tuple(self.rhs)


def held(text: str, connection: Any, *, count: int) -> str:
    """SQL that `count` fragments, given as parameters, all stand in the column `text`."""
    place = "strpos" if connection.vendor == "postgresql" else "instr"
    return "(" + " AND ".join([f"{place}({text}, %s) > 0"] * count) + ")"


def prepare(app: str, table: str) -> Step:
    """Before the first such index: the extension of PostgreSQL, the table of SQLite."""

    def step(_: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        else:
            schema_editor.execute(_MAKE.format(app=app, table=table))

    return step


def take_down(app: str) -> Step:
    """The way back; the extension stays, as others may use it."""
    return _on_sqlite(f"DROP TABLE {app}_fragments")


def fill(app: str) -> Step:
    """Take in the rows that are there already; the index of PostgreSQL does so itself."""
    return _on_sqlite(filling(app))


def filling(app: str) -> str:
    """The statement of SQLite that makes the index anew from the rows."""
    return f"INSERT INTO {app}_fragments({app}_fragments) VALUES ('rebuild')"  # noqa: S608 - our own name


def checking(app: str) -> str:
    """The statement by which SQLite compares the index with the rows; it fails when they differ."""
    return f"INSERT INTO {app}_fragments({app}_fragments, rank) VALUES ('integrity-check', 1)"  # noqa: S608 - our own name


def _on_sqlite(statement: str) -> Step:
    def step(_: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
        if schema_editor.connection.vendor == "sqlite":
            schema_editor.execute(statement)

    return step
