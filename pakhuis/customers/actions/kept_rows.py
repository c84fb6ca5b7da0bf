"""Rows as they are kept beside a merge: exact to the last digit, and made rows again from that."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Model

Kept = dict[str, Any]


def kept(row: Model) -> Kept:
    """Every column of a row by its name, as JSON can hold it without loss."""
    return {field.attname: as_json(getattr(row, field.attname)) for field in row._meta.concrete_fields}


def as_json(value: Any) -> Any:
    """Moments to the microsecond and decimals with all their digits; everything else is JSON already."""
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


def read(model: type[Model], values: Mapping[str, Any]) -> dict[str, Any]:
    """Kept values as the columns of `model` hold them; columns that are no more are left out."""
    fields = {field.attname: field for field in model._meta.concrete_fields}
    return {name: fields[name].to_python(value) for name, value in values.items() if name in fields}


def put_in(model: type[Model], rows: Iterable[Kept]) -> None:
    """Make kept rows again, with the ids they had."""
    model._default_manager.bulk_create([model(**read(model, one)) for one in rows])
