"""The base data of the warehouse: products on shelves, and orders that wait for what lies nowhere."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from pakhuis.catalogue.models import Product
from pakhuis.customers.models import Address, Customer, CustomerIdentity
from pakhuis.journal.models import Fact
from pakhuis.orders.models import Backorder, Order, OrderLine
from pakhuis.pricing.models import PriceListEntry
from pakhuis.stock.models import StockLevel, StockMove, Warehouse
from tests.bench.base import COPIES, NOWHERE, Copy, first_order, multiply, open_shop

BLOCK = 50
"""Products made by the doors; the others are their copies."""
PIECES = 2
"""Pieces that each backorder waits for."""
COUNTS = ("on_hand", "located", "picking", "held", "waiting", "allocated")
GOODS = (
    Copy(Product, {"code": "code || '-' || n", "search_text": "search_text || ' ' || n"}),
    Copy(StockLevel, follows={"product_id": Product}),
    Copy(StockMove, follows={"product_id": Product}),
    Copy(PriceListEntry, follows={"product_id": Product}),
)
BIG = {
    one._meta.db_table
    for one in (Product, StockLevel, StockMove, Order, OrderLine, Backorder, Customer, Fact, Address)
}


@dataclass(frozen=True, slots=True)
class Floor:
    """What the measured work is about."""

    product_ids: tuple[int, ...]
    first_customer: int
    customers: int
    warehouse_id: int
    scarce: tuple[int, ...]
    """Products that lie nowhere; the backorders wait for these in turn."""


def fill_floor(*, products: int, backorders: int, freed: int, now: datetime) -> Floor:
    """So many products in three warehouses and so many open backorders, `freed` for each scarce product."""
    shop = open_shop(now, products=BLOCK)
    before = Fact.objects.latest("id").pk
    blocks = products // BLOCK
    multiply(GOODS, copies=blocks - 1)
    scarce = tuple(shop.product_ids[NOWHERE - 1] + block * BLOCK for block in range(backorders // freed))
    assert len(scarce) <= blocks, "more products are needed for so many backorders"
    order = first_order(shop, scarce[:1], now=now)
    multiply(_waiting(len(scarce)), copies=backorders - 1, facts_after=before)
    _count_waiting()
    assert order.customer_id is not None
    first = shop.product_ids[0]
    return Floor(
        product_ids=tuple(range(first, first + blocks * BLOCK)),
        first_customer=order.customer_id,
        customers=backorders,
        warehouse_id=Warehouse.objects.order_by("priority")[0].pk,
        scarce=scarce,
    )


def _waiting(scarce: int) -> list[Copy]:
    """A buyer with an order that waits; the copies wait for one scarce product after the other."""
    spread = {"product_id": f"product_id + (n %% {scarce}) * {BLOCK}"}
    kept = {one.model: one for one in COPIES}
    line = kept[OrderLine]
    return [
        *(kept[model] for model in (Customer, Address, CustomerIdentity, Order)),
        Copy(OrderLine, {**line.columns, **spread}, line.follows),
        Copy(Backorder, spread, {"order_id": Order, "line_id": OrderLine, "customer_id": Customer}),
        kept[Fact],
    ]


def _count_waiting() -> None:
    """The levels count what the copied backorders wait for; a level that was never needed is made."""
    levels, waits = StockLevel._meta.db_table, Backorder._meta.db_table
    here = f"w.product_id = {levels}.product_id AND w.warehouse_id = {levels}.warehouse_id"
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {levels} (product_id, warehouse_id, {', '.join(COUNTS)})"
            f" SELECT DISTINCT product_id, warehouse_id{', 0' * len(COUNTS)} FROM {waits} WHERE true"
            " ON CONFLICT DO NOTHING"
        )
        cursor.execute(
            f"UPDATE {levels} SET waiting = (SELECT COALESCE(SUM(w.amount), 0) FROM {waits} w WHERE {here})"
        )
