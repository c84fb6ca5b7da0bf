"""Correcting what is on hand by hand: counted, broken, found again."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from pakhuis.catalogue.models import Product
from pakhuis.kernel.actor import Actor
from pakhuis.kernel.checking import Checks, not_found, out_of_range
from pakhuis.kernel.numbers import RawNumber
from pakhuis.stock.actions.levels import LevelChange, lock_levels, move_stock
from pakhuis.stock.models import StockLevel, Warehouse
from pakhuis.stock.problems import nothing_changes, too_few_pieces, unknown_warehouse

MOST_PIECES = 1_000_000_000


@transaction.atomic
def correct_stock(
    product_id: int, *, warehouse_id: int, change: RawNumber, reason: str, by: Actor, now: datetime
) -> StockLevel:
    """Change what is on hand by so many pieces; down only as far as nothing promised is touched.

    Backorders are not filled by a correction: goods that come in are received.
    """
    checks = Checks()
    reason = checks.text(("reason",), reason, limit=200)
    step = checks.whole(("change",), change, low=-MOST_PIECES, high=MOST_PIECES)
    if not checks.problems and step == 0:
        checks.add(nothing_changes())
    if not Product.objects.filter(pk=product_id).exists():
        checks.add(not_found("product", ("product",)))
    if not Warehouse.objects.filter(pk=warehouse_id).exists():
        checks.add(unknown_warehouse())
    checks.refuse_if_any()
    levels = lock_levels([product_id], warehouse_ids=[warehouse_id])
    level = levels[product_id, warehouse_id]
    if level.on_shelf + step < 0:
        checks.add(too_few_pieces(level.on_shelf))
    elif level.on_hand + step > MOST_PIECES:
        checks.add(out_of_range(("change",), -level.on_shelf, MOST_PIECES - level.on_hand))
    checks.refuse_if_any()
    one = LevelChange(product_id=product_id, warehouse_id=warehouse_id, on_hand=step)
    move_stock(levels, [one], reason=reason, by=by, now=now)
    return level
