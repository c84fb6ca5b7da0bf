"""A picklist as the API gives it out, with its products or as a summary inside an order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from operator import itemgetter
from typing import Any

from django.db.models import F, QuerySet, Sum

from pakhuis.accounts.actions import account_settings
from pakhuis.api import tags
from pakhuis.api.answers import LocalTime
from pakhuis.api.picklist_lines import products_on
from pakhuis.api.prepared import Prepared
from pakhuis.api.said import comment_counts
from pakhuis.api.words import Words
from pakhuis.fulfilment.models import Picklist
from pakhuis.orders.models import OrderTag

_OWN = {
    "idpicklist": "id",
    "picklistid": "number",
    "idcustomer": "customer_id",
    "idorder": "order_id",
    "idreturn": None,
    "idwarehouse": "warehouse_id",
    "idtemplate": None,
    "idpicklist_batch": "batch_id",
    "idshippingprovider_profile": "shipping_profile_id",
    "deliveryname": None,
    "deliverycontact": None,
    "deliveryaddress": None,
    "deliveryaddress2": None,
    "deliveryzipcode": None,
    "deliverycity": None,
    "deliveryregion": None,
    "deliverycountry": None,
    "telephone": None,
    "emailaddress": None,
    "reference": None,
    "assigned_to_iduser": "assigned_to_id",
    "invoiced": "invoiced",
    "urgent": "urgent",
    "preferred_delivery_date": None,
    "status": "status",
    "totalproducts": "pieces",
    "totalpicked": "picked",
    "weight": "grams",
    "snoozed_until": "snoozed_until",
    "closed_by_iduser": "closed_by_id",
    "closed_at": "closed_at",
    "created": "created_at",
    "updated": "updated_at",
    "idfulfilment_customer": None,
    "tags": None,
    "comment_count": None,
}
_OF_ORDER = {
    "idtemplate": "template_id",
    "deliveryname": "delivery_name",
    "deliverycontact": "delivery_contact_name",
    "deliveryaddress": "delivery_line1",
    "deliveryaddress2": "delivery_line2",
    "deliveryzipcode": "delivery_zipcode",
    "deliverycity": "delivery_city",
    "deliveryregion": "delivery_region",
    "deliverycountry": "delivery_country",
    "telephone": "phone",
    "emailaddress": "email",
    "reference": "reference",
    "preferred_delivery_date": "preferred_delivery_date",
}
INSIDE_ORDER = Words(_OWN, comment_count=0)
PICKLIST = Words({**_OWN, **{theirs: f"order__{ours}" for theirs, ours in _OF_ORDER.items()}})
OTHERWISE_ON_ORDER = {"deliverycontact": "deliverycontactname"}
"""Keys of a picklist that an order has under another name; the others are the same."""
_FROM_ORDER = itemgetter(*(OTHERWISE_ON_ORDER.get(key, key) for key in _OF_ORDER))
COUNTS = ("totalproducts", "totalpicked", "weight")
TIMES = ("snoozed_until", "closed_at", "created", "updated")


def _query(rows: QuerySet[Picklist], words: Words) -> QuerySet[Picklist, Any]:
    counted = rows.order_by("pk").annotate(
        pieces=Sum("lines__amount"),
        picked=Sum("lines__picked"),
        grams=Sum(F("lines__amount") * F("lines__order_line__weight")),
    )
    return counted.values_list(*words.columns)


_BY_ID = Prepared(lambda ids: _query(Picklist.objects.filter(pk__in=ids), PICKLIST))
_BY_ORDER = Prepared(lambda ids: _query(Picklist.objects.filter(order_id__in=ids), INSIDE_ORDER))
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
    local = LocalTime(account_settings().time_zone)
    shapes = [_finished(PICKLIST(row), local) for row in _BY_ID(ids)]
    marked = tags.by_title(_TAGS(sorted({one["idorder"] for one in shapes})))
    lines, said = products_on(ids), comment_counts("picklist", ids)
    for one in shapes:
        number, wished = one["idpicklist"], one["preferred_delivery_date"]
        one["preferred_delivery_date"] = wished.isoformat() if wished else None
        one["tags"] = list(marked.get(one["idorder"], {}).values())
        one["products"] = lines.get(number, [])
        one["comment_count"] = said.get(number, 0)
    return shapes


def put_picklists_in(orders: Iterable[dict[str, Any]], local: LocalTime) -> None:
    """Give each order, itself ready, the summaries of its picklists: without their products."""
    by_id = {order["idorder"]: order for order in orders}
    for order in by_id.values():
        order["picklists"] = []
    for row in _BY_ORDER(list(by_id)):
        shape = _finished(INSIDE_ORDER(row), local)
        order = by_id[shape["idorder"]]
        shape.update(zip(_OF_ORDER, _FROM_ORDER(order), strict=True))
        shape["tags"] = list(order["tags"].values()) if order["tags"] else []
        order["picklists"].append(shape)


def _finished(shape: dict[str, Any], local: LocalTime) -> dict[str, Any]:
    """Nought where nothing is counted, and times in the account's zone."""
    for key in COUNTS:
        shape[key] = shape[key] or 0
    for key in TIMES:
        shape[key] = local(shape[key])
    return shape
