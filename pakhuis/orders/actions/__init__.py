"""Everything that writes orders, their division and their backorders."""

from pakhuis.orders.actions.backorders import fill_backorders
from pakhuis.orders.actions.cancel import cancel_order
from pakhuis.orders.actions.deliver import deliver_allocations
from pakhuis.orders.actions.place import Placed, place_order
from pakhuis.orders.actions.processing import Started, start_processing
from pakhuis.orders.actions.release import Released, orders_with_backorders, release_backorders

__all__ = [
    "Placed",
    "Released",
    "Started",
    "cancel_order",
    "deliver_allocations",
    "fill_backorders",
    "orders_with_backorders",
    "place_order",
    "release_backorders",
    "start_processing",
]
