"""Everything that writes suppliers, purchase orders and receipts."""

from pakhuis.purchasing.actions.change import change_purchase
from pakhuis.purchasing.actions.create import create_purchase
from pakhuis.purchasing.actions.moves import cancel_purchase, close_purchase, mark_purchased
from pakhuis.purchasing.actions.receipts import (
    change_receipt,
    complete_receipt,
    create_receipt,
    receipt_in_hand,
    remove_receipt,
)
from pakhuis.purchasing.actions.receiving import (
    receive_all,
    receive_arrived,
    receive_on_purchase,
    revert_goods,
)
from pakhuis.purchasing.actions.scanning import scan_goods
from pakhuis.purchasing.actions.supplier_products import (
    prefer_supplier,
    set_supplier_product,
    unset_supplier_product,
)
from pakhuis.purchasing.actions.suppliers import create_supplier, update_supplier

__all__ = [
    "cancel_purchase",
    "change_purchase",
    "change_receipt",
    "close_purchase",
    "complete_receipt",
    "create_purchase",
    "create_receipt",
    "create_supplier",
    "mark_purchased",
    "prefer_supplier",
    "receipt_in_hand",
    "receive_all",
    "receive_arrived",
    "receive_on_purchase",
    "remove_receipt",
    "revert_goods",
    "scan_goods",
    "set_supplier_product",
    "unset_supplier_product",
    "update_supplier",
]
