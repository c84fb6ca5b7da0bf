"""An order as the API gives it out: one query per table for a page, whatever its length."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from itertools import chain
from operator import itemgetter
from typing import Any

from babel import Locale
from django.http import Http404

from pakhuis.accounts.actions import account_settings
from pakhuis.accounts.rows import rows
from pakhuis.api import tags
from pakhuis.api.answers import LocalTime
from pakhuis.api.picklist_shape import put_picklists_in
from pakhuis.api.prepared import Prepared
from pakhuis.api.said import comment_counts
from pakhuis.api.words import Words
from pakhuis.kernel.numbers import HIGHEST_ID
from pakhuis.orders.models import Order, OrderFieldValue, OrderLine, OrderPriceList, OrderTag, OrderWarehouse
from pakhuis.orders.status_key import status_pages
from pakhuis.stock.models import Warehouse

ADDRESS = ("name", "contact_name", "line1", "line2", "zipcode", "city", "region", "country")
KEYS = ("name", "contactname", "address", "address2", "zipcode", "city", "region", "country")
PLACES = {
    kind: [(f"{kind}{key}", f"{kind}_{field}") for key, field in zip(KEYS, ADDRESS, strict=True)]
    for kind in ("delivery", "invoice")
}
"""Per address of an order: their names and ours."""
_ADDRESSES = {kind: itemgetter(*(theirs for theirs, _ in names)) for kind, names in PLACES.items()}
ORDER = Words(
    {
        "idorder": "id",
        "idcustomer": "customer_id",
        "idtemplate": "template_id",
        "idshippingprovider_profile": "shipping_wish__profile_id",
        "orderid": "number",
        **dict(PLACES["delivery"]),
        "full_delivery_address": None,
        **dict(PLACES["invoice"]),
        "full_invoice_address": None,
        "telephone": "phone",
        "emailaddress": "email",
        "reference": "reference",
        "customer_remarks": "remarks",
        "pickup_point_data": "pickup_point",
        "partialdelivery": None,
        "auto_split": "autosplit",
        "invoiced": "invoiced",
        "preferred_delivery_date": "preferred_delivery_date",
        "discount": "discount",
        "calculatevat": "calculate_vat",
        "language": "language",
        "status": "status",
        "public_status_page": None,
        "created": "created_at",
        "updated": "updated_at",
        "warehouses": None,
        "products": None,
        "tags": None,
        "orderfields": None,
        "pricelists": None,
        "picklists": None,
        "idfulfilment_customer": None,
        "via_portal": None,
        "comment_count": None,
    },
    via_portal=False,
)
LINE = Words(
    {
        "idorder_product": "id",
        "idproduct": "product_id",
        "idvatgroup": "vat_group_id",
        "productcode": "code",
        "name": "name",
        "remarks": "remarks",
        "price": "price",
        "amount": "amount",
        "amount_cancelled": "amount_cancelled",
        "weight": "weight",
        "partof_idorder_product": "part_of_id",
        "has_parts": None,
    },
    has_parts=False,
)
_ORDERS = Prepared(
    lambda ids: Order.objects.filter(pk__in=ids).order_by("pk").values_list("shows_status", *ORDER.columns)
)
_LINES = Prepared(
    lambda ids: (
        OrderLine.objects.filter(order_id__in=ids)
        .order_by("order_id", "position")
        .values_list("order_id", *LINE.columns)
    )
)
_TAGS = Prepared(
    lambda ids: (
        OrderTag.objects.filter(order_id__in=ids)
        .order_by("tag__title")
        .values_list("order_id", *tags.COLUMNS)
    )
)
_LISTS = Prepared(
    lambda ids: (
        OrderPriceList.objects.filter(order_id__in=ids)
        .order_by("pk")
        .values_list("order_id", "price_list_id")
    )
)
_WAREHOUSES = Prepared(
    lambda ids: (
        OrderWarehouse.objects.filter(order_id__in=ids).order_by("pk").values_list("order_id", "warehouse_id")
    )
)
_FIELDS = Prepared(
    lambda ids: (
        OrderFieldValue.objects.filter(order_id__in=ids, field__retired_at=None)
        .order_by("field__position", "field_id")
        .values_list("order_id", "field_id", "field__title", "text")
    )
)


def order_shapes(ids: Sequence[int]) -> list[dict[str, Any]]:
    """The orders with these ids, in the order of the ids."""
    if not ids:
        return []
    account = account_settings()
    local = LocalTime(account.time_zone)
    countries = _countries(account.language)
    parts = _Parts(ids)
    said = comment_counts("order", ids)
    address_of = status_pages() if account.shows_status_pages else None
    shapes = []
    for shows_status, *row in _ORDERS(ids):
        shape = ORDER(row)
        _finish(shape, local, countries)
        parts.put_in(shape)
        if address_of and shows_status:
            shape["public_status_page"] = address_of(shape["idorder"])
        shape["comment_count"] = said.get(shape["idorder"], 0)
        shapes.append(shape)
    put_picklists_in(shapes, local)
    return shapes


@cache
def _countries(language: str) -> Mapping[str, str]:
    """Names of countries by their codes, as a plain dict: Babel's own asks itself about aliases each time."""
    return dict(Locale(language).territories)


def one_order(order_id: int) -> dict[str, Any]:
    """One order, or 404."""
    found = order_shapes([order_id] if order_id <= HIGHEST_ID else [])
    if not found:
        raise Http404
    return found[0]


def order_exists(order_id: int) -> None:
    """404 when there is no such order."""
    if order_id > HIGHEST_ID or not Order.objects.filter(pk=order_id).exists():
        raise Http404


class _Parts:
    """What belongs to a page of orders, by order; their picklists apart."""

    def __init__(self, ids: Sequence[int]) -> None:
        self._lines = _lines(ids)
        self._tags = tags.by_title(_TAGS(ids))
        self._lists = _by_order(_LISTS(ids))
        self._warehouses = _by_order(_WAREHOUSES(ids))
        self._all_warehouses = [one.pk for one in rows(Warehouse, active=True) if one.accepts_orders]
        self._fields: dict[int, list[dict[str, Any]]] = defaultdict(list)
        for order_id, field_id, title, value in _FIELDS(ids):
            self._fields[order_id].append({"idorderfield": field_id, "title": title, "value": value})

    def put_in(self, shape: dict[str, Any]) -> None:
        """Put each thing of this order in its place."""
        number = shape["idorder"]
        shape["products"] = self._lines.get(number, [])
        shape["warehouses"] = self._warehouses.get(number) or self._all_warehouses
        shape["tags"] = self._tags.get(number) or []
        shape["orderfields"] = self._fields.get(number, [])
        shape["pricelists"] = self._lists.get(number, [])


def _lines(ids: Sequence[int]) -> Mapping[int, list[dict[str, Any]]]:
    """The lines by order. A composition `has_parts` once there are lines of them."""
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    mains = set()
    for order_id, *row in _LINES(ids):
        line = LINE(row)
        # A number and a text always: clients know no lines without a product. No product has number 0.
        line["idproduct"], line["productcode"] = line["idproduct"] or 0, line["productcode"] or ""
        found[order_id].append(line)
        mains.add(line["partof_idorder_product"])
    if mains - {None}:
        for line in chain.from_iterable(found.values()):
            line["has_parts"] = line["idorder_product"] in mains
    return found


def _by_order(rows: Iterable[Sequence[Any]]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = defaultdict(list)
    for order_id, value in rows:
        found[order_id].append(value)
    return found


def _finish(shape: dict[str, Any], local: LocalTime, countries: Mapping[str, str]) -> None:
    """What follows from the order's own columns."""
    shape["created"], shape["updated"] = local(shape["created"]), local(shape["updated"])
    shape["partialdelivery"] = shape["auto_split"]
    if shape["preferred_delivery_date"]:
        shape["preferred_delivery_date"] = shape["preferred_delivery_date"].isoformat()
    for kind, address in _ADDRESSES.items():
        name, contact, line1, line2, zipcode, city, _, code = address(shape)
        place = " ".join(filter(None, (zipcode, city)))
        lines = (name, contact, line1, line2, place, countries.get(code, code))
        shape[f"full_{kind}_address"] = "\n".join(filter(None, lines))
