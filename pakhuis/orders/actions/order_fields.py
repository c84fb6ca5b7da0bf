"""Which own fields orders have: made, renamed, put in order, retired; no value is ever lost."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Max, ProtectedError

from pakhuis.customers.own_fields import CHOICE_KINDS, SEPARATOR, OwnFieldKind
from pakhuis.customers.problems import choices_missing, title_taken, unknown_kind
from pakhuis.journal.actions import record
from pakhuis.journal.changes import put
from pakhuis.journal.events import FieldChange
from pakhuis.kernel.actor import Actor
from pakhuis.kernel.checking import Checks, not_found
from pakhuis.kernel.numbers import possible_ids
from pakhuis.kernel.problem import Refused
from pakhuis.kernel.text import clean, key
from pakhuis.orders.events import OrderFieldChanged, OrderFieldCreated, OrderFieldDeleted
from pakhuis.orders.intake import OrderFieldFields
from pakhuis.orders.models import OrderField
from pakhuis.orders.problems import bad_choice, order_field_in_use, order_field_kind_fixed

MOST_CHOICES = 200


def create_order_field(given: OrderFieldFields, *, by: Actor, now: datetime) -> OrderField:
    """A new field, behind all others."""
    checks = Checks()
    values = _checked(given, checks, but=None)
    checks.refuse_if_any()
    try:
        with transaction.atomic():
            last = OrderField.objects.aggregate(last=Max("position"))["last"] or 0
            field = OrderField.objects.create(**values, position=last + 1)
            record([OrderFieldCreated(id=field.pk, label=field.title)], by=by, now=now)
    except IntegrityError:
        raise Refused([title_taken(clean(given.title))]) from None
    return field


def change_order_field(field_id: int, given: OrderFieldFields, *, by: Actor, now: datetime) -> OrderField:
    """Rename, require, show, change what can be chosen. The kind stays as soon as an order has a value."""
    try:
        with transaction.atomic():
            field = _locked(field_id)
            checks = Checks()
            values = _checked(given, checks, but=field_id)
            if values["kind"] != field.kind and field.values.exists():
                checks.add(order_field_kind_fixed())
            checks.refuse_if_any()
            changes = put(field, values)
            if changes:
                field.save(update_fields=list(values))
                record([OrderFieldChanged(id=field.pk, changes=changes)], by=by, now=now)
    except IntegrityError:
        raise Refused([title_taken(clean(given.title))]) from None
    return field


@transaction.atomic
def retire_order_field(field_id: int, *, is_retired: bool, by: Actor, now: datetime) -> None:
    """Ask a field no more, or again; what was filled in is kept."""
    field = _locked(field_id)
    if field.is_retired == is_retired:
        return
    field.retired_at = now if is_retired else None
    field.save(update_fields=["retired_at"])
    change = FieldChange(field="retired", old=str(not is_retired), new=str(is_retired))
    record([OrderFieldChanged(id=field.pk, changes=(change,))], by=by, now=now)


@transaction.atomic
def move_order_field(field_id: int, *, steps: int, by: Actor, now: datetime) -> None:
    """Put a field so many places further down (negative: up); at the ends it stays."""
    fields = list(OrderField.objects.select_for_update().order_by("position", "id"))
    ids = [one.pk for one in fields]
    if field_id not in ids:
        raise Refused([not_found("order field")])
    old = ids.index(field_id)
    new = min(max(0, old + steps), len(ids) - 1)
    if new == old:
        return
    fields.insert(new, fields.pop(old))
    for place, one in enumerate(fields, start=1):
        one.position = place
    OrderField.objects.bulk_update(fields, ["position"])
    change = FieldChange(field="position", old=str(old + 1), new=str(new + 1))
    record([OrderFieldChanged(id=field_id, changes=(change,))], by=by, now=now)


def delete_order_field(field_id: int, *, by: Actor, now: datetime) -> None:
    """Remove a field that no order has a value in; one in use can only be retired."""
    try:
        with transaction.atomic():
            field = _locked(field_id)
            title = field.title
            field.delete()
            record([OrderFieldDeleted(id=field_id, label=title)], by=by, now=now)
    except (ProtectedError, IntegrityError):
        raise Refused([order_field_in_use()]) from None


def _locked(field_id: int) -> OrderField:
    found = OrderField.objects.select_for_update().filter(pk__in=possible_ids([field_id])).first()
    if found is None:
        raise Refused([not_found("order field")])
    return found


def _checked(given: OrderFieldFields, checks: Checks, *, but: int | None) -> dict[str, object]:
    title = checks.text(("title",), given.title, limit=100, required=True)
    others = OrderField.objects.filter(title__iexact=title)
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
        "on_picklist": given.on_picklist,
        "on_portal": given.on_portal,
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
