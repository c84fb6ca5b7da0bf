"""Everything that writes warehouses, stock levels and stock moves."""

from pakhuis.stock.actions.corrections import correct_stock
from pakhuis.stock.actions.levels import LevelChange, Levels, change_levels, lock_levels, move_stock
from pakhuis.stock.actions.warehouses import create_warehouse

__all__ = [
    "LevelChange",
    "Levels",
    "change_levels",
    "correct_stock",
    "create_warehouse",
    "lock_levels",
    "move_stock",
]
