"""Giving what lies free to the backorders that wait for it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from pakhuis.kernel.actor import Actor
from pakhuis.orders.actions import fill_backorders
from pakhuis.stock.actions import hold_warehouses, lock_levels


@transaction.atomic
def fill_from_shelves(product_ids: Collection[int], *, by: Actor, now: datetime) -> int:
    """Reserve what lies free of these products, warehouse after warehouse; gives the number of pieces."""
    warehouses = hold_warehouses()
    levels = lock_levels(product_ids, warehouse_ids=[one.pk for one in warehouses])
    return sum(
        fill_backorders(levels, warehouse=one, product_ids=product_ids, by=by, now=now) for one in warehouses
    )
