"""Filling in own fields of an order, in the transaction that writes the order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pakhuis.customers.intake import GivenOwnValue
from pakhuis.customers.own_fields import check_own_value, check_required, joined
from pakhuis.customers.problems import retired_own_field
from pakhuis.journal.events import FieldChange
from pakhuis.kernel.actor import Actor, ActorKind
from pakhuis.kernel.checking import Checks
from pakhuis.orders.field_queries import Texts, order_fields, spec_of
from pakhuis.orders.models import Order, OrderField, OrderFieldValue
from pakhuis.orders.problems import unknown_order_field


def checked_values(
    given: Iterable[GivenOwnValue], checks: Checks, *, had: Texts, by: Actor
) -> Mapping[int, str]:
    """What is to stand in the fields that were given; problems at ``("own_fields", id)``.

    That a required field is filled in is asked of people only.
    """
    asked = list(given)
    is_person = by.kind is ActorKind.PERSON
    if not asked and not is_person:
        return {}
    fields = {one.pk: one for one in order_fields()}
    wanted: dict[int, str] = {}
    for one in asked:
        field = fields.get(one.field_id)
        path = ("own_fields", one.field_id)
        if field is None:
            checks.add(unknown_order_field(path))
        elif field.is_retired:
            checks.add(retired_own_field(field.title, path))
        else:
            spec = spec_of(field, had.get(field.pk, ""))
            kept = [choice.id for choice in spec.choices if choice.is_retired]
            wanted[field.pk] = joined(check_own_value(spec, one.value, checks, path, had=kept))
    if is_person:
        _ask_for_required(fields.values(), {**had, **wanted}, checks)
    return wanted


def _ask_for_required(fields: Iterable[OrderField], texts: Mapping[int, str], checks: Checks) -> None:
    wrong = {problem.path[1] for problem in checks.problems if problem.path[:1] == ("own_fields",)}
    filled = {pk for pk, text in texts.items() if text}
    check_required([spec_of(one) for one in fields if one.pk not in wrong], filled, checks)


def set_values(order: Order, wanted: Mapping[int, str], *, had: Texts) -> list[FieldChange]:
    """Bring the rows to `wanted`; a field that is not in it stays as it is."""
    changed = {pk: text for pk, text in wanted.items() if text != had.get(pk, "")}
    if not changed:
        return []
    OrderFieldValue.objects.filter(order=order, field_id__in=changed).delete()
    OrderFieldValue.objects.bulk_create(
        OrderFieldValue(order=order, field_id=pk, text=text) for pk, text in changed.items() if text
    )
    titles = dict(OrderField.objects.filter(pk__in=changed).values_list("pk", "title"))
    return [
        FieldChange(field=titles.get(pk, ""), old=had.get(pk, ""), new=text) for pk, text in changed.items()
    ]
