"""Pieces leave the shelf again that should not have been put there."""

from __future__ import annotations

from datetime import datetime

from pakhuis.kernel.actor import Actor
from pakhuis.kernel.problem import Refused
from pakhuis.orders.actions import empty_backorders
from pakhuis.stock.actions import LevelChange, hold_warehouses, lock_levels, move_stock
from pakhuis.stock.models import MoveKind
from pakhuis.stock.problems import too_few_pieces


def take_off_shelf(
    warehouse_id: int,
    *,
    product_id: int,
    pieces: int,
    location_id: int | None,
    kind: MoveKind,
    reason: str,
    by: Actor,
    now: datetime,
) -> None:
    """Undo a putting on the shelf, in the caller's transaction: stock goes down, and who got it waits again.

    Free pieces go first; then those that are held for backorders, the last of the queue first. Refused when
    fewer pieces are left that are not on picklists, or on that location.
    """
    houses = [one.pk for one in hold_warehouses()]
    levels = lock_levels([product_id], warehouse_ids=houses)
    level = levels[product_id, warehouse_id]
    if level.on_shelf + level.held < pieces:
        raise Refused([too_few_pieces(level.on_shelf + level.held, ("amount",))])
    if level.on_shelf < pieces:
        short = pieces - level.on_shelf
        empty_backorders(
            levels, warehouse_id=warehouse_id, product_id=product_id, pieces=short, by=by, now=now
        )
    change = LevelChange(
        product_id=product_id, warehouse_id=warehouse_id, location_id=location_id, on_hand=-pieces
    )
    move_stock(levels, [change], kind=kind, reason=reason, by=by, now=now)
