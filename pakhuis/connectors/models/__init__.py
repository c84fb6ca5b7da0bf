"""How to reach each webshop, what it sent, how far its orders have been taken in, and what it is told."""

from pakhuis.connectors.models.connections import Connection
from pakhuis.connectors.models.history import HistoryPart
from pakhuis.connectors.models.inbox import Delivery, Notice, ProductLink, ShopOrder
from pakhuis.connectors.models.outbox import Telling

__all__ = ["Connection", "Delivery", "HistoryPart", "Notice", "ProductLink", "ShopOrder", "Telling"]
