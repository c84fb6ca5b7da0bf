"""Correcting what is on hand: what turns up goes to who waits for it, as goods that come in do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from pakhuis.bulk.among import Among
from pakhuis.catalogue.models import Product
from pakhuis.fulfilment.actions.receive import process_what_was_filled
from pakhuis.journal.actions import together
from pakhuis.kernel.actor import Actor
from pakhuis.kernel.numbers import RawNumber, possible_ids
from pakhuis.kernel.problem import Problem
from pakhuis.orders.actions import fill_backorders
from pakhuis.stock.actions import correct_many, correct_stock, hold_warehouses, lock_levels
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


def correct_many_and_hand_out(
    amounts: Mapping[tuple[int, int], RawNumber], *, reason: str, by: Actor, now: datetime
) -> Mapping[tuple[int, int], Sequence[Problem]]:
    """Have so many pieces on hand, by product and warehouse, as by `correct_and_hand_out` one by one.

    All of them or none: those that cannot be are given back with why. The statements do not grow with the
    products, but for those that somebody waits for.
    """
    wanted = {product_id for product_id, _ in amounts}
    with transaction.atomic(), together():
        houses = {one.pk: one for one in hold_warehouses()}
        products = list(Product.objects.filter(Among("id", wanted)).values_list("pk", flat=True))
        levels = lock_levels(products, warehouse_ids=houses)
        wrong = correct_many(levels, amounts, reason=reason, by=by, now=now)
        if wrong:
            return wrong
        filled = 0
        for house in sorted({warehouse_id for _, warehouse_id in amounts}):
            here = [product_id for product_id, warehouse_id in amounts if warehouse_id == house]
            filled += fill_backorders(levels, warehouse=houses[house], product_ids=here, by=by, now=now)
    process_what_was_filled(products, filled=filled, by=by, now=now)
    return wrong
