"""Everything that writes suppliers, purchase orders and receipts."""

from pakhuis.purchasing.actions.change import change_purchase
from pakhuis.purchasing.actions.create import create_purchase
from pakhuis.purchasing.actions.moves import cancel_purchase, close_purchase, mark_purchased
from pakhuis.purchasing.actions.supplier_products import set_supplier_product, unset_supplier_product
from pakhuis.purchasing.actions.suppliers import create_supplier, update_supplier

__all__ = [
    "cancel_purchase",
    "change_purchase",
    "close_purchase",
    "create_purchase",
    "create_supplier",
    "mark_purchased",
    "set_supplier_product",
    "unset_supplier_product",
    "update_supplier",
]
