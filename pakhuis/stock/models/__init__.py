"""Tables of stock."""

from pakhuis.stock.models.checks import StockCheck
from pakhuis.stock.models.levels import LocationStock, StockLevel
from pakhuis.stock.models.moves import LocationMove, MoveKind, StockMove
from pakhuis.stock.models.warehouses import Location, LocationKind, Warehouse

__all__ = [
    "Location",
    "LocationKind",
    "LocationMove",
    "LocationStock",
    "MoveKind",
    "StockCheck",
    "StockLevel",
    "StockMove",
    "Warehouse",
]
