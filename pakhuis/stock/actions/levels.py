"""Changing stock levels: locked in one order by everyone, changed by differences, guarded by constraints."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from pakhuis.accounts.rows import Lock, rows
from pakhuis.journal.actions import record
from pakhuis.kernel.actor import Actor
from pakhuis.stock.actions.places import Levels, Spot, spots_of, write_spots
from pakhuis.stock.events import LevelsChanged, StockChanged
from pakhuis.stock.models import MoveKind, StockLevel, StockMove, Warehouse
from pakhuis.stock.rules import Taken

_RESERVED = ("picking", "held", "waiting", "allocated")
_COUNTS = ("on_hand", "located", *_RESERVED)


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelChange:
    """By how many pieces each count of one level goes up or down.

    `location_id`: where pieces come to or go from. None: coming, they lie nobody says where; going, they
    are taken by rule, but for those of which `taken` says from where.
    """

    product_id: int
    warehouse_id: int
    location_id: int | None = None
    taken: tuple[Taken, ...] = ()
    on_hand: int = 0
    located: int = 0
    picking: int = 0
    held: int = 0
    waiting: int = 0
    allocated: int = 0


def hold_warehouses() -> list[Warehouse]:
    """Every warehouse, best first, held until the commit: none is retired or removed meanwhile.

    Whoever brings goods or orders to a warehouse holds it, after the order and before the levels.
    """
    return sorted(rows(Warehouse, lock=Lock.SHARE), key=lambda one: (one.priority, one.pk))


def lock_levels(product_ids: Collection[int], *, warehouse_ids: Collection[int]) -> Levels:
    """The levels of these products in these warehouses, made where missing, locked until the commit.

    Everyone locks in the order of ids, so that no two wait for each other. Two queries, three when
    a product is new in a warehouse.
    """
    levels = _locked(product_ids, warehouse_ids)
    missing = [
        StockLevel(product_id=product, warehouse_id=warehouse)
        for product in sorted(set(product_ids))
        for warehouse in sorted(set(warehouse_ids))
        if (product, warehouse) not in levels
    ]
    if missing:
        StockLevel.objects.bulk_create(missing, ignore_conflicts=True)
        levels = _locked(product_ids, warehouse_ids)
    return levels


def _locked(product_ids: Collection[int], warehouse_ids: Collection[int]) -> Levels:
    found = rows(StockLevel, lock=Lock.CHANGE, product_id=set(product_ids), warehouse_id=set(warehouse_ids))
    return {(row.product_id, row.warehouse_id): row for row in found}


def change_levels(levels: Levels, changes: Iterable[LevelChange], *, by: Actor, now: datetime) -> None:
    """Apply differences to locked levels, in the database and in `levels`; one statement for all.

    The one door by which any count changes, so it is told here of which products another number is free.
    """
    changed: dict[int, StockLevel] = {}
    deltas: dict[int, list[int]] = {}
    for change in changes:
        level = levels[change.product_id, change.warehouse_id]
        delta = deltas.setdefault(level.pk, [0] * len(_COUNTS))
        for place, count in enumerate(_COUNTS):
            step = getattr(change, count)
            delta[place] += step
            setattr(level, count, getattr(level, count) + step)
        changed[level.pk] = level
    steps = [(*delta, pk) for pk, delta in deltas.items() if any(delta)]
    if not steps:
        return
    sets = ", ".join(f"{count} = {count} + %s" for count in _COUNTS)
    statement = f"UPDATE {StockLevel._meta.db_table} SET {sets} WHERE id = %s"  # noqa: S608 - our own names
    with connection.cursor() as cursor:
        cursor.executemany(statement, steps)
    fact = _told({pk: changed[pk].product_id for pk in deltas}, deltas)
    if fact.free or fact.on_hand:
        record([fact], by=by, now=now)


def _told(products: Mapping[int, int], deltas: Mapping[int, Sequence[int]]) -> LevelsChanged:
    """Of which products something changed that others count on; `deltas` by level, as `_COUNTS`."""
    free, on_hand = set[int](), set[int]()
    for pk, delta in deltas.items():
        step = dict(zip(_COUNTS, delta, strict=True))
        if step["on_hand"]:
            on_hand.add(products[pk])
        if step["on_hand"] != sum(step[count] for count in _RESERVED):
            free.add(products[pk])
    return LevelsChanged(free=tuple(sorted(free)), on_hand=tuple(sorted(on_hand)))


def move_stock(
    levels: Levels,
    changes: Collection[LevelChange],
    *,
    kind: MoveKind,
    reason: str,
    by: Actor,
    now: datetime,
) -> None:
    """Like `change_levels`, and every change of what is on hand is written down with its reason.

    Refused when a location has fewer pieces than are to go from it.
    """
    moving = [one for one in changes if one.on_hand]
    wanted = [spot for one in moving for spot in _wanted(one)]
    spots = spots_of(levels, wanted, unplaced_first=kind is not MoveKind.DELIVERY)
    change_levels(levels, [*changes, *_located(spots)], by=by, now=now)
    places = write_spots(spots, reason=reason, is_movement=False, by=by, now=now)
    moves = StockMove.objects.bulk_create(
        _move(levels, one, kind=kind, reason=reason, by=by, now=now) for one in moving
    )
    by_level: dict[tuple[int, int], list[int]] = defaultdict(list)
    for place in places:
        by_level[place.product_id, place.warehouse_id].append(place.pk)
    record([_changed(one, by_level) for one in moves], by=by, now=now)


def _wanted(change: LevelChange) -> list[Spot]:
    """The places that are named, and the rest of the pieces."""
    named = [(one.place.location, -one.pieces) for one in change.taken]
    rest = change.on_hand - sum(pieces for _, pieces in named)
    return [
        Spot(product_id=change.product_id, warehouse_id=change.warehouse_id, location_id=place, change=pieces)
        for place, pieces in (*named, (change.location_id, rest))
        if pieces
    ]


def _located(spots: Iterable[Spot]) -> list[LevelChange]:
    return [
        LevelChange(product_id=one.product_id, warehouse_id=one.warehouse_id, located=one.change)
        for one in spots
    ]


def _move(
    levels: Levels, change: LevelChange, *, kind: MoveKind, reason: str, by: Actor, now: datetime
) -> StockMove:
    return StockMove(
        product_id=change.product_id,
        warehouse_id=change.warehouse_id,
        kind=kind,
        change=change.on_hand,
        on_hand_after=levels[change.product_id, change.warehouse_id].on_hand,
        reason=reason[:200],
        actor_kind=by.kind,
        actor_id=by.id,
        actor_label=by.label[:200],
        at=now,
    )


def _changed(move: StockMove, places: Mapping[tuple[int, int], list[int]]) -> StockChanged:
    """`places`: the ids of location moves by product and warehouse."""
    return StockChanged(
        id=move.product_id,
        warehouse_id=move.warehouse_id,
        change=move.change,
        on_hand=move.on_hand_after,
        reason=move.reason,
        move_id=move.pk,
        place_moves=tuple(places.get((move.product_id, move.warehouse_id), ())),
    )
