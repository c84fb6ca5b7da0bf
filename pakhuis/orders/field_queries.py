"""Which own fields orders have, and what stands in them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping

from pakhuis.orders.models import OrderField, OrderFieldValue
from pakhuis.ownfields.reading import ShownFields, Texts, all_fields


def order_fields() -> list[OrderField]:
    """Every field, in the account's order (one query)."""
    return all_fields(OrderField)


def texts_of(order_ids: Collection[int]) -> Mapping[int, Texts]:
    """Per order what stands in its fields, in one query."""
    found: dict[int, dict[int, str]] = defaultdict(dict)
    rows = OrderFieldValue.objects.filter(order_id__in=order_ids)
    for order_id, field_id, text in rows.values_list("order_id", "field_id", "text"):
        found[order_id][field_id] = text
    return found


def pickers_fields(order_ids: Collection[int]) -> ShownFields:
    """What whoever picks these orders is to know; two queries, one where nothing is to be shown."""
    fields = [one for one in order_fields() if one.on_picklist and not one.is_retired]
    return ShownFields(fields=fields, texts=texts_of(order_ids) if fields else {})
