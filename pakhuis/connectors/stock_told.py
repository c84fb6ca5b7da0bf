"""How many pieces of a product may be sold: what a shop is told."""

from __future__ import annotations

from collections.abc import Collection

from pakhuis.catalogue.models import Product
from pakhuis.stock.models import Warehouse
from pakhuis.stock.queries import stock_of

AT_ONCE = 5000


def free_of(product_ids: Collection[int]) -> dict[int, int]:
    """Free pieces in all warehouses that count for general stock, of compositions too; never below nought."""
    houses = set(
        Warehouse.objects.filter(active=True, counts_for_general_stock=True).values_list("pk", flat=True)
    )
    found = dict.fromkeys(product_ids, 0)
    for (product_id, warehouse_id), level in stock_of(product_ids).items():
        if warehouse_id in houses and product_id in found:
            found[product_id] += level.free
    return {product_id: max(free, 0) for product_id, free in found.items()}


def all_free() -> dict[int, int]:
    """The same of every active product, a part at a time: SQLite takes no longer lists of numbers."""
    ids = list(Product.objects.filter(active=True).order_by("pk").values_list("pk", flat=True))
    parts = (free_of(ids[start : start + AT_ONCE]) for start in range(0, len(ids), AT_ONCE))
    return {product_id: free for part in parts for product_id, free in part.items()}
