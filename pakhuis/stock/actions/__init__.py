"""Everything that writes warehouses, locations, stock levels and stock moves."""

from pakhuis.stock.actions.checks import keep_check
from pakhuis.stock.actions.compositions import compose
from pakhuis.stock.actions.corrections import check_place, correct_many, correct_stock
from pakhuis.stock.actions.levels import (
    LevelChange,
    change_levels,
    hold_warehouses,
    lock_levels,
    move_stock,
)
from pakhuis.stock.actions.locations import (
    create_location,
    delete_location,
    place_product,
    unplace_product,
    update_location,
)
from pakhuis.stock.actions.opening import open_stock
from pakhuis.stock.actions.places import Levels, places_of
from pakhuis.stock.actions.relocate import move_between_locations
from pakhuis.stock.actions.warehouses import create_warehouse, delete_warehouse, update_warehouse

__all__ = [
    "LevelChange",
    "Levels",
    "change_levels",
    "check_place",
    "compose",
    "correct_many",
    "correct_stock",
    "create_location",
    "create_warehouse",
    "delete_location",
    "delete_warehouse",
    "hold_warehouses",
    "keep_check",
    "lock_levels",
    "move_between_locations",
    "move_stock",
    "open_stock",
    "place_product",
    "places_of",
    "unplace_product",
    "update_location",
    "update_warehouse",
]
