"""Moving pieces from one location to another inside a warehouse."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from pakhuis.accounts.rows import rows
from pakhuis.journal.actions import record
from pakhuis.kernel.actor import Actor
from pakhuis.kernel.checking import Checks
from pakhuis.kernel.numbers import RawNumber
from pakhuis.stock.actions.corrections import MOST_PIECES, check_place, is_here
from pakhuis.stock.actions.levels import LevelChange, change_levels, lock_levels
from pakhuis.stock.actions.places import Spot, write_spots
from pakhuis.stock.events import GoodsMoved
from pakhuis.stock.models import LocationMove, LocationStock, StockLevel
from pakhuis.stock.problems import same_place, too_few_on_location, too_few_unplaced, unknown_location


@transaction.atomic
def move_between_locations(
    product_id: int,
    *,
    warehouse_id: int,
    from_location_id: int | None,
    to_location_id: int | None,
    amount: RawNumber,
    by: Actor,
    now: datetime,
    reason: str = "",
) -> StockLevel:
    """Say that so many pieces lie there now; no location: where they lie is not known.

    The warehouse has as much as before, so that nothing promised is touched.
    """
    checks = Checks()
    pieces = checks.whole(("amount",), amount, low=1, high=MOST_PIECES)
    reason = checks.text(("reason",), reason, limit=200)
    check_place(product_id, warehouse_id=warehouse_id, location_id=None, checks=checks)
    for place, location_id in (("from", from_location_id), ("to", to_location_id)):
        if location_id is not None and not is_here(location_id, warehouse_id=warehouse_id):
            checks.add(unknown_location((place,)))
    if from_location_id == to_location_id:
        checks.add(same_place())
    checks.refuse_if_any()
    level = lock_levels([product_id], warehouse_ids=[warehouse_id])[product_id, warehouse_id]
    _refuse_too_few(level, from_location_id, pieces, checks)
    spots = [
        Spot(
            product_id=product_id,
            warehouse_id=warehouse_id,
            location_id=here,
            change=change,
            contra_id=there,
        )
        for here, there, change in (
            (from_location_id, to_location_id, -pieces),
            (to_location_id, from_location_id, pieces),
        )
        if here is not None
    ]
    located = sum(one.change for one in spots)
    change = LevelChange(product_id=product_id, warehouse_id=warehouse_id, located=located)
    change_levels({(product_id, warehouse_id): level}, [change], by=by, now=now)
    moves = write_spots(spots, reason=reason, is_movement=True, by=by, now=now)
    record([_fact(product_id, moves)], by=by, now=now)
    return level


def _fact(product_id: int, moves: Sequence[LocationMove]) -> GoodsMoved:
    """What is told: by the row where goods left, or else where they came, as movements are counted."""
    first = next(one for one in moves if not one.is_other_half)
    left = next((one.location_name for one in moves if one.change < 0), "")
    came = next((one.location_name for one in moves if one.change > 0), "")
    pieces = abs(first.change)
    return GoodsMoved(
        id=product_id,
        movement_id=first.pk,
        pieces=pieces,
        from_location=left,
        to_location=came,
        place_moves=tuple(one.pk for one in moves),
    )


def _refuse_too_few(level: StockLevel, location_id: int | None, pieces: int, checks: Checks) -> None:
    if location_id is None:
        if level.unplaced < pieces:
            checks.add(too_few_unplaced(level.unplaced, ("amount",)))
    else:
        there = rows(LocationStock, product_id=level.product_id, location_id=location_id)
        present = there[0].on_hand if there else 0
        if present < pieces:
            checks.add(too_few_on_location(present, ("amount",)))
    checks.refuse_if_any()
