"""What others hand in about warehouses and locations: frozen, not yet checked."""

from __future__ import annotations

from dataclasses import dataclass

from pakhuis.kernel.given import NOT_GIVEN, NotGiven
from pakhuis.kernel.numbers import RawNumber


@dataclass(frozen=True, slots=True, kw_only=True)
class WarehouseFields:
    """What can be set on a warehouse; what is not given stays as it is."""

    name: str | NotGiven = NOT_GIVEN
    priority: RawNumber | NotGiven = NOT_GIVEN
    accepts_orders: bool | NotGiven = NOT_GIVEN
    counts_for_general_stock: bool | NotGiven = NOT_GIVEN
    active: bool | NotGiven = NOT_GIVEN


@dataclass(frozen=True, slots=True, kw_only=True)
class LocationFields:
    """What can be set on a location; what is not given stays as it is."""

    name: str | NotGiven = NOT_GIVEN
    is_bulk: bool | NotGiven = NOT_GIVEN
    pick_order: RawNumber | NotGiven = NOT_GIVEN
    remarks: str | NotGiven = NOT_GIVEN
