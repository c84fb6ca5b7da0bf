"""Tables of buying in."""

from pakhuis.purchasing.models.orders import PurchaseLine, PurchaseOrder
from pakhuis.purchasing.models.receipts import Receipt, ReceivedGoods
from pakhuis.purchasing.models.suppliers import Supplier, SupplierProduct

__all__ = ["PurchaseLine", "PurchaseOrder", "Receipt", "ReceivedGoods", "Supplier", "SupplierProduct"]
