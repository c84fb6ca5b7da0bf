"""Filling in own fields of an order, in the transaction that writes the order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pakhuis.journal.events import FieldChange
from pakhuis.kernel.actor import Actor, ActorKind
from pakhuis.kernel.checking import Checks
from pakhuis.orders.field_queries import order_fields
from pakhuis.orders.models import Order, OrderField, OrderFieldValue
from pakhuis.orders.problems import unknown_order_field
from pakhuis.ownfields.filling import changed_texts, checked_texts
from pakhuis.ownfields.intake import GivenOwnValue
from pakhuis.ownfields.reading import Texts


def checked_values(
    given: Iterable[GivenOwnValue], checks: Checks, *, had: Texts, by: Actor
) -> Mapping[int, str]:
    """What is to stand in the fields that were given (`ownfields.filling`); asks nothing where nothing is."""
    asked = list(given)
    if not asked and by.kind is not ActorKind.PERSON:
        return {}
    return checked_texts(asked, order_fields(), checks, had=had, by=by, unknown=unknown_order_field)


def set_values(order: Order, wanted: Mapping[int, str], *, had: Texts) -> list[FieldChange]:
    """Bring the rows to `wanted`; a field that is not in it stays as it is."""
    changed = changed_texts(wanted, had=had)
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
