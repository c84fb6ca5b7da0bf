"""Facts about shipments and the settings of shipping."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from pakhuis.fulfilment.events import PicklistEvent
from pakhuis.journal.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class PicklistShipmentCreated(PicklistEvent):
    """The goods of a picklist are handed to a carrier."""

    name: ClassVar[str] = "picklist.shipment_created"
    shipment_id: int
    order_id: int
    provider: str
    parcels: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PicklistShipmentCancelled(PicklistEvent):
    """A shipment is called off; the carrier is not told by us."""

    name: ClassVar[str] = "picklist.shipment_cancelled"
    shipment_id: int
    order_id: int
    provider: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShippingSaved(Event):
    """A provider with its profiles was made or changed."""

    name: ClassVar[str] = "shipping.saved"
    kind: ClassVar[str] = "shipping_provider"
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PackagingSaved(Event):
    """A packaging was made or changed."""

    name: ClassVar[str] = "packaging.saved"
    kind: ClassVar[str] = "packaging"
    title: str
