"""Correcting what is on hand: what turns up goes to who waits for it, as goods that come in do."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from pakhuis.catalogue.models import Product
from pakhuis.fulfilment.actions.receive import process_what_was_filled
from pakhuis.journal.actions import together
from pakhuis.kernel.actor import Actor
from pakhuis.kernel.numbers import RawNumber, possible_ids
from pakhuis.orders.actions import fill_backorders
from pakhuis.stock.actions import correct_stock, hold_warehouses, lock_levels
from pakhuis.stock.models import StockLevel


def correct_and_hand_out(
    product_id: int,
    *,
    warehouse_id: int,
    reason: str,
    by: Actor,
    now: datetime,
    change: RawNumber = None,
    amount: RawNumber = None,
    location_id: int | None = None,
) -> StockLevel:
    """Change what is on hand by so many pieces, or to so many (see `correct_stock`).

    What lies free then is reserved for backorders by priority; picklists are made of it where the account's
    setting says so.
    """
    with transaction.atomic(), together():
        houses = {one.pk: one for one in hold_warehouses()}
        products = list(
            Product.objects.filter(pk__in=possible_ids([product_id])).values_list("pk", flat=True)
        )
        # All levels at once and first, in their order, as whoever hands out locks them.
        lock_levels(products, warehouse_ids=houses)
        correct_stock(
            product_id,
            warehouse_id=warehouse_id,
            reason=reason,
            change=change,
            amount=amount,
            location_id=location_id,
            by=by,
            now=now,
        )
        levels = lock_levels(products, warehouse_ids=houses)
        filled = fill_backorders(levels, warehouse=houses[warehouse_id], product_ids=products, by=by, now=now)
    process_what_was_filled(products, filled=filled, by=by, now=now)
    return levels[product_id, warehouse_id]
