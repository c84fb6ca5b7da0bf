"""Own fields of orders as the rules and forms read them, and what stands in them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping

from pakhuis.customers.own_fields import SEPARATOR, Choice, OwnFieldKind, OwnFieldSpec, OwnText
from pakhuis.orders.models import OrderField, OrderFieldValue

Texts = Mapping[int, str]
"""What stands in the fields of one order, by id of the field."""


def order_fields() -> list[OrderField]:
    """Every field, in the account's order (one query)."""
    return list(OrderField.objects.order_by("position", "id"))


def spec_of(field: OrderField, text: str = "") -> OwnFieldSpec:
    """The field as the rules read it; a choice that is offered no more stays possible where it stands."""
    offered = [Choice(id=place, title=title) for place, title in enumerate(field.choices, start=1)]
    kept = [one for one in titles_in(field, text) if one not in field.choices]
    old = [
        Choice(id=place, title=title, is_retired=True)
        for place, title in enumerate(kept, start=len(offered) + 1)
    ]
    return OwnFieldSpec(
        id=field.pk,
        title=field.title,
        kind=OwnFieldKind(field.kind),
        is_required=field.required,
        is_retired=field.is_retired,
        choices=(*offered, *old),
    )


def titles_in(field: OrderField, text: str) -> list[str]:
    """The choices that a stored text names; none for a field without choices."""
    if not text or field.kind not in (OwnFieldKind.RADIO, OwnFieldKind.SELECT, OwnFieldKind.MULTIPLE):
        return []
    return text.split(SEPARATOR) if field.kind == OwnFieldKind.MULTIPLE else [text]


def standing_values(field: OrderField, text: str) -> tuple[OwnText, ...]:
    """What stands in a field, value by value."""
    spec = spec_of(field, text)
    if not spec.has_choices:
        return (OwnText(text=text),) if text else ()
    ids = {one.title: one.id for one in spec.choices}
    return tuple(OwnText(text=title, choice_id=ids[title]) for title in titles_in(field, text))


def texts_of(order_ids: Collection[int]) -> Mapping[int, Texts]:
    """Per order what stands in its fields, in one query."""
    found: dict[int, dict[int, str]] = defaultdict(dict)
    rows = OrderFieldValue.objects.filter(order_id__in=order_ids)
    for order_id, field_id, text in rows.values_list("order_id", "field_id", "text"):
        found[order_id][field_id] = text
    return found
