"""The pages on which is picked, and who may see them; part of the table of all pages."""

from __future__ import annotations

from pakhuis.accounts.rights import Right

_DEEDS = "take assign unassign snooze wake pause resume cancel urgent split scan undo close"
_WAYS = "missing profile"
_BATCHES = "batches batch batch-new batch-add batch-scan batch-assign batch-close batch-remove batch-dissolve"
_SETTINGS = "shipping shipping-new shipping-provider packaging-new packaging"
PICKING: dict[str, set[Right]] = {
    **{f"picklist-{deed}": {Right.PICKLISTS_WORK} for deed in _DEEDS.split()},
    "picklist-pick": {Right.PICKLISTS_PICK},
    "picklist-pick-all": {Right.PICKLISTS_PICK_ALL},
    **{f"picklist-{way}": {Right.PICKLISTS_WORK} for way in _WAYS.split()},
    **{name: {Right.PICKLISTS_WORK} for name in _BATCHES.split()},
    **{name: {Right.SETTINGS_CHANGE} for name in _SETTINGS.split()},
    **{name: {Right.PICKLISTS_WORK} for name in ("shipment-new", "shipment-cancel", "batch-papers")},
    "picklist-paper": {Right.PICKLISTS_WORK, Right.ORDERS_SEE},
    "packing-slip": {Right.PICKLISTS_WORK, Right.ORDERS_SEE},
    "picklists": {Right.PICKLISTS_WORK},
    "picklist": {Right.PICKLISTS_WORK, Right.ORDERS_SEE},
}
