"""Taking reserved stock away from backorders: what had come in was counted wrong, and is not there."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime

from django.db.models import F

from pakhuis.journal.actions import record
from pakhuis.kernel.actor import Actor
from pakhuis.orders.allocation import Queued, hand_out
from pakhuis.orders.events import BackordersEmptied
from pakhuis.orders.models import Backorder, BackorderState
from pakhuis.stock.actions import LevelChange, Levels, change_levels


def empty_backorders(
    levels: Levels, *, warehouse_id: int, product_id: int, pieces: int, by: Actor, now: datetime
) -> int:
    """Let backorders that hold pieces in a warehouse wait again, the last of the queue first.

    `levels` are locked by the caller. Gives the number of pieces that came free, at most `pieces`.
    """
    holding = Backorder.objects.filter(
        product_id=product_id, warehouse_id=warehouse_id, state=BackorderState.OPEN, available__gte=1
    ).order_by("-priority", "-ordered_at", "-pk")
    queue = [Queued(backorder=one.pk, missing=one.available) for one in holding]
    orders = {one.pk: one.order_id for one in holding}
    taken = hand_out(pieces, queue)
    if not taken:
        return 0
    freed = sum(one.amount for one in taken)
    change = LevelChange(product_id=product_id, warehouse_id=warehouse_id, held=-freed, waiting=freed)
    change_levels(levels, [change], by=by, now=now)
    per_order: dict[int, int] = defaultdict(int)
    for one in taken:
        Backorder.objects.filter(pk=one.backorder).update(available=F("available") - one.amount)
        per_order[orders[one.backorder]] += one.amount
    record(
        [BackordersEmptied(id=pk, pieces=count) for pk, count in sorted(per_order.items())], by=by, now=now
    )
    return freed
