"""Reading stock: of compositions it follows from their parts, so that everybody shows the same numbers."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from pakhuis.accounts.rows import rows
from pakhuis.catalogue.queries import parts_of
from pakhuis.kernel.quantities import Quantities
from pakhuis.kernel.text import clean
from pakhuis.stock.models import Location, StockCheck, StockLevel, Warehouse

Shown = dict[tuple[int, int], StockLevel]
"""Levels by (product, warehouse), for reading only."""


def stock_of(product_ids: Collection[int]) -> Shown:
    """The levels of these products. Two queries, three where there are compositions.

    Of a composition there is as much in a warehouse as can be made up from the parts there; what cannot be
    sold of that, because parts are promised, counts as set aside.
    """
    compositions = parts_of(product_ids)
    wanted = set(product_ids) | {part for parts in compositions.values() for part in parts}
    levels = {(one.product_id, one.warehouse_id): one for one in rows(StockLevel, product_id=wanted)}
    asked = set(product_ids) - set(compositions)
    shown = {key: one for key, one in levels.items() if key[0] in asked}
    houses = {warehouse for _, warehouse in levels}
    for main, parts in compositions.items():
        for house in houses:
            shown[main, house] = _made_up(main, house, parts, levels)
    return shown


def _made_up(
    main: int, house: int, parts: Quantities[int], levels: Mapping[tuple[int, int], StockLevel]
) -> StockLevel:
    there, free = [], []
    for part, each in parts.items():
        level = levels.get((part, house)) or StockLevel()
        there.append(level.on_hand // each)
        free.append(max(0, level.free) // each)
    pieces = min(there)
    return StockLevel(product_id=main, warehouse_id=house, on_hand=pieces, allocated=pieces - min(free))


def location_named(warehouse_id: int, name: str) -> int | None:
    """The location of this warehouse with that name, as scanned or typed in any case."""
    wanted = clean(name)[:60]
    here = Location.objects.filter(warehouse=warehouse_id)
    exact = here.filter(name=wanted).values_list("pk", flat=True).first()
    alike = list(here.filter(name__iexact=wanted).values_list("pk", flat=True)[:2]) if exact is None else []
    return exact if exact is not None else alike[0] if len(alike) == 1 else None


def for_sale(product_ids: Collection[int]) -> dict[int, int]:
    """What is free of each product in all warehouses that are in use and count for general stock."""
    counting = {one.pk for one in rows(Warehouse, active=True) if one.counts_for_general_stock}
    free = dict.fromkeys(product_ids, 0)
    for (product, house), level in stock_of(product_ids).items():
        if product in free and house in counting:
            free[product] += level.free
    return free


def last_check() -> StockCheck | None:
    """The last proof of all counts; None before the first night."""
    return StockCheck.objects.first()
