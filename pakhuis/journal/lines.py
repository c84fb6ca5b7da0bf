"""Lines of a paper that were changed, taken off and added: written by three statements, however many."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from django.db.models import Model

from pakhuis.bulk.writing import update_each
from pakhuis.journal.changes import put
from pakhuis.journal.events import FieldChange


class Asked(Protocol):
    """What somebody wants of the line with this id."""

    @property
    def id(self) -> int: ...

    @property
    def removed(self) -> bool: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class LinesAfter:
    """What the lines of one paper become: checked `values` of those that were `asked` for, and `added` ones.

    Every line has a `code` and an `amount`, by which the logbook tells of it. `added` are drafts that know
    their paper already.
    """

    asked: Sequence[Asked]
    values: Mapping[int, Mapping[str, Any]]
    added: Sequence[Any]


def write_lines(lines: Mapping[int, Any], after: LinesAfter) -> tuple[FieldChange, ...]:
    """Bring `lines` (by id) to what they become, in the transaction of their paper; tells what was different.

    Nothing is checked here. A line that is taken off is not changed as well.
    """
    gone = {one.id: lines[one.id] for one in after.asked if one.removed}
    changes: list[FieldChange] = []
    changed: dict[int, Model] = {}
    for one in after.asked:
        line = lines[one.id]
        if one.removed:
            changes.append(FieldChange(field=f"lines.{line.code}", old=str(line.amount), new=""))
        elif one.id not in gone and (own := put(line, after.values[one.id])):
            changed[one.id] = line
            changes += [
                FieldChange(field=f"lines.{line.code}.{part.field}", old=part.old, new=part.new)
                for part in own
            ]
    update_each(list(changed.values()), _names(after.values[pk] for pk in changed))
    _take_off(list(gone.values()))
    _add(after.added)
    return (
        *changes,
        *(FieldChange(field=f"lines.{one.code}", old="", new=str(one.amount)) for one in after.added),
    )


def _names(values: Iterable[Mapping[str, Any]]) -> list[str]:
    """Every field that any line was given, in one order: all of them are written of each."""
    return sorted({name for one in values for name in one})


def _take_off(gone: Sequence[Model]) -> None:
    if gone:
        type(gone[0])._base_manager.filter(pk__in=[one.pk for one in gone]).delete()


def _add(drafts: Sequence[Model]) -> None:
    if drafts:
        type(drafts[0])._base_manager.bulk_create(drafts)
