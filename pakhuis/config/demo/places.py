"""Where things lie in the brewery's own warehouse, and what gets moved about."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from pakhuis.catalogue.models import Product
from pakhuis.fulfilment.actions import move_between_warehouses
from pakhuis.kernel.actor import Actor
from pakhuis.kernel.problem import Refused
from pakhuis.stock.actions import compose, create_location, move_between_locations, place_product
from pakhuis.stock.intake import LocationFields
from pakhuis.stock.models import LocationStock, Warehouse

COMPOSED = {
    "PAK-3": {"BLOND-33": 1, "DUBBEL-33": 1, "WIT-33": 1},
    "PAK-PROEF": {"BLOND-33": 2, "STOUT-33": 2, "GLAS-KELK": 2},
}
"""Gift boxes that are put together when they are picked."""
ON_A_SHELF = 8
SHELVES = "ABCDEFGH"


def make_compositions(products: Sequence[Product], *, by: Actor, now: datetime) -> None:
    """The boxes, of parts that are in stock."""
    ids = {one.code: one.pk for one in products}
    for code, parts in COMPOSED.items():
        for part, amount in parts.items():
            compose(ids[code], part_id=ids[part], amount=amount, by=by, now=now)


def make_places(products: Sequence[Product], house: Warehouse, *, by: Actor, now: datetime) -> None:
    """Shelves along the round, each product on its own; and a bulk store behind."""
    kept = [one for one in products if one.code not in COMPOSED]
    for place, start in enumerate(range(0, len(kept), ON_A_SHELF), start=1):
        name = f"{SHELVES[(place - 1) // 3]}-{(place - 1) % 3 + 1:02d}"
        fields = LocationFields(name=name, pick_order=place * 10)
        shelf = create_location(house.pk, fields, by=by, now=now)
        for one in kept[start : start + ON_A_SHELF]:
            place_product(one.pk, location_id=shelf.pk, preferred=True, by=by, now=now)
    store = LocationFields(name="BULK-1", is_bulk=True, pick_order=900, remarks="Achter de koelcel")
    create_location(house.pk, store, by=by, now=now)


def places_in(house: Warehouse) -> dict[int, int]:
    """The shelf of each product that has one (product id to location id)."""
    shelves = LocationStock.objects.filter(warehouse=house, preferred=True)
    return dict(shelves.values_list("product_id", "location_id"))


def move_about(products: Sequence[Product], houses: Sequence[Warehouse], *, by: Actor, now: datetime) -> None:
    """Yesterday's walk: what overflows goes to the bulk store, and the shop gets glasses."""
    brewery, shop = houses[0], houses[-1]
    store = brewery.locations.get(name="BULK-1")
    for spot in LocationStock.objects.filter(warehouse=brewery, on_hand__gte=300).order_by("pk")[:4]:
        move_between_locations(
            spot.product_id,
            warehouse_id=brewery.pk,
            from_location_id=spot.location_id,
            to_location_id=store.pk,
            amount=spot.on_hand // 2,
            reason="Overloop",
            by=by,
            now=now,
        )
    for one in products:
        if one.code in ("GLAS-PINT", "GLAS-TULP"):
            try:
                move_between_warehouses(
                    one.pk,
                    from_warehouse_id=brewery.pk,
                    to_warehouse_id=shop.pk,
                    amount=6,
                    reason="Winkel aanvullen",
                    by=by,
                    now=now,
                )
            except Refused:
                continue  # just then they were all promised
