"""A product as the API gives it out, with its stock per warehouse."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from pakhuis.accounts.actions import account_settings
from pakhuis.api import tags
from pakhuis.api.answers import LocalTime, or_null, plain
from pakhuis.catalogue.models import Product, ProductPart, ProductTag
from pakhuis.comments.queries import comment_counts
from pakhuis.pricing.models import PriceListEntry
from pakhuis.stock.models import StockLevel, Warehouse
from pakhuis.stock.queries import stock_of


def product_shapes(ids: Sequence[int]) -> list[dict[str, Any]]:
    """The products with these ids, in the order of the ids."""
    if not ids:
        return []
    local = LocalTime(account_settings().time_zone)
    stock = stock_shapes(ids)
    prices: dict[int, list[dict[str, Any]]] = defaultdict(list)
    entries = PriceListEntry.objects.filter(product_id__in=ids, min_amount=1).order_by("price_list_id", "pk")
    for product_id, price_list_id, price in entries.values_list("product_id", "price_list_id", "price"):
        prices[product_id].append({"idpricelist": price_list_id, "price": plain(price)})
    compositions = set(ProductPart.objects.filter(main__in=ids).values_list("main_id", flat=True))
    tagged: dict[int, dict[str, Any]] = defaultdict(dict)
    for one in ProductTag.objects.filter(product__in=ids).select_related("tag").order_by("tag__title"):
        tagged[one.product_id][one.tag.title] = tags.shape(one.tag)
    rows = Product.objects.filter(pk__in=ids).order_by("pk").values()
    said = comment_counts("product", ids)
    return [
        {
            **_shape(row, local=local),
            "type": "virtual_composition" if row["id"] in compositions else "normal",
            "tags": tagged[row["id"]],
            "pricelists": prices[row["id"]],
            "stock": stock[row["id"]],
            "comment_count": said.get(row["id"], 0),
        }
        for row in rows
    ]


def stock_shapes(product_ids: Sequence[int]) -> dict[int, list[dict[str, Any]]]:
    """Per product its stock in each warehouse in use, nought where nothing was ever kept.

    Of a composition as much as can be made up from its parts.
    """
    levels = stock_of(product_ids)
    warehouses = list(Warehouse.objects.filter(active=True).order_by("pk").values_list("pk", flat=True))
    return {
        product: [stock_shape(levels.get((product, warehouse)), warehouse) for warehouse in warehouses]
        for product in product_ids
    }


def stock_shape(level: StockLevel | None, warehouse_id: int) -> dict[str, Any]:
    level = level or StockLevel(warehouse_id=warehouse_id)
    return {
        "idwarehouse": warehouse_id,
        "stock": level.on_hand,
        "reserved": level.reserved,
        "reservedbackorders": level.held + level.waiting,
        "reservedpicklists": level.picking,
        "reservedallocations": level.allocated,
        "freestock": level.free,
    }


def _shape(row: Mapping[str, Any], *, local: LocalTime) -> dict[str, Any]:
    return {
        "idproduct": row["id"],
        "idvatgroup": row["vat_group_id"],
        "idsupplier": None,
        "productcode": row["code"],
        "name": row["name"],
        "price": plain(row["price"]),
        "fixedstockprice": plain(row["cost_price"]),
        "productcode_supplier": or_null(row["supplier_code"]),
        "deliverytime": row["delivery_days"],
        "description": or_null(row["description"]),
        "barcode": or_null(row["barcode"]),
        "type": "normal",
        "unlimitedstock": False,
        "assembled": False,
        "weight": row["weight"],
        "length": row["length"],
        "width": row["width"],
        "height": row["height"],
        "minimum_purchase_quantity": row["minimum_purchase"],
        "purchase_in_quantities_of": row["purchase_multiple"],
        "hs_code": or_null(row["hs_code"]),
        "country_of_origin": or_null(row["country_of_origin"]),
        "active": row["active"],
        "idfulfilment_customer": None,
        "created": local(row["created_at"]),
        "updated": local(row["updated_at"]),
        "tags": {},
        "productfields": [],
        "images": [],
        "pricelists": [],
        "stock": [],
    }
