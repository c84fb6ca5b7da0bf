"""Moving goods from one warehouse to another: out here, in there, and who waits there gets them first."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from pakhuis.fulfilment.actions.receive import process_what_was_filled
from pakhuis.kernel.actor import Actor
from pakhuis.kernel.checking import Checks, out_of_range
from pakhuis.kernel.numbers import RawNumber
from pakhuis.orders.actions import fill_backorders
from pakhuis.stock.actions import LevelChange, check_place, hold_warehouses, lock_levels, move_stock
from pakhuis.stock.actions.corrections import MOST_PIECES, is_here
from pakhuis.stock.models import MoveKind
from pakhuis.stock.problems import (
    retired_warehouse,
    same_place,
    too_few_pieces,
    unknown_location,
    unknown_warehouse,
)


def move_between_warehouses(
    product_id: int,
    *,
    from_warehouse_id: int,
    to_warehouse_id: int,
    amount: RawNumber,
    by: Actor,
    now: datetime,
    from_location_id: int | None = None,
    to_location_id: int | None = None,
    reason: str = "",
) -> int:
    """Move so many pieces; only what is not on picklists or held for backorders can go.

    Gives the pieces that backorders got at the other end; picklists are made of them where the account's
    setting says so.
    """
    filled = _moved(
        product_id,
        from_warehouse_id=from_warehouse_id,
        to_warehouse_id=to_warehouse_id,
        amount=amount,
        by=by,
        now=now,
        from_location_id=from_location_id,
        to_location_id=to_location_id,
        reason=reason,
    )
    process_what_was_filled([product_id], filled=filled, by=by, now=now)
    return filled


@transaction.atomic
def _moved(
    product_id: int,
    *,
    from_warehouse_id: int,
    to_warehouse_id: int,
    amount: RawNumber,
    by: Actor,
    now: datetime,
    from_location_id: int | None,
    to_location_id: int | None,
    reason: str,
) -> int:
    """Locks the product's levels in every warehouse, by id, as receiving does."""
    checks = Checks()
    pieces = checks.whole(("amount",), amount, low=1, high=MOST_PIECES)
    reason = checks.text(("reason",), reason, limit=150)
    warehouses = {one.pk: one for one in hold_warehouses()}
    check_place(product_id, warehouse_id=from_warehouse_id, location_id=from_location_id, checks=checks)
    there = warehouses.get(to_warehouse_id)
    if there is None:
        checks.add(unknown_warehouse(("to",)))
    elif not there.active:
        checks.add(retired_warehouse(("to",)))
    elif to_location_id is not None and not is_here(to_location_id, warehouse_id=to_warehouse_id):
        checks.add(unknown_location(("to_location",)))
    if from_warehouse_id == to_warehouse_id:
        checks.add(same_place())
    checks.refuse_if_any()
    assert there is not None
    levels = lock_levels([product_id], warehouse_ids=warehouses)
    here = levels[product_id, from_warehouse_id]
    if here.on_shelf < pieces:
        checks.add(too_few_pieces(here.on_shelf, ("amount",)))
    if levels[product_id, to_warehouse_id].on_hand + pieces > MOST_PIECES:
        checks.add(out_of_range(("amount",), 1, MOST_PIECES - levels[product_id, to_warehouse_id].on_hand))
    checks.refuse_if_any()
    changes = [
        LevelChange(product_id=product_id, warehouse_id=house, location_id=location, on_hand=change)
        for house, location, change in (
            (from_warehouse_id, from_location_id, -pieces),
            (to_warehouse_id, to_location_id, pieces),
        )
    ]
    way = f"{warehouses[from_warehouse_id].name} → {there.name}"
    told = f"{way}: {reason}" if reason else way
    move_stock(levels, changes, kind=MoveKind.TRANSFER, reason=told, by=by, now=now)
    return fill_backorders(levels, warehouse=there, product_ids=[product_id], by=by, now=now)
