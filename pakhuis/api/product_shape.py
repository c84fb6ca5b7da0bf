"""A product as the API gives it out, with its stock per warehouse."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from pakhuis.accounts.actions import account_settings
from pakhuis.api import tags
from pakhuis.api.answers import LocalTime, or_null, plain
from pakhuis.api.prepared import Prepared
from pakhuis.api.said import comment_counts
from pakhuis.catalogue.models import Product, ProductFieldValue, ProductImage, ProductPart, ProductTag
from pakhuis.pricing.models import PriceListEntry
from pakhuis.purchasing.models import SupplierProduct
from pakhuis.stock.models import StockLevel, Warehouse
from pakhuis.stock.queries import stock_of

COLUMNS = (
    *("id", "vat_group_id", "code", "name", "price", "cost_price", "supplier_code", "delivery_days"),
    *("description", "barcode", "weight", "length", "width", "height", "minimum_purchase"),
    *("purchase_multiple", "hs_code", "country_of_origin", "active", "created_at", "updated_at"),
)
COUNTS = ("on_hand", "picking", "held", "waiting", "allocated")
NOTHING = (0,) * len(COUNTS)
_PRODUCTS = Prepared(lambda ids: Product.objects.filter(pk__in=ids).order_by("pk").values_list(*COLUMNS))
_PRICES = Prepared(
    lambda ids: (
        PriceListEntry.objects.filter(product_id__in=ids, min_amount=1)
        .order_by("price_list_id", "pk")
        .values_list("product_id", "price_list_id", "price")
    )
)
_COMPOSED = Prepared(
    lambda ids: ProductPart.objects.filter(main__in=ids).order_by("pk").values_list("main_id")
)
_TAGS = Prepared(
    lambda ids: (
        ProductTag.objects.filter(product__in=ids)
        .order_by("tag__title")
        .values_list("product_id", *tags.COLUMNS)
    )
)
_LEVELS = Prepared(
    lambda ids: (
        StockLevel.objects.filter(product__in=ids)
        .order_by("pk")
        .values_list("product_id", "warehouse_id", *COUNTS)
    )
)


_IMAGES = Prepared(
    lambda ids: ProductImage.objects.filter(product__in=ids).order_by("pk").values_list("product_id", "pk")
)
_SUPPLIERS = Prepared(
    lambda ids: SupplierProduct.objects.filter(product__in=ids, preferred=True).values_list(
        "product_id", "supplier_id"
    )
)
_OWN = Prepared(
    lambda ids: (
        ProductFieldValue.objects.filter(product_id__in=ids, field__retired_at=None)
        .order_by("field__position", "field_id")
        .values_list("product_id", "field_id", "field__title", "text")
    )
)


def product_shapes(ids: Sequence[int]) -> list[dict[str, Any]]:
    """The products with these ids, in the order of the ids."""
    if not ids:
        return []
    local = LocalTime(account_settings().time_zone)
    stock = stock_shapes(ids)
    prices: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for product_id, price_list_id, price in _PRICES(ids):
        prices[product_id].append({"idpricelist": price_list_id, "price": plain(price)})
    images = picture_shapes(ids)
    compositions = {main for (main,) in _COMPOSED(ids)}
    tagged = tags.by_title(_TAGS(ids))
    rows = (dict(zip(COLUMNS, row, strict=True)) for row in _PRODUCTS(ids))
    said = comment_counts("product", ids)
    own = own_shapes(ids)
    suppliers = {row[0]: row[1] for row in _SUPPLIERS(ids)}
    return [
        {
            **_shape(row, local=local, supplier=suppliers.get(row["id"])),
            "type": "virtual_composition" if row["id"] in compositions else "normal",
            "tags": tagged.get(row["id"], {}),
            "productfields": own.get(row["id"], []),
            "pricelists": prices[row["id"]],
            "images": images.get(row["id"], []),
            "stock": stock[row["id"]],
            "comment_count": said.get(row["id"], 0),
        }
        for row in rows
    ]


def own_shapes(product_ids: Sequence[int]) -> dict[int, list[dict[str, Any]]]:
    """Per product what stands in its own fields that are in use, in the account's order."""
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for product_id, field_id, title, value in _OWN(product_ids):
        found[product_id].append({"idproductfield": field_id, "title": title, "value": value})
    return found


def picture_shapes(product_ids: Sequence[int]) -> dict[int, list[str]]:
    """Per product the addresses of its pictures, the first one first."""
    found: dict[int, list[str]] = defaultdict(list)
    for product_id, image_id in _IMAGES(product_ids):
        found[product_id].append(image_address(product_id, image_id))
    return found


def image_address(product_id: int, image_id: int) -> str:
    """Where the picture is, below the address of this installation; it asks for a key, as everything here."""
    return f"/api/v1/products/{product_id}/images/{image_id}"


def stock_shapes(product_ids: Sequence[int]) -> dict[int, list[dict[str, Any]]]:
    """Per product its stock in each warehouse in use, nought where nothing was ever kept.

    Of a composition as much as can be made up from its parts.
    """
    warehouses = list(Warehouse.objects.filter(active=True).order_by("pk").values_list("pk", flat=True))
    composed = {main for (main,) in _COMPOSED(product_ids)}
    counts = {(product, warehouse): tuple(rest) for product, warehouse, *rest in _LEVELS(product_ids)}
    levels = stock_of(composed) if composed else {}
    return {
        product: [
            stock_shape(levels.get((product, warehouse)), warehouse)
            if product in composed
            else _counted(warehouse, *counts.get((product, warehouse), NOTHING))
            for warehouse in warehouses
        ]
        for product in product_ids
    }


def stock_shape(level: StockLevel | None, warehouse_id: int) -> dict[str, Any]:
    level = level or StockLevel(warehouse_id=warehouse_id)
    return _counted(warehouse_id, level.on_hand, level.picking, level.held, level.waiting, level.allocated)


def _counted(  # noqa: PLR0917 - a row of the table
    warehouse_id: int, on_hand: int, picking: int, held: int, waiting: int, allocated: int
) -> dict[str, Any]:
    reserved = picking + held + waiting + allocated
    return {
        "idwarehouse": warehouse_id,
        "stock": on_hand,
        "reserved": reserved,
        "reservedbackorders": held + waiting,
        "reservedpicklists": picking,
        "reservedallocations": allocated,
        "freestock": on_hand - reserved,
    }


def _shape(row: Mapping[str, Any], *, local: LocalTime, supplier: int | None) -> dict[str, Any]:
    return {
        "idproduct": row["id"],
        "idvatgroup": row["vat_group_id"],
        "idsupplier": supplier,
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
        "pricelists": [],
        "stock": [],
    }
