"""The verbs by which an account makes, renames, orders and retires own fields; no value is ever lost."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from django.db import IntegrityError, transaction
from django.db.models import Max, Model, ProtectedError

from pakhuis.bulk.writing import AT_ONCE
from pakhuis.journal.actions import record
from pakhuis.journal.changes import put
from pakhuis.journal.events import Event, FieldChange
from pakhuis.kernel.actor import Actor
from pakhuis.kernel.checking import Checks, not_found
from pakhuis.kernel.numbers import possible_ids
from pakhuis.kernel.problem import Problem, Refused
from pakhuis.kernel.text import clean, key
from pakhuis.ownfields.intake import FieldAsked
from pakhuis.ownfields.models import AccountField
from pakhuis.ownfields.problems import bad_choice, choices_missing, title_taken, unknown_kind
from pakhuis.ownfields.values import CHOICE_KINDS, SEPARATOR, OwnFieldKind

MOST_CHOICES = 200
F = TypeVar("F", bound=AccountField)


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldFacts:
    """The facts that tell of fields of one sort; each takes `id`, and `label` or `changes`."""

    created: Callable[..., Event]
    changed: Callable[..., Event]
    deleted: Callable[..., Event]


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldDoors(Generic[F]):
    """The doors for fields of one sort: its tables, its facts, and how it refuses.

    `subject` is what such a field is called where none is found; `shown` are the columns that say where the
    value of a field is to be seen.
    """

    model: type[F]
    values: type[Model]
    facts: FieldFacts
    subject: str
    shown: tuple[str, ...]
    kind_fixed: Callable[[], Problem]
    in_use: Callable[[], Problem]

    def create(self, given: FieldAsked, *, by: Actor, now: datetime) -> F:
        """A new field, behind all others."""
        checks = Checks()
        values = self._checked(given, checks, but=None)
        checks.refuse_if_any()
        try:
            with transaction.atomic():
                last = self.model._default_manager.aggregate(last=Max("position"))["last"] or 0
                field = self.model._default_manager.create(**values, position=last + 1)
                record([self.facts.created(id=field.pk, label=field.title)], by=by, now=now)
        except IntegrityError:
            raise Refused([title_taken(clean(given.title))]) from None
        return field

    def change(self, field_id: int, given: FieldAsked, *, by: Actor, now: datetime) -> F:
        """Rename, require, show, change what can be chosen. The kind stays as soon as there is a value."""
        try:
            with transaction.atomic():
                field = self._locked(field_id)
                checks = Checks()
                values = self._checked(given, checks, but=field_id)
                used = self.values._default_manager.filter(field=field)
                if values["kind"] != field.kind and used.exists():
                    checks.add(self.kind_fixed())
                checks.refuse_if_any()
                changes = put(field, values)
                if changes:
                    field.save(update_fields=list(values))
                    record([self.facts.changed(id=field.pk, changes=changes)], by=by, now=now)
        except IntegrityError:
            raise Refused([title_taken(clean(given.title))]) from None
        return field

    @transaction.atomic
    def retire(self, field_id: int, *, is_retired: bool, by: Actor, now: datetime) -> None:
        """Ask a field no more, or again; what was filled in is kept."""
        field = self._locked(field_id)
        if field.is_retired == is_retired:
            return
        field.retired_at = now if is_retired else None
        field.save(update_fields=["retired_at"])
        change = FieldChange(field="retired", old=str(not is_retired), new=str(is_retired))
        record([self.facts.changed(id=field.pk, changes=(change,))], by=by, now=now)

    @transaction.atomic
    def move(self, field_id: int, *, steps: int, by: Actor, now: datetime) -> None:
        """Put a field so many places further down (negative: up); at the ends it stays."""
        fields = list(self.model._default_manager.select_for_update().order_by("position", "id"))
        ids = [one.pk for one in fields]
        if field_id not in ids:
            raise Refused([not_found(self.subject)])
        old = ids.index(field_id)
        new = min(max(0, old + steps), len(ids) - 1)
        if new == old:
            return
        fields.insert(new, fields.pop(old))
        for place, one in enumerate(fields, start=1):
            one.position = place
        self.model._default_manager.bulk_update(fields, ["position"], batch_size=AT_ONCE)
        change = FieldChange(field="position", old=str(old + 1), new=str(new + 1))
        record([self.facts.changed(id=field_id, changes=(change,))], by=by, now=now)

    def remove(self, field_id: int, *, by: Actor, now: datetime) -> None:
        """Remove a field in which nothing stands; one in use can only be retired."""
        try:
            with transaction.atomic():
                field = self._locked(field_id)
                title = field.title
                field.delete()
                record([self.facts.deleted(id=field_id, label=title)], by=by, now=now)
        except (ProtectedError, IntegrityError):
            raise Refused([self.in_use()]) from None

    def _locked(self, field_id: int) -> F:
        rows = self.model._default_manager.select_for_update()
        found = rows.filter(pk__in=possible_ids([field_id])).first()
        if found is None:
            raise Refused([not_found(self.subject)])
        return found

    def _checked(self, given: FieldAsked, checks: Checks, *, but: int | None) -> dict[str, Any]:
        title = checks.text(("title",), given.title, limit=100, required=True)
        others = self.model._default_manager.filter(title__iexact=title)
        if (others if but is None else others.exclude(pk=but)).exists():
            checks.add(title_taken(title))
        if given.kind not in tuple(OwnFieldKind):
            checks.add(unknown_kind())
        is_choice = given.kind in CHOICE_KINDS
        choices = _choices(given.choices, checks) if is_choice else []
        if is_choice and not choices:
            checks.add(choices_missing())
        return {
            "title": title,
            "kind": given.kind,
            "required": given.is_required,
            **{name: getattr(given, name) for name in self.shown},
            "choices": choices,
        }


def _choices(given: tuple[str, ...], checks: Checks) -> list[str]:
    """The titles, each once without regard to case; a `;` would divide one into two."""
    found: dict[str, str] = {}
    for one in given[:MOST_CHOICES]:
        title = checks.text(("choices",), one, limit=100)
        if SEPARATOR in title:
            checks.add(bad_choice(title))
        if title:
            found.setdefault(key(title), title)
    if len(given) > MOST_CHOICES:
        checks.whole(("choices",), len(given), low=1, high=MOST_CHOICES)
    return list(found.values())
