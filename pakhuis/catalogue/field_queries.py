"""Which own fields products have, and what stands in them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping

from pakhuis.catalogue.models import ProductField, ProductFieldValue
from pakhuis.ownfields.reading import ShownFields, Texts, all_fields


def product_fields() -> list[ProductField]:
    """Every field, in the account's order (one query)."""
    return all_fields(ProductField)


def product_texts(product_ids: Collection[int]) -> Mapping[int, Texts]:
    """Per product what stands in its fields, in one query."""
    found: dict[int, dict[int, str]] = defaultdict(dict)
    rows = ProductFieldValue.objects.filter(product_id__in=product_ids)
    for product_id, field_id, text in rows.values_list("product_id", "field_id", "text"):
        found[product_id][field_id] = text
    return found


def pickers_product_fields(product_ids: Collection[int]) -> ShownFields:
    """What whoever picks these products is to see; two queries, one where nothing is to be shown."""
    fields = [one for one in product_fields() if one.on_picklist and not one.is_retired]
    return ShownFields(fields=fields, texts=product_texts(product_ids) if fields else {})
