"""Correcting what is on hand by hand: counted, broken, found again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from pakhuis.accounts.rows import Lock, rows
from pakhuis.bulk.among import Among
from pakhuis.catalogue.models import Product, ProductPart
from pakhuis.kernel.actor import Actor
from pakhuis.kernel.checking import Checks, not_found, out_of_range
from pakhuis.kernel.numbers import RawNumber, possible_ids
from pakhuis.kernel.problem import Place, Problem
from pakhuis.stock.actions.levels import LevelChange, lock_levels, move_stock
from pakhuis.stock.actions.places import Levels
from pakhuis.stock.models import Location, LocationStock, MoveKind, StockLevel, Warehouse
from pakhuis.stock.problems import (
    has_parts,
    nothing_changes,
    too_few_pieces,
    unknown_location,
    unknown_warehouse,
)

MOST_PIECES = 1_000_000_000


@transaction.atomic
def correct_stock(
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
    """Change what is on hand by so many pieces (`change`), or to so many (`amount`).

    With a location both are of that location. Down only as far as nothing promised is touched. The level
    that `amount` is compared with is read under the lock, so that two who count at once do not add up.
    Who waits for what turns up is served by `fulfilment`, whose door this is the inside of.
    """
    checks = Checks()
    reason = checks.text(("reason",), reason, limit=200)
    is_set = change is None and amount is not None
    place = ("amount",) if is_set else ("change",)
    given = checks.whole(
        place, amount if is_set else change, low=0 if is_set else -MOST_PIECES, high=MOST_PIECES
    )
    check_place(product_id, warehouse_id=warehouse_id, location_id=location_id, checks=checks)
    checks.refuse_if_any()
    levels = lock_levels([product_id], warehouse_ids=[warehouse_id])
    level = levels[product_id, warehouse_id]
    step = given - _present(level, location_id) if is_set else given
    _check_step(level, step, place, checks)
    checks.refuse_if_any()
    one = LevelChange(product_id=product_id, warehouse_id=warehouse_id, on_hand=step, location_id=location_id)
    move_stock(levels, [one], kind=MoveKind.CORRECTION, reason=reason, by=by, now=now)
    return level


def correct_many(
    levels: Levels, amounts: Mapping[tuple[int, int], RawNumber], *, reason: str, by: Actor, now: datetime
) -> dict[tuple[int, int], tuple[Problem, ...]]:
    """Have so many pieces on hand, by product and warehouse, whose `levels` the caller has locked.

    By the rules of `correct_stock`, and all of them or none: those that cannot be are given back with why.
    Who waits for what turns up is served by `fulfilment`, whose door this is the inside of.
    """
    checks = Checks()
    reason = checks.text(("reason",), reason, limit=200)
    checks.refuse_if_any()
    mains = ProductPart.objects.filter(Among("main_id", [product_id for product_id, _ in amounts]))
    composed = set(mains.values_list("main_id", flat=True))
    changes: list[LevelChange] = []
    wrong: dict[tuple[int, int], tuple[Problem, ...]] = {}
    for spot, amount in amounts.items():
        checks = Checks()
        given = checks.whole(("amount",), amount, low=0, high=MOST_PIECES)
        if spot not in levels:
            checks.add(not_found("product", ("product",)))
        elif spot[0] in composed:
            checks.add(has_parts())
        else:
            step = given - levels[spot].on_hand
            _check_step(levels[spot], step, ("amount",), checks)
            changes.append(LevelChange(product_id=spot[0], warehouse_id=spot[1], on_hand=step))
        if checks.problems:
            wrong[spot] = tuple(checks.problems)
    if not wrong:
        move_stock(levels, changes, kind=MoveKind.CORRECTION, reason=reason, by=by, now=now)
    return wrong


def _check_step(level: StockLevel, step: int, place: Place, checks: Checks) -> None:
    """Whether what is on hand may change by so many: down only as far as nothing promised is touched."""
    if step == 0:
        checks.add(nothing_changes(place))
    elif level.on_shelf + step < 0:
        checks.add(too_few_pieces(level.on_shelf, place))
    elif level.on_hand + step > MOST_PIECES:
        checks.add(out_of_range(place, -level.on_shelf, MOST_PIECES - level.on_hand))


def _present(level: StockLevel, location_id: int | None) -> int:
    if location_id is None:
        return level.on_hand
    there = rows(LocationStock, product_id=level.product_id, location_id=location_id)
    return there[0].on_hand if there else 0


def check_place(
    product_id: int, *, warehouse_id: int, location_id: int | None, checks: Checks
) -> Warehouse | None:
    """Whether there is such a product with stock of its own, warehouse, and location in it.

    The warehouse is held: it is not retired before the commit. Belongs before the levels are locked.
    """
    if not Product.objects.filter(pk__in=possible_ids([product_id])).exists():
        checks.add(not_found("product", ("product",)))
    elif ProductPart.objects.filter(main_id=product_id).exists():
        checks.add(has_parts())
    found = rows(Warehouse, lock=Lock.SHARE, id=possible_ids([warehouse_id]))
    if not found:
        checks.add(unknown_warehouse())
    elif location_id is not None and not is_here(location_id, warehouse_id=warehouse_id):
        checks.add(unknown_location())
    return found[0] if found else None


def is_here(location_id: int, *, warehouse_id: int) -> bool:
    """Whether the location is one of this warehouse."""
    return bool(rows(Location, id=possible_ids([location_id]), warehouse_id=warehouse_id))
