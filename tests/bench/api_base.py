"""The base data of the API: the shop of orders, its products copied until there are enough."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from random import Random

from pakhuis.accounts.actions import create_api_key
from pakhuis.catalogue.models import Product
from pakhuis.customers.models import Customer
from pakhuis.kernel.actor import SYSTEM
from pakhuis.orders.models import Order
from tests.bench.base import PRODUCTS, fill, multiply, settle
from tests.bench.shelves import GOODS

SINGLES = 200


@dataclass(frozen=True, slots=True)
class Base:
    """What the requests are made of."""

    key: str
    sizes: dict[str, int]
    singles: dict[str, list[str]]
    first_customer: int
    codes: list[str]


def fill_api(customers: int, products: int, now: datetime) -> Base:
    """So many customers, each with a delivered order; so many products in three warehouses."""
    shop = fill(customers, now)
    multiply(GOODS, copies=products // PRODUCTS)
    settle()
    luck = Random(3)
    tables = {"customers": Customer, "orders": Order, "products": Product}
    ids = {
        name: list(model._default_manager.order_by("pk").values_list("pk", flat=True))
        for name, model in tables.items()
    }
    codes = Product.objects.filter(pk__in=shop.product_ids).values_list("code", flat=True)
    return Base(
        key=create_api_key("bench", by=SYSTEM, now=now)[1],
        sizes={name: len(some) for name, some in ids.items()},
        singles={
            name: [f"/api/v1/{name}/{one}" for one in luck.choices(some, k=SINGLES)]
            for name, some in ids.items()
        },
        first_customer=shop.first_customer,
        codes=list(codes),
    )
