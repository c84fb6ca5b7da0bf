"""A product as the API gives it out, with its stock per warehouse."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from pakhuis.accounts.actions import account_settings
from pakhuis.api.answers import LocalTime, or_null, plain
from pakhuis.catalogue.models import Product
from pakhuis.pricing.models import PriceListEntry
from pakhuis.stock.models import StockLevel, Warehouse


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
    rows = Product.objects.filter(pk__in=ids).order_by("pk").values()
    return [_shape(row, stock=stock[row["id"]], prices=prices[row["id"]], local=local) for row in rows]


def stock_shapes(product_ids: Sequence[int]) -> dict[int, list[dict[str, Any]]]:
    """Per product its stock in each warehouse in use, nought where nothing was ever kept."""
    levels = {
        (one.product_id, one.warehouse_id): one
        for one in StockLevel.objects.filter(product_id__in=product_ids)
    }
    warehouses = list(Warehouse.objects.filter(active=True).order_by("pk").values_list("pk", flat=True))
    return {
        product: [_stock(levels.get((product, warehouse)), warehouse) for warehouse in warehouses]
        for product in product_ids
    }


def _stock(level: StockLevel | None, warehouse_id: int) -> dict[str, Any]:
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


def _shape(
    row: Mapping[str, Any], *, stock: list[dict[str, Any]], prices: list[dict[str, Any]], local: LocalTime
) -> dict[str, Any]:
    return {
        "idproduct": row["id"],
        "idvatgroup": row["vat_group_id"],
        "idsupplier": None,
        "productcode": row["code"],
        "name": row["name"],
        "price": plain(row["price"]),
        "fixedstockprice": 0,
        "productcode_supplier": None,
        "deliverytime": None,
        "description": None,
        "barcode": or_null(row["barcode"]),
        "type": "normal",
        "unlimitedstock": False,
        "assembled": False,
        "weight": row["weight"],
        "length": None,
        "width": None,
        "height": None,
        "minimum_purchase_quantity": None,
        "purchase_in_quantities_of": None,
        "hs_code": None,
        "country_of_origin": None,
        "active": row["active"],
        "idfulfilment_customer": None,
        "created": local(row["created_at"]),
        "updated": local(row["updated_at"]),
        "comment_count": 0,
        "tags": {},
        "productfields": [],
        "images": [],
        "pricelists": prices,
        "stock": stock,
    }
