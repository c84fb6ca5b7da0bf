"""The words on the screen for suppliers, purchase orders and what comes in on them."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

PURCHASE_STATUS: dict[str, Any] = {
    "concept": _("Concept"),
    "purchased": _("Purchased"),
    "received": _("Received"),
    "cancelled": _("Cancelled"),
    "partly": _("Partly received"),
}
"""`partly` is no status: purchased, and some of it is in."""
RECEIPT_STATUS: dict[str, Any] = {"processing": _("Being received"), "completed": _("Completed")}
PURCHASING_FACT: dict[str, Any] = {
    "supplier.created": _("Supplier created"),
    "supplier.changed": _("Supplier changed"),
    "supplier.product_changed": _("Product of the supplier changed"),
    "purchase.created": _("Purchase order created"),
    "purchase.changed": _("Purchase order changed"),
    "purchase.purchased": _("Ordered at the supplier"),
    "purchase.closed": _("Nothing more is expected"),
    "purchase.cancelled": _("Purchase order cancelled"),
    "purchase.reopened": _("Expected again"),
    "receipt.created": _("Receipt begun"),
    "receipt.changed": _("Receipt changed"),
    "receipt.goods_received": _("Goods put on the shelf"),
    "receipt.goods_reverted": _("Taken back off the shelf"),
    "receipt.completed": _("Receipt completed"),
    "receipt.removed": _("Receipt removed"),
}
PURCHASING_FIELD: dict[str, Any] = {
    "supplier_id": _("Supplier"),
    "supplier_name": _("Name of the supplier"),
    "supplier_order_number": _("Number at the supplier"),
    "warehouse_id": _("Warehouse"),
    "expected_on": _("Expected on"),
    "order_quantity": _("Order quantity"),
}
PURCHASING_KIND: dict[str, Any] = {
    "supplier": _("supplier"),
    "purchase order": _("purchase order"),
    "receipt": _("receipt"),
}
