"""What lies on which location: chosen by rule, written under the lock of the level."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import connection

from pakhuis.accounts.rows import rows
from pakhuis.kernel.actor import Actor
from pakhuis.kernel.problem import Refused
from pakhuis.stock.models import Location, LocationKind, LocationMove, LocationStock, StockLevel
from pakhuis.stock.problems import too_few_on_location
from pakhuis.stock.rules import Place, take_from

Levels = dict[tuple[int, int], StockLevel]
"""Locked levels by (product id, warehouse id)."""

_ADD = f"UPDATE {LocationStock._meta.db_table} SET on_hand = on_hand + %s WHERE id = %s"  # noqa: S608


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """Pieces of a product that come to (or, negative, go from) a location, or from no known one."""

    product_id: int
    warehouse_id: int
    location_id: int | None
    change: int
    contra_id: int | None = None


def spots_of(levels: Levels, wanted: Sequence[Spot], *, unplaced_first: bool) -> list[Spot]:
    """The changes of locations that these changes of levels bring; what concerns no location is left out.

    Pieces that go without saying from where are taken by rule. No query where no location is in use.
    """
    found = [one for one in wanted if one.location_id is not None]
    gone = _gone([one for one in found if one.change < 0])
    going = [one for one in wanted if one.location_id is None and one.change < 0]
    going = [one for one in going if levels[one.product_id, one.warehouse_id].located]
    places = places_of({one.product_id for one in going}, warehouse_ids={one.warehouse_id for one in going})
    for one in going:
        key = one.product_id, one.warehouse_id
        named = [
            replace(place, pieces=place.pieces - gone[one.product_id, place.location or 0])
            for place in places[key]
        ]
        here = [*named, Place(pieces=levels[key].unplaced)]
        found += [
            replace(one, location_id=taken.place.location, change=-taken.pieces)
            for taken in take_from(here, -one.change, unplaced_first=unplaced_first)
            if taken.place.location is not None
        ]
    return found


def _gone(named: Sequence[Spot]) -> Counter[tuple[int, int]]:
    """By product and location how many pieces go from there; refused where it has fewer. One query."""
    products, places = {one.product_id for one in named}, {one.location_id or 0 for one in named}
    stock = rows(LocationStock, product_id=products, location_id=places)
    there = {(one.product_id, one.location_id): one.on_hand for one in stock}
    gone = Counter[tuple[int, int]]()
    for one in named:
        key = one.product_id, one.location_id or 0
        gone[key] -= one.change
        if gone[key] > there.get(key, 0):
            raise Refused([too_few_on_location(there.get(key, 0))])
    return gone


def places_of(
    product_ids: Collection[int], *, warehouse_ids: Collection[int]
) -> dict[tuple[int, int], list[Place]]:
    """By (product, warehouse): the locations where it lies, for the rules. Two queries at most."""
    stock = rows(LocationStock, product_id=set(product_ids), warehouse_id=set(warehouse_ids))
    locations = {one.pk: one for one in rows(Location, id={one.location_id for one in stock})}
    found: dict[tuple[int, int], list[Place]] = defaultdict(list)
    for one in stock:
        location = locations[one.location_id]
        place = Place(
            pieces=one.on_hand,
            location=location.pk,
            name=location.name,
            preferred=one.preferred,
            is_bulk=location.kind == LocationKind.BULK,
            pick_order=location.pick_order,
        )
        found[one.product_id, one.warehouse_id].append(place)
    return found


def write_spots(
    spots: Iterable[Spot], *, reason: str, is_movement: bool, by: Actor, now: datetime
) -> list[LocationMove]:
    """Write the changes of locations and their history, which it gives; the caller has the levels locked."""
    spots = list(spots)
    if not spots:
        return []
    products, places = {one.product_id for one in spots}, {one.location_id or 0 for one in spots}
    stock = {
        (one.product_id, one.location_id): one
        for one in rows(LocationStock, product_id=products, location_id=places)
    }
    names = {one.pk: one.name for one in rows(Location, id=places)}
    after: Counter[tuple[int, int]] = Counter({key: one.on_hand for key, one in stock.items()})
    moves, steps = [], Counter[tuple[int, int]]()
    for one in spots:
        key = one.product_id, one.location_id or 0
        after[key] += one.change
        steps[key] += one.change
        moves.append(
            LocationMove(
                product_id=one.product_id,
                warehouse_id=one.warehouse_id,
                location_id=one.location_id,
                location_name=names[key[1]],
                contra_location_id=one.contra_id,
                change=one.change,
                on_hand_after=after[key],
                reason=reason[:200],
                is_movement=is_movement,
                is_other_half=is_movement and one.change > 0 and one.contra_id is not None,
                actor_label=by.label[:200],
                at=now,
            )
        )
    house = {(one.product_id, one.location_id or 0): one.warehouse_id for one in spots}
    LocationStock.objects.bulk_create(
        LocationStock(product_id=key[0], location_id=key[1], warehouse_id=house[key], on_hand=pieces)
        for key, pieces in steps.items()
        if key not in stock
    )
    with connection.cursor() as cursor:
        cursor.executemany(
            _ADD, [(step, stock[key].pk) for key, step in steps.items() if key in stock and step]
        )
    return LocationMove.objects.bulk_create(moves)
