"""What belonged to the loser goes back to it when a merge is undone; what cannot is told, never guessed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Model

from pakhuis.customers.actions.kept_rows import Kept, kept, put_in, read
from pakhuis.customers.actions.merge_rows import MANY_AT_ONCE, relation_name
from pakhuis.customers.merge_problems import rows_came_since, rows_edited_since, rows_gone_since
from pakhuis.customers.merging import Moves, SetAside, Unites
from pakhuis.customers.models import Customer
from pakhuis.customers.relations import AnyField, keys_to, rule_of
from pakhuis.kernel.problem import Problem

SILENT = ("customers.LikelyDouble", "customers.CustomerAlias")
"""Tables a person does not think of as belongings: nothing is said of them."""


def return_rows(moved: Mapping[str, Any], *, loser: int, winner: int) -> list[Problem]:
    """Give back every relation of the record; the notes tell what stayed, is gone, or was changed since."""
    notes: list[Problem] = []
    for key in keys_to(Customer):
        told = moved.get(relation_name(key))
        if told is not None:
            found = _returned(key, told, loser=loser, winner=winner)
            notes += [] if key.model._meta.label in SILENT else found
    for key in keys_to(Customer):
        rule = rule_of(key)
        if isinstance(rule, Moves) and rule.follows:
            astray = {key.name: winner, f"{rule.follows}__{key.name}": loser}
            key.model._default_manager.filter(**astray).update(**{key.attname: loser})
    return notes


def _returned(key: AnyField, told: Mapping[str, Any], *, loser: int, winner: int) -> list[Problem]:
    kind = key.model._meta.label
    lost = _moved_back(key, told, loser=loser, winner=winner)
    lost += sum(not _put_in(key.model, row) for row in told["rows"])
    edited = _unclear(key, told["before"], loser=loser)
    came = key.model._default_manager.filter(**{key.name: winner}, pk__gt=told["highest"]).count()
    notes = []
    if came and not isinstance(rule_of(key), SetAside):
        notes.append(rows_came_since(kind, came))
    if lost:
        notes.append(rows_gone_since(kind, lost))
    if edited:
        notes.append(rows_edited_since(kind, edited))
    return notes


def _moved_back(key: AnyField, told: Mapping[str, Any], *, loser: int, winner: int) -> int:
    """Rows that are the winner's still become the loser's again; gives how many are not."""
    back = 0
    for start in range(0, len(told["ids"]), MANY_AT_ONCE):
        some = told["ids"][start : start + MANY_AT_ONCE]
        still = key.model._default_manager.filter(**{key.name: winner}, pk__in=some)
        back += still.update(**{key.attname: loser})
    return len(told["ids"]) - back


def _put_in(model: type[Model], row: Kept) -> bool:
    """Make a row again that was taken out; False when what it needs is gone, or it is there otherwise."""
    for field in model._meta.concrete_fields:
        target, value = field.related_model, row.get(field.attname)
        if not isinstance(target, type) or value is None:
            continue
        if not target._default_manager.filter(pk=value).exists():
            return False
    try:
        with transaction.atomic():
            put_in(model, [row])
    except IntegrityError:
        return False
    return True


def _unclear(key: AnyField, before: Mapping[str, Kept], *, loser: int) -> int:
    """Set back what the move itself cleared; gives how many rows somebody changed otherwise."""
    rule = rule_of(key)
    cleared = {} if isinstance(rule, SetAside) or rule is None else dict(rule.cleared)
    copied = rule.copied if isinstance(rule, Unites) else ()
    edited = 0
    for row in key.model._default_manager.filter(**{key.name: loser}, pk__in=[int(pk) for pk in before]):
        was, now = before[str(row.pk)], kept(row)
        ignored = {key.attname, *cleared, *copied}
        edited += any(now[name] != was[name] for name in now if name in was and name not in ignored)
        if cleared:
            columns = read(key.model, {name: was[name] for name in cleared})
            key.model._default_manager.filter(pk=row.pk).update(**columns)
    return edited
