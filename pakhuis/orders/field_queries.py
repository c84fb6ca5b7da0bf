"""Own fields of orders as the rules and forms read them, and what stands in them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from pakhuis.customers.own_fields import SEPARATOR, Choice, OwnFieldKind, OwnFieldSpec, OwnText
from pakhuis.customers.own_words import own_text
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


def in_words(fields: Iterable[OrderField], texts: Texts) -> list[tuple[str, str]]:
    """Title and value of those fields that are filled in, in the language of the moment."""
    return [
        (one.title, own_text(spec_of(one, texts[one.pk]), standing_values(one, texts[one.pk])))
        for one in fields
        if one.pk in texts
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class PickersFields:
    """The fields that are in use and shown on picklists, and what stands in them on some orders."""

    fields: tuple[OrderField, ...]
    texts: Mapping[int, Texts]

    def of(self, order_id: int) -> list[tuple[str, str]]:
        """Title and value of those that are filled in on this order, in the language of the moment."""
        return in_words(self.fields, self.texts.get(order_id, {}))


def pickers_fields(order_ids: Collection[int]) -> PickersFields:
    """What whoever picks these orders is to know; two queries, one where nothing is to be shown."""
    fields = tuple(one for one in order_fields() if one.on_picklist and not one.is_retired)
    return PickersFields(fields=fields, texts=texts_of(order_ids) if fields else {})
