"""A customer as the API gives it out: eight queries for a page at most, whatever its length."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from operator import itemgetter
from typing import Any

from pakhuis.api import tags
from pakhuis.api.customer_fields import value_shapes
from pakhuis.api.prepared import Prepared
from pakhuis.api.said import comment_counts
from pakhuis.api.words import ADDRESS_FIELDS, Words
from pakhuis.customers.models import Address, Customer, CustomerTag
from pakhuis.pricing.models import CustomerPriceList

CUSTOMER = Words(
    {
        "idcustomer": "id",
        "idtemplate": "template_id",
        "idfulfilment_customer": None,
        "customerid": "number",
        "name": "name",
        "contactname": "contact_name",
        "telephone": "phone",
        "emailaddress": "email",
        "discount": "discount",
        "vatnumber": "vat_number",
        "calculatevat": "calculate_vat",
        "default_order_remarks": "default_order_remarks",
        "defaultorderremarks": None,
        "auto_split": "autosplit",
        "partialdelivery": None,
        "language": "language",
        "remarks": "remarks",
        "addresses": None,
        "tags": None,
        "pricelists": None,
        "customerfields": None,
        "comment_count": None,
    }
)
ADDRESS = Words(
    {
        "idcustomer_address": "id",
        **ADDRESS_FIELDS,
        "defaultinvoice": "is_default_invoice",
        "defaultdelivery": "is_default_delivery",
        "full_address": None,
    }
)
_ON_ENVELOPE = itemgetter(
    "name", "contactname", "address", "address2", "zipcode", "city", "region", "country"
)
_CUSTOMERS = Prepared(
    lambda ids: Customer.objects.filter(pk__in=ids).order_by("pk").values_list(*CUSTOMER.columns),
)
_BOOKS = Prepared(
    lambda ids: (
        Address.objects.filter(customer_id__in=ids)
        .order_by("pk")
        .values_list("customer_id", *ADDRESS.columns)
    ),
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
    books = address_shapes(ids)
    marked = tags.by_title(_TAGS(ids))
    lists: dict[int, list[int]] = defaultdict(list)
    for customer_id, price_list_id in _LISTS(ids):
        lists[customer_id].append(price_list_id)
    own, counts = value_shapes(ids), comment_counts("customer", ids)
    shapes = [CUSTOMER(row) for row in _CUSTOMERS(ids)]
    for shape in shapes:
        number = shape["idcustomer"]
        shape["defaultorderremarks"] = shape["default_order_remarks"]
        shape["partialdelivery"] = shape["auto_split"]
        shape["addresses"] = books.get(number, [])
        shape["tags"] = marked.get(number, {})
        shape["pricelists"] = lists.get(number, [])
        shape["customerfields"] = own.get(number, [])
        shape["comment_count"] = counts.get(number, 0)
    return shapes


def address_shapes(customer_ids: Sequence[int]) -> Mapping[int, list[dict[str, Any]]]:
    """The addresses of these customers, by customer."""
    books: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for customer_id, *row in _BOOKS(customer_ids):
        shape = ADDRESS(row)
        name, contact, line1, line2, zipcode, city, region, country = _ON_ENVELOPE(shape)
        place = " ".join(filter(None, (zipcode, city)))
        lines = (name, contact, line1, line2, place, region, country)
        shape["full_address"] = "\n".join(filter(None, lines))
        books[customer_id].append(shape)
    return books
