"""Words for the events that webhooks tell of."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

HOOK_EVENT: dict[str, Any] = {
    "comments.created": _("A comment is made"),
    "customers.archived": _("A customer is archived"),
    "customers.changed": _("A customer changes"),
    "customers.created": _("A customer is made"),
    "customers.merged": _("Two customers become one"),
    "orders.allocated": _("Stock is set aside for an order"),
    "orders.closed": _("An order is processed"),
    "orders.completed": _("An order is completed"),
    "orders.created": _("An order is placed"),
    "orders.notes.created": _("Something is noted on an order"),
    "orders.paused": _("An order is paused"),
    "orders.resumed": _("An order is resumed"),
    "orders.status_changed": _("The status of an order changes"),
    "picklist_batches.changed": _("A batch changes"),
    "picklist_batches.completed": _("A batch is completed"),
    "picklist_batches.created": _("A batch is made"),
    "picklists.cancelled": _("A picklist is cancelled"),
    "picklists.changed": _("A picklist changes"),
    "picklists.closed": _("A picklist is closed"),
    "picklists.created": _("A picklist is made"),
    "picklists.paused": _("A picklist is paused"),
    "picklists.resumed": _("A picklist is resumed"),
    "picklists.shipments.cancelled": _("A shipment is called off"),
    "picklists.shipments.created": _("A shipment is made"),
    "picklists.snoozed": _("A picklist is snoozed"),
    "picklists.unsnoozed": _("A picklist is due again"),
    "products.changed": _("A product changes"),
    "products.created": _("A product is made"),
    "products.free_stock_changed": _("Free stock changes"),
    "products.parts.changed": _("The parts of a composition change"),
    "products.stock_changed": _("Stock on hand changes"),
    "purchase_orders.changed": _("A purchase order changes"),
    "purchase_orders.created": _("A purchase order is made"),
    "purchase_orders.purchased": _("A purchase order is ordered"),
    "purchase_orders.receipts.created": _("Receiving a purchase order begins"),
    "receipts.created": _("A receipt is made"),
    "receipts.product_received": _("Goods are received on a receipt"),
    "receipts.product_reverted": _("Received goods are taken back off a receipt"),
    "receipts.completed": _("A receipt is completed"),
    "returns.created": _("A return is made"),
    "returns.changed": _("A return changes"),
    "returns.status_changed": _("A return gets another status"),
    "returns.products_received": _("Returned goods are received"),
    "webshop_orders.imported": _("An order of a webshop comes in"),
}
