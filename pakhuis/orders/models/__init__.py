"""Tables of orders."""

from pakhuis.orders.models.division import Allocation, AllocationState, Backorder, BackorderState
from pakhuis.orders.models.fields import OrderField, OrderFieldValue
from pakhuis.orders.models.orders import Order, OrderLine, OrderPriceList, OrderTag, OrderWarehouse

__all__ = [
    "Allocation",
    "AllocationState",
    "Backorder",
    "BackorderState",
    "Order",
    "OrderField",
    "OrderFieldValue",
    "OrderLine",
    "OrderPriceList",
    "OrderTag",
    "OrderWarehouse",
]
