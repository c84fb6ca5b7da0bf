"""Which own fields customers have: made, renamed, put in order, retired; no value is ever lost."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import CharField, Count, Max, Value
from django.db.models.functions import Cast, Concat

from pakhuis.bulk.writing import AT_ONCE
from pakhuis.customers.events import OwnFieldChanged, OwnFieldCreated, OwnFieldDeleted
from pakhuis.customers.intake import GivenChoice, OwnFieldFields
from pakhuis.customers.models import OwnField, OwnFieldChoice, OwnValue
from pakhuis.customers.problems import choice_in_use, field_changed_meanwhile, kind_is_fixed, own_field_in_use
from pakhuis.customers.tasks import recount_incomplete
from pakhuis.journal.actions import record
from pakhuis.journal.events import FieldChange
from pakhuis.kernel.actor import Actor
from pakhuis.kernel.checking import Checks, not_found
from pakhuis.kernel.problem import Refused
from pakhuis.kernel.text import key
from pakhuis.ownfields.problems import choices_missing, title_taken, unknown_kind
from pakhuis.ownfields.values import CHOICE_KINDS, OwnFieldKind

TITLE_LENGTH = 100
MOST_CHOICES = 200
SET_ASIDE = "\u0001"
"""Begins a title that nobody sees, as it stands for the blink of one transaction: no printable character."""


def create_own_field(given: OwnFieldFields, *, by: Actor, now: datetime) -> OwnField:
    """A new field, behind all others; customers that do not have it are incomplete if it is required."""
    checks = Checks()
    title, kind = _checked(given, checks, but=None)
    checks.refuse_if_any()
    try:
        with transaction.atomic():
            last = OwnField.objects.aggregate(last=Max("position"))["last"] or 0
            field = OwnField.objects.create(
                title=title, kind=kind, required=given.is_required, position=last + 1
            )
            _choices_set(field, given.choices, now=now)
            record([OwnFieldCreated(id=field.pk, label=title)], by=by, now=now)
            if given.is_required:
                recount_incomplete.enqueue()
    except IntegrityError:
        raise Refused([title_taken(title)]) from None
    return field


def change_own_field(field_id: int, given: OwnFieldFields, *, by: Actor, now: datetime) -> OwnField:
    """Rename, require, change the possible values. The kind stays as soon as a customer has a value.

    A possible value that is left out is removed; refused where customers have it.
    """
    try:
        with transaction.atomic():
            return _changed(field_id, given, by=by, now=now)
    except IntegrityError:
        raise Refused([field_changed_meanwhile()]) from None


def _changed(field_id: int, given: OwnFieldFields, *, by: Actor, now: datetime) -> OwnField:
    field = _locked(field_id)
    checks = Checks()
    title, kind = _checked(given, checks, but=field_id)
    if kind != field.kind and field.values.exists():
        checks.add(kind_is_fixed())
    if kind in CHOICE_KINDS:
        _check_left_out(field, given.choices, checks)
    checks.refuse_if_any()
    before = _told(field)
    was_required = field.required
    field.title, field.kind, field.required = title, kind, given.is_required
    field.save(update_fields=["title", "kind", "required"])
    _choices_set(field, given.choices if kind in CHOICE_KINDS else (), now=now)
    _record_changes(field, before, by=by, now=now)
    if field.required != was_required:
        recount_incomplete.enqueue()
    return field


@transaction.atomic
def retire_own_field(field_id: int, *, is_retired: bool, by: Actor, now: datetime) -> None:
    """Ask a field no more, or again. What was filled in is kept and shown on the customer's page."""
    field = _locked(field_id)
    if field.is_retired == is_retired:
        return
    before = _told(field)
    field.retired_at = now if is_retired else None
    field.save(update_fields=["retired_at"])
    _record_changes(field, before, by=by, now=now)
    if field.required:
        recount_incomplete.enqueue()


@transaction.atomic
def move_own_field(field_id: int, *, steps: int, by: Actor, now: datetime) -> None:
    """Put a field so many places further down (negative: up); at the ends it stays."""
    fields = list(OwnField.objects.select_for_update().order_by("position", "id"))
    ids = [one.pk for one in fields]
    if field_id not in ids:
        raise Refused([not_found("customer field")])
    old = ids.index(field_id)
    new = min(max(0, old + steps), len(ids) - 1)
    if new == old:
        return
    fields.insert(new, fields.pop(old))
    for place, one in enumerate(fields, start=1):
        one.position = place
    OwnField.objects.bulk_update(fields, ["position"], batch_size=AT_ONCE)
    change = FieldChange(field="position", old=str(old + 1), new=str(new + 1))
    record([OwnFieldChanged(id=field_id, changes=(change,))], by=by, now=now)


def delete_own_field(field_id: int, *, by: Actor, now: datetime) -> None:
    """Remove a field that no customer has a value in; one in use can only be retired."""
    try:
        with transaction.atomic():
            _deleted(field_id, by=by, now=now)
    except IntegrityError:
        raise Refused([field_changed_meanwhile()]) from None


def _deleted(field_id: int, *, by: Actor, now: datetime) -> None:
    field = _locked(field_id)
    count = OwnValue.objects.filter(field=field).values("customer").distinct().count()
    if count:
        raise Refused([own_field_in_use(count)])
    field.delete()
    record([OwnFieldDeleted(id=field_id, label=field.title)], by=by, now=now)
    if field.required:
        recount_incomplete.enqueue()


def _locked(field_id: int) -> OwnField:
    field = OwnField.objects.select_for_update().filter(pk=field_id).first()
    if field is None:
        raise Refused([not_found("customer field")])
    return field


def _checked(given: OwnFieldFields, checks: Checks, *, but: int | None) -> tuple[str, str]:
    title = checks.text(("title",), given.title, limit=TITLE_LENGTH, required=True)
    others = OwnField.objects.filter(title__iexact=title)
    if (others if but is None else others.exclude(pk=but)).exists():
        checks.add(title_taken(title))
    if given.kind not in tuple(OwnFieldKind):
        checks.add(unknown_kind())
    seen: set[str] = set()
    for place, choice in enumerate(given.choices):
        path = ("choices", place)
        text = checks.text(path, choice.title, limit=TITLE_LENGTH, required=True)
        if text and key(text) in seen:
            checks.add(title_taken(text, path))
        seen.add(key(text))
    if given.kind in CHOICE_KINDS and not any(not one.is_retired for one in given.choices):
        checks.add(choices_missing())
    if len(given.choices) > MOST_CHOICES:
        checks.whole(("choices",), len(given.choices), low=1, high=MOST_CHOICES)
    return title, given.kind


def _check_left_out(field: OwnField, wanted: Sequence[GivenChoice], checks: Checks) -> None:
    kept = {one.id for one in wanted if one.id is not None}
    left_out = field.choices.exclude(pk__in=kept).annotate(count=Count("values"))
    for choice in left_out:
        if choice.count:
            checks.add(choice_in_use(choice.title, choice.count, ("choices",)))


def _choices_set(field: OwnField, wanted: Sequence[GivenChoice], *, now: datetime) -> None:
    """Make the possible values these, in this order; renamed ones keep their id and so their customers."""
    present = {one.pk: one for one in field.choices.all()}
    kept = {one.id for one in wanted if one.id is not None} & set(present)
    OwnFieldChoice.objects.filter(field=field).exclude(pk__in=kept).delete()
    rows = list({one.id: present[one.id] for one in wanted if one.id is not None and one.id in kept}.values())
    # Two titles may change places: all are set aside first, as each is unique at every moment.
    OwnFieldChoice.objects.filter(pk__in=kept).update(
        title=Concat(Value(SET_ASIDE), Cast("pk", CharField(max_length=20)))
    )
    new = []
    for place, one in enumerate(wanted):
        row = present.get(one.id) if one.id is not None else None
        retired = (row.retired_at if row and row.retired_at else now) if one.is_retired else None
        if row is None:
            row = OwnFieldChoice(field=field)
            new.append(row)
        row.title, row.position, row.retired_at = one.title.strip(), place, retired
    OwnFieldChoice.objects.bulk_update(rows, ["title", "position", "retired_at"], batch_size=AT_ONCE)
    OwnFieldChoice.objects.bulk_create(new)


def _told(field: OwnField) -> dict[str, str]:
    """The field as the logbook tells it."""
    choices = OwnFieldChoice.objects.filter(field=field)
    return {
        "title": field.title,
        "field_kind": field.kind,
        "required": str(field.required),
        "retired": str(field.is_retired),
        "choices": "; ".join(one.title for one in choices if one.retired_at is None),
        "retired_choices": "; ".join(one.title for one in choices if one.retired_at is not None),
    }


def _record_changes(field: OwnField, before: dict[str, str], *, by: Actor, now: datetime) -> None:
    after = _told(field)
    changes = tuple(
        FieldChange(field=name, old=old, new=after[name])
        for name, old in before.items()
        if old != after[name]
    )
    if changes:
        record([OwnFieldChanged(id=field.pk, changes=changes)], by=by, now=now)
