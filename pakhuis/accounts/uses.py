"""Where a tag, template or group is used: walks every table that points to it, whichever package has it."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import ForeignObjectRel, Model

from pakhuis.accounts.problems import WHERE
from pakhuis.accounts.problems import in_use as in_use_problem
from pakhuis.kernel.problem import Problem

COUNTED = 1000
"""More are not counted: nobody needs to know, and counting a million takes a while."""


@dataclass(frozen=True, slots=True)
class Use:
    """A table that points to a row, and how often (at most `COUNTED` + 1, which stands for "more")."""

    table: str
    count: int

    @property
    def word(self) -> str:
        """What stands in that table, in English."""
        return WHERE.get(self.table, self.table.split(".")[-1])

    @property
    def told(self) -> str:
        """``3``, or ``1000+``."""
        return f"{COUNTED}+" if self.count > COUNTED else str(self.count)


def uses_of(row: Model, *, leaving: tuple[str, ...] = ()) -> tuple[Use, ...]:
    """Who points to `row`, one short query per table; tables of `leaving` and of our own rights are left."""
    found = []
    for relation in _relations(row):
        table = relation.related_model._meta.label_lower
        if table in leaving or not isinstance(relation.related_model, type):
            continue
        pointing = relation.related_model._default_manager.filter(**{relation.field.name: row})
        count = pointing.values("pk")[: COUNTED + 1].count()
        if count:
            found.append(Use(table, count))
    return tuple(found)


def in_use(uses: tuple[Use, ...]) -> Problem:
    """The refusal that lists where something is used."""
    return in_use_problem(", ".join(f"{one.word}: {one.told}" for one in uses))


def _relations(row: Model) -> list[ForeignObjectRel]:
    return [one for one in row._meta.related_objects if one.one_to_many]
