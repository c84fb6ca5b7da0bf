"""An order as the API gives it out: one query per table for a page, whatever its length."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from typing import Any

from babel import Locale
from django.http import Http404

from pakhuis.accounts.actions import account_settings
from pakhuis.api import tags
from pakhuis.api.answers import LocalTime, or_null, plain
from pakhuis.api.picklist_shape import picklist_summaries
from pakhuis.api.prepared import Prepared
from pakhuis.api.said import comment_counts
from pakhuis.kernel.numbers import HIGHEST_ID
from pakhuis.orders.models import Order, OrderFieldValue, OrderLine, OrderPriceList, OrderTag, OrderWarehouse
from pakhuis.orders.status_key import status_address
from pakhuis.stock.models import Warehouse

ADDRESS = ("name", "contact_name", "line1", "line2", "zipcode", "city", "region", "country")
_WHERE = tuple(f"{kind}_{name}" for kind in ("delivery", "invoice") for name in ADDRESS)
COLUMNS = (
    *("id", "number", "status", "customer_id", "reference", "template_id", *_WHERE, "email", "phone"),
    *("discount", "autosplit", "calculate_vat", "language", "remarks", "preferred_delivery_date", "invoiced"),
    *("pickup_point", "shows_status", "created_at", "updated_at", "shipping_wish__profile_id"),
)
LINE = (
    *("id", "order_id", "product_id", "vat_group_id", "code", "name", "remarks", "price", "amount"),
    *("amount_cancelled", "weight", "part_of_id"),
)
_ORDERS = Prepared(lambda ids: Order.objects.filter(pk__in=ids).order_by("pk").values_list(*COLUMNS))
_LINES = Prepared(
    lambda ids: OrderLine.objects.filter(order_id__in=ids).order_by("order_id", "position").values_list(*LINE)
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
KEYS = ("name", "contactname", "address", "address2", "zipcode", "city", "region", "country")
PLACES = {
    kind: [(f"{kind}{key}", f"{kind}_{field}") for key, field in zip(KEYS, ADDRESS, strict=True)]
    for kind in ("delivery", "invoice")
}
"""Per address of an order: their names and ours."""


def order_shapes(ids: Sequence[int]) -> list[dict[str, Any]]:
    """The orders with these ids, in the order of the ids."""
    if not ids:
        return []
    account = account_settings()
    local = LocalTime(account.time_zone)
    countries = Locale(account.language).territories
    parts = _Parts(ids, shows_status_pages=account.shows_status_pages)
    rows = (dict(zip(COLUMNS, row, strict=True)) for row in _ORDERS(ids))
    said = comment_counts("order", ids)
    shapes = (_shape(row, parts, local, countries) for row in rows)
    return [{**one, "comment_count": said.get(one["idorder"], 0)} for one in shapes]


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
    """Everything that belongs to a page of orders, by order."""

    def __init__(self, ids: Sequence[int], *, shows_status_pages: bool) -> None:
        self.shows_status_pages = shows_status_pages
        self.lines: dict[int, list[dict[str, Any]]] = defaultdict(list)
        rows = [dict(zip(LINE, row, strict=True)) for row in _LINES(ids)]
        mains = {row["part_of_id"] for row in rows}
        for row in rows:
            self.lines[row["order_id"]].append(line_shape(row, mains))
        self.tags = tags.by_title(_TAGS(ids))
        self.lists = _by_order(_LISTS(ids))
        self.warehouses = _by_order(_WAREHOUSES(ids))
        usual = Warehouse.objects.filter(active=True, accepts_orders=True).order_by("pk")
        self.all_warehouses = list(usual.values_list("pk", flat=True))
        self.picklists = picklist_summaries(ids)
        self.fields: dict[int, list[dict[str, Any]]] = defaultdict(list)
        for order_id, field_id, title, value in _FIELDS(ids):
            self.fields[order_id].append({"idorderfield": field_id, "title": title, "value": value})


def _by_order(rows: Iterable[Sequence[Any]]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = defaultdict(list)
    for order_id, value in rows:
        found[order_id].append(value)
    return found


def _status_page(row: Mapping[str, Any], parts: _Parts) -> str:
    """Where whoever ordered sees how it stands; empty where that is closed."""
    return status_address(row["id"]) if parts.shows_status_pages and row["shows_status"] else ""


def _shape(row: Mapping[str, Any], parts: _Parts, local: LocalTime, countries: Any) -> dict[str, Any]:
    number = row["id"]
    wished = row["preferred_delivery_date"]
    return {
        "idorder": number,
        "idcustomer": row["customer_id"],
        "idtemplate": row["template_id"],
        "idshippingprovider_profile": row["shipping_wish__profile_id"],
        "orderid": row["number"],
        **_address("delivery", row, countries),
        **_address("invoice", row, countries),
        "telephone": or_null(row["phone"]),
        "emailaddress": or_null(row["email"]),
        "reference": or_null(row["reference"]),
        "customer_remarks": or_null(row["remarks"]),
        "pickup_point_data": row["pickup_point"],
        "partialdelivery": row["autosplit"],
        "auto_split": row["autosplit"],
        "invoiced": row["invoiced"],
        "preferred_delivery_date": wished.isoformat() if wished else None,
        "discount": plain(row["discount"]),
        "calculatevat": row["calculate_vat"],
        "language": row["language"],
        "status": row["status"],
        "public_status_page": or_null(_status_page(row, parts)),
        "created": local(row["created_at"]),
        "updated": local(row["updated_at"]),
        "warehouses": parts.warehouses.get(number) or parts.all_warehouses,
        "products": parts.lines[number],
        "tags": parts.tags.get(number) or [],
        "orderfields": parts.fields.get(number, []),
        "pricelists": parts.lists.get(number, []),
        "picklists": parts.picklists.get(number, []),
        "idfulfilment_customer": None,
        "via_portal": False,
    }


def _address(kind: str, row: Mapping[str, Any], countries: Any) -> dict[str, Any]:
    shaped = {theirs: row[ours] or None for theirs, ours in PLACES[kind]}
    name, contact, line1, line2, zipcode, city, _, code = shaped.values()
    place = " ".join(filter(None, (zipcode, city)))
    lines = (name, contact, line1, line2, place, countries.get(code, code))
    shaped[f"full_{kind}_address"] = "\n".join(filter(None, lines))
    return shaped


def line_shape(row: Mapping[str, Any], mains: Container[int | None]) -> dict[str, Any]:
    """One line of an order; `mains` are the lines of compositions that have lines of their parts."""
    return {
        "idorder_product": row["id"],
        "idproduct": row["product_id"],
        "idvatgroup": row["vat_group_id"],
        "productcode": or_null(row["code"]),
        "name": row["name"],
        "remarks": or_null(row["remarks"]),
        "price": plain(row["price"]),
        "amount": row["amount"],
        "amount_cancelled": row["amount_cancelled"],
        "weight": row["weight"],
        "partof_idorder_product": row["part_of_id"],
        "has_parts": row["id"] in mains,
    }
