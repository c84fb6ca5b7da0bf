"""Tables of picking and shipping."""

from pakhuis.fulfilment.models.batches import Batch
from pakhuis.fulfilment.models.containers import PickingContainer
from pakhuis.fulfilment.models.picklists import Pick, Picklist, PicklistLine, PicklistQuerySet
from pakhuis.fulfilment.models.presets import BatchPreset, BatchPresetCondition
from pakhuis.fulfilment.models.rules import PicklistRule, PicklistRuleCondition
from pakhuis.fulfilment.models.shipments import Parcel, Shipment
from pakhuis.fulfilment.models.shipping import Packaging, ShippingProfile, ShippingProvider
from pakhuis.fulfilment.models.wishes import ShippingWish

__all__ = [
    "Batch",
    "BatchPreset",
    "BatchPresetCondition",
    "Packaging",
    "Parcel",
    "Pick",
    "PickingContainer",
    "Picklist",
    "PicklistLine",
    "PicklistQuerySet",
    "PicklistRule",
    "PicklistRuleCondition",
    "Shipment",
    "ShippingProfile",
    "ShippingProvider",
    "ShippingWish",
]
