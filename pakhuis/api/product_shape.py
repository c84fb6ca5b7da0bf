"""A product as the API gives it out, with its stock per warehouse."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Any

from django.conf import settings

from pakhuis.accounts.actions import account_settings
from pakhuis.accounts.rows import rows
from pakhuis.api import tags
from pakhuis.api.answers import LocalTime
from pakhuis.api.prepared import Prepared
from pakhuis.api.said import comment_counts
from pakhuis.api.words import Words
from pakhuis.catalogue.models import Product, ProductFieldValue, ProductImage, ProductPart, ProductTag
from pakhuis.pricing.models import PriceListEntry
from pakhuis.purchasing.models import SupplierProduct
from pakhuis.stock.models import StockLevel, Warehouse
from pakhuis.stock.queries import stock_of

PRODUCT = Words(
    {
        "idproduct": "id",
        "idvatgroup": "vat_group_id",
        "idsupplier": None,
        "productcode": "code",
        "name": "name",
        "price": "price",
        "fixedstockprice": "cost_price",
        "productcode_supplier": "supplier_code",
        "deliverytime": "delivery_days",
        "description": "description",
        "barcode": "barcode",
        "type": None,
        "unlimitedstock": None,
        "assembled": None,
        "weight": "weight",
        "length": "length",
        "width": "width",
        "height": "height",
        "minimum_purchase_quantity": "minimum_purchase",
        "purchase_in_quantities_of": "purchase_multiple",
        "hs_code": "hs_code",
        "country_of_origin": "country_of_origin",
        "show_on_portal": None,
        "active": "active",
        "idfulfilment_customer": None,
        "created": "created_at",
        "updated": "updated_at",
        "tags": None,
        "productfields": None,
        "pricelists": None,
        "stock": None,
        "images": None,
        "comment_count": None,
        "analysis_abc_classification": None,
        "analysis_pick_amount_per_day": None,
    },
    unlimitedstock=False,
    show_on_portal=False,
)
COUNTS = ("on_hand", "picking", "held", "waiting", "allocated")
NOTHING = (0,) * len(COUNTS)
_PRODUCTS = Prepared(
    lambda ids: Product.objects.filter(pk__in=ids).order_by("pk").values_list(*PRODUCT.columns)
)
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
    compositions = {main for (main,) in _COMPOSED(ids)}
    stock = _stock(ids, compositions)
    prices: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for product_id, price_list_id, price in _PRICES(ids):
        prices[product_id].append({"idpricelist": price_list_id, "price": price})
    images, tagged, own = picture_shapes(ids), tags.by_title(_TAGS(ids)), own_shapes(ids)
    said = comment_counts("product", ids)
    suppliers = {row[0]: row[1] for row in _SUPPLIERS(ids)}
    shapes = [PRODUCT(row) for row in _PRODUCTS(ids)]
    for shape in shapes:
        number = shape["idproduct"]
        shape["idsupplier"] = suppliers.get(number)
        shape["assembled"] = number in compositions
        shape["type"] = "virtual_composition" if number in compositions else "normal"
        shape["created"], shape["updated"] = local(shape["created"]), local(shape["updated"])
        shape["tags"] = tagged.get(number, {})
        shape["productfields"] = own.get(number, [])
        shape["pricelists"] = prices.get(number, [])
        shape["stock"] = stock[number]
        shape["images"] = images.get(number, [])
        shape["comment_count"] = said.get(number, 0)
    return shapes


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
    """Where the picture is; it asks for a key, as everything here.

    Only its path while nobody has said where Pakhuis is reached.
    """
    return f"{settings.PUBLIC_ADDRESS}/api/v1/products/{product_id}/images/{image_id}"


def stock_shapes(product_ids: Sequence[int]) -> dict[int, list[dict[str, Any]]]:
    """Per product its stock in each warehouse in use, nought where nothing was ever kept.

    Of a composition as much as can be made up from its parts.
    """
    return _stock(product_ids, {main for (main,) in _COMPOSED(product_ids)})


def _stock(product_ids: Sequence[int], composed: Collection[int]) -> dict[int, list[dict[str, Any]]]:
    warehouses = [one.pk for one in rows(Warehouse, active=True)]
    counts = {(product, warehouse): rest for product, warehouse, *rest in _LEVELS(product_ids)}
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
