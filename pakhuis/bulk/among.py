"""Conditions with any number of values, at a tenth of the cost that Django's own have.

Databases bound how many values one statement may have: PostgreSQL 65,535 where they go beside the statement,
SQLite some thousands or more, as it was built. Of Django's own conditions `in` is the one that can have as
many values as there are rows, so from `FEW` on it goes as one here, wherever it is asked: by a manager, by
what Django deletes or fetches along, in a migration.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from typing import Any

from django.db import connection as default
from django.db.models import BooleanField, F, Field, ForeignObject, Func
from django.db.models.fields.related_lookups import RelatedIn
from django.db.models.lookups import In

from pakhuis.bulk.arrays import texts, whole_numbers

FEW = 500
"""Up to so many values each is one of the statement, as the planner sees how many they are."""
USUAL = 2**31
"""What whole numbers of the usual size stay below."""


def as_one(values: Collection[Any], vendor: str = "") -> tuple[str, list[Any]]:
    """What stands behind a column that is one of these values, with its one parameter."""
    if (vendor or default.vendor) == "postgresql":
        return "= ANY(%s)", [_as_array(values)]
    return "IN (SELECT value FROM json_each(%s))", [json.dumps(list(values))]


def _as_array(values: Collection[Any]) -> Any:
    """The values as an array that is read as the column's own type; other kinds are left to the driver.

    So are numbers beyond the usual: a column of usual ones does not have them, which is no error.
    """
    given = {one for one in values if one is not None}
    kinds = set(map(type, given))
    if kinds <= {str}:
        return texts(values)
    if kinds == {int} and -USUAL <= min(given) <= max(given) < USUAL:
        return whole_numbers(values)
    return list(values)


class Among(Func):
    """True for rows whose column is one of these values: one parameter, whatever their number.

    Django prepares each value by itself, and makes a mark in the statement for each; for thousands that
    takes longer than finding the rows. Values are whole numbers or texts, as they stand in the database.
    """

    output_field = BooleanField()

    def __init__(self, column: str, values: Collection[int | None] | Collection[str]) -> None:
        super().__init__(F(column))
        self._values = list(values)

    def as_sql(self, compiler: Any, *_: Any, **__: Any) -> tuple[str, tuple[Any, ...]]:
        column, params = compiler.compile(self.source_expressions[0])
        among, one = as_one(self._values, compiler.connection.vendor)
        return f"{column} {among}", (*params, *one)


class _AsOne(In):
    """Django's `in`, with one parameter for many whole numbers or texts."""

    def process_rhs(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        marks, values = super().process_rhs(compiler, connection)
        if len(values) <= FEW or not self.rhs_is_direct_value():
            return marks, values
        if all(type(one) is str for one in values):
            return as_one(values, connection.vendor)
        if all(isinstance(one, int) and not isinstance(one, bool) for one in values):
            # The driver's own whole numbers are of many sizes; in one array they are of one.
            return as_one([int(one) for one in values], connection.vendor)
        return marks, values

    def get_rhs_op(self, connection: Any, rhs: str) -> str:
        return rhs if rhs.startswith(("= ANY", "IN (SELECT value")) else super().get_rhs_op(connection, rhs)


@Field.register_lookup
class InMany(_AsOne):
    """`in` of a column."""


@ForeignObject.register_lookup
class RelatedInMany(_AsOne, RelatedIn):
    """`in` of a column that points to another table."""


class Within(Func):
    """True for rows whose column, a whole number, lies in one of these stretches, both ends included."""

    output_field = BooleanField()

    def __init__(self, column: str, stretches: Sequence[tuple[int, int]]) -> None:
        super().__init__(F(column))
        self._stretches = list(stretches)

    def as_sql(self, compiler: Any, *_: Any, **__: Any) -> tuple[str, tuple[Any, ...]]:
        column, params = compiler.compile(self.source_expressions[0])
        count = len(self._stretches)
        within = " OR ".join([f"{column} BETWEEN %s AND %s"] * count) or "1 = 0"
        ends = (end for stretch in self._stretches for end in stretch)
        return f"({within})", (*params * count, *ends)
