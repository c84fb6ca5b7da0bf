"""A picklist as the API gives it out, with its products or as a summary inside an order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import F, QuerySet, Sum

from pakhuis.accounts.actions import account_settings
from pakhuis.api import tags
from pakhuis.api.answers import LocalTime
from pakhuis.api.picklist_lines import products_on
from pakhuis.api.prepared import Prepared
from pakhuis.api.said import comment_counts
from pakhuis.fulfilment.models import Picklist
from pakhuis.orders.models import OrderTag

_OF_ORDER = {
    "delivery_name": "deliveryname",
    "delivery_contact_name": "deliverycontact",
    "delivery_line1": "deliveryaddress",
    "delivery_line2": "deliveryaddress2",
    "delivery_zipcode": "deliveryzipcode",
    "delivery_city": "deliverycity",
    "delivery_region": "deliveryregion",
    "delivery_country": "deliverycountry",
    "phone": "telephone",
    "email": "emailaddress",
    "reference": "reference",
}
OF_ORDER = {f"order__{ours}": theirs for ours, theirs in _OF_ORDER.items()}
COLUMNS = (
    *("id", "number", "customer_id", "order_id", "warehouse_id", "assigned_to_id", "urgent", "status"),
    *("batch_id", "shipping_profile_id", "invoiced", "snoozed_until", "closed_by_id", "closed_at"),
    *("created_at", "updated_at", "pieces", "picked", "grams", "order__template_id"),
    *("order__preferred_delivery_date", *OF_ORDER),
)


def _query(rows: QuerySet[Picklist]) -> QuerySet[Picklist, Any]:
    counted = rows.order_by("pk").annotate(
        pieces=Sum("lines__amount"),
        picked=Sum("lines__picked"),
        grams=Sum(F("lines__amount") * F("lines__order_line__weight")),
    )
    return counted.values_list(*COLUMNS)


_BY_ID = Prepared(lambda ids: _query(Picklist.objects.filter(pk__in=ids)))
_BY_ORDER = Prepared(lambda ids: _query(Picklist.objects.filter(order_id__in=ids)))
_TAGS = Prepared(
    lambda ids: (
        OrderTag.objects.filter(order_id__in=ids)
        .order_by("tag__title")
        .values_list("order_id", *tags.COLUMNS)
    )
)


def picklist_shapes(ids: Sequence[int]) -> list[dict[str, Any]]:
    """The picklists with these ids and their products, in the order of the ids."""
    if not ids:
        return []
    lines = products_on(ids)
    said = comment_counts("picklist", ids)
    return [
        {**one, "products": lines.get(pk, []), "comment_count": said.get(pk, 0)}
        for one in _summaries(picklist_ids=ids)
        for pk in (one["idpicklist"],)
    ]


def picklist_summaries(order_ids: Sequence[int]) -> dict[int, list[dict[str, Any]]]:
    """The picklists of these orders without their products, by order."""
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for one in _summaries(order_ids=order_ids):
        found[one["idorder"]].append(one)
    return found


def _summaries(
    *, picklist_ids: Sequence[int] | None = None, order_ids: Sequence[int] | None = None
) -> list[dict[str, Any]]:
    rows = _BY_ID(picklist_ids) if picklist_ids is not None else _BY_ORDER(order_ids or ())
    local = LocalTime(account_settings().time_zone)
    found = [dict(zip(COLUMNS, row, strict=True)) for row in rows]
    marked = tags.by_title(_TAGS(sorted({row["order_id"] for row in found})))
    return [_summary(row, list(marked.get(row["order_id"], {}).values()), local) for row in found]


def _summary(row: Mapping[str, Any], tags_: list[dict[str, Any]], local: LocalTime) -> dict[str, Any]:
    wished = row["order__preferred_delivery_date"]
    return {
        "idpicklist": row["id"],
        "picklistid": row["number"],
        "idcustomer": row["customer_id"],
        "idorder": row["order_id"],
        "idreturn": None,
        "idwarehouse": row["warehouse_id"],
        "idtemplate": row["order__template_id"],
        "idpicklist_batch": row["batch_id"],
        "idshippingprovider_profile": row["shipping_profile_id"],
        **{theirs: row[ours] or None for ours, theirs in OF_ORDER.items()},
        "assigned_to_iduser": row["assigned_to_id"],
        "invoiced": row["invoiced"],
        "urgent": row["urgent"],
        "preferred_delivery_date": wished.isoformat() if wished else None,
        "status": row["status"],
        "totalproducts": row["pieces"] or 0,
        "totalpicked": row["picked"] or 0,
        "weight": row["grams"] or 0,
        "snoozed_until": local(row["snoozed_until"]),
        "closed_by_iduser": row["closed_by_id"],
        "closed_at": local(row["closed_at"]),
        "created": local(row["created_at"]),
        "updated": local(row["updated_at"]),
        "idfulfilment_customer": None,
        "tags": tags_,
        "comment_count": 0,
    }
