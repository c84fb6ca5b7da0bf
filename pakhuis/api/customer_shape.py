"""A customer as the API gives it out: eight queries for a page at most, whatever its length."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from pakhuis.api import tags
from pakhuis.api.answers import or_null, plain
from pakhuis.api.customer_fields import value_shapes
from pakhuis.api.prepared import Prepared
from pakhuis.api.said import comment_counts
from pakhuis.customers.models import Address, Customer, CustomerTag
from pakhuis.pricing.models import CustomerPriceList

COLUMNS = (
    "id",
    "template_id",
    "number",
    "name",
    "contact_name",
    "phone",
    "email",
    "discount",
    "vat_number",
    "calculate_vat",
    "default_order_remarks",
    "autosplit",
    "language",
    "remarks",
)
ADDRESS = (
    *("id", "customer_id", "name", "contact_name", "line1", "line2", "zipcode", "city", "region", "country"),
    *("is_default_invoice", "is_default_delivery"),
)
_CUSTOMERS = Prepared(
    lambda ids: Customer.objects.filter(pk__in=ids).order_by("pk").values_list(*COLUMNS),
)
_BOOKS = Prepared(
    lambda ids: Address.objects.filter(customer_id__in=ids).order_by("pk").values_list(*ADDRESS),
)
_TAGS = Prepared(
    lambda ids: (
        CustomerTag.objects.filter(customer_id__in=ids)
        .order_by("tag__title")
        .values_list("customer_id", *tags.COLUMNS)
    )
)
_LISTS = Prepared(
    lambda ids: (
        CustomerPriceList.objects.filter(customer_id__in=ids)
        .order_by("price_list_id")
        .values_list("customer_id", "price_list_id")
    )
)


def customer_shapes(ids: Sequence[int]) -> list[dict[str, Any]]:
    """The customers with these ids, in the order of the ids."""
    if not ids:
        return []
    books: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for row in _BOOKS(ids):
        book = dict(zip(ADDRESS, row, strict=True))
        books[book["customer_id"]].append(address_shape(book))
    marked = tags.by_title(_TAGS(ids))
    lists: dict[int, list[int]] = defaultdict(list)
    for customer_id, price_list_id in _LISTS(ids):
        lists[customer_id].append(price_list_id)
    own, counts = value_shapes(ids), comment_counts("customer", ids)
    shapes = []
    for values in _CUSTOMERS(ids):
        one = dict(zip(COLUMNS, values, strict=True))
        number = one["id"]
        shaped = _shape(one, addresses=books[number], tags_=marked.get(number, {}), lists=lists[number])
        shaped["customerfields"] = own.get(number, [])
        shaped["comment_count"] = counts.get(number, 0)
        shapes.append(shaped)
    return shapes


def _shape(
    row: Mapping[str, Any], *, addresses: list[dict[str, Any]], tags_: dict[str, Any], lists: list[int]
) -> dict[str, Any]:
    remarks = or_null(row["default_order_remarks"])
    return {
        "idcustomer": row["id"],
        "idtemplate": row["template_id"],
        "idfulfilment_customer": None,
        "customerid": or_null(row["number"]),
        "name": row["name"],
        "contactname": or_null(row["contact_name"]),
        "telephone": or_null(row["phone"]),
        "emailaddress": or_null(row["email"]),
        "discount": plain(row["discount"]),
        "vatnumber": or_null(row["vat_number"]),
        "calculatevat": row["calculate_vat"],
        "default_order_remarks": remarks,
        "defaultorderremarks": remarks,
        "auto_split": row["autosplit"],
        "partialdelivery": row["autosplit"],
        "language": row["language"],
        "remarks": or_null(row["remarks"]),
        "addresses": addresses,
        "tags": tags_,
        "pricelists": lists,
    }


def address_shape(row: Mapping[str, Any]) -> dict[str, Any]:
    """One address of the book."""
    place = " ".join(filter(None, (row["zipcode"], row["city"])))
    lines = (
        row["name"],
        row["contact_name"],
        row["line1"],
        row["line2"],
        place,
        row["region"],
        row["country"],
    )
    return {
        "idcustomer_address": row["id"],
        "name": row["name"],
        "contactname": or_null(row["contact_name"]),
        "address": or_null(row["line1"]),
        "address2": or_null(row["line2"]),
        "zipcode": or_null(row["zipcode"]),
        "city": or_null(row["city"]),
        "region": or_null(row["region"]),
        "country": or_null(row["country"]),
        "defaultinvoice": row["is_default_invoice"],
        "defaultdelivery": row["is_default_delivery"],
        "full_address": "\n".join(filter(None, lines)),
    }
