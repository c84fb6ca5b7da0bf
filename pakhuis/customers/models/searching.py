"""What customers are sorted by in an order of their own, the same on both engines."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.backends.ddl_references import Statement, Table
from django.db.models import Model


class FoldedField(models.CharField[Any, Any]):
    """Folded text that sorts by its letters alone on every engine, so that prefixes are ranges of it."""

    def db_parameters(self, connection: Any) -> Any:
        given = super().db_parameters(connection)
        return {**given, "collation": "C"} if connection.vendor == "postgresql" else given


class NewestFirstIndex(models.Index):
    """Its moment descending, rows without one last, then the id, unless other fields follow.

    SQLite has rows without a moment last without being told.
    """

    def create_sql(
        self,
        model: type[Model],
        schema_editor: BaseDatabaseSchemaEditor,
        using: str = "",  # noqa: ARG002
        **_: Any,
    ) -> Statement:
        downwards = " DESC NULLS LAST" if schema_editor.connection.vendor == "postgresql" else " DESC"
        fields: list[Any] = [model._meta.get_field(name) for name in self.fields]
        if isinstance(fields[-1], models.DateTimeField):
            fields.append(model._meta.pk)
        columns = [
            schema_editor.quote_name(one.column) + downwards * isinstance(one, models.DateTimeField)
            for one in fields
        ]
        return Statement(
            "CREATE INDEX %(name)s ON %(table)s (%(columns)s)",
            table=Table(model._meta.db_table, schema_editor.quote_name),
            name=self.name,
            columns=", ".join(columns),
        )
