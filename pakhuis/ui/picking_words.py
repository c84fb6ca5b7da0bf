"""The words on the screen for what happens to picklists, batches and shipments."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

PICKING_FACT: dict[str, Any] = {
    "picklist.pick_undone": _("Pick undone"),
    "picklist.rest_put_back": _("The rest went to the backorders"),
    "picklist.pieces_missing": _("Not found on the shelf"),
    "picklist.split": _("Picklist split"),
    "picklist.assigned": _("Assigned"),
    "picklist.unassigned": _("Let go"),
    "picklist.snoozed": _("Snoozed"),
    "picklist.woken": _("Back in the queue"),
    "picklist.changed": _("Picklist changed"),
    "picklist.shipment_created": _("Shipment noted"),
    "picklist.shipment_cancelled": _("Shipment cancelled"),
    "picklist.contained": _("Picking container"),
    "container.saved": _("Picking container saved"),
    "container.removed": _("Picking container removed"),
    "shipping.saved": _("Carrier saved"),
    "packaging.saved": _("Packaging saved"),
    "batch.created": _("Batch created"),
    "batch.changed": _("Batch changed"),
    "batch.assigned": _("Assigned"),
    "batch.completed": _("Batch completed"),
}
PICKING_FIELD: dict[str, Any] = {
    "urgent": _("Urgent"),
    "shipping_profile_id": _("Shipping profile"),
    "preferred_delivery_date": _("Preferred delivery date"),
}
BATCH_STATUS: dict[str, Any] = {
    "open": _("Open"),
    "completed": _("Completed"),
    "cancelled": _("Cancelled"),
}
BATCH_KIND: dict[str, Any] = {"normal": _("Normal"), "singles": _("Single pieces")}
CARRIER: dict[str, Any] = {
    "postnl": "PostNL",
    "dhl": "DHL",
    "dpd": "DPD",
    "gls": "GLS",
    "ups": "UPS",
    "bpost": "bpost",
    "fedex": "FedEx",
    "other": _("Another carrier"),
}
