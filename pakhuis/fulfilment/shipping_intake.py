"""What is handed in about shipping: shipments with their parcels, and the settings of carriers."""

from __future__ import annotations

from dataclasses import dataclass

from pakhuis.kernel.numbers import RawNumber


@dataclass(frozen=True, slots=True, kw_only=True)
class NewParcel:
    """One box; weight in grams, None when nobody weighed it."""

    tracking_code: str = ""
    packaging_id: int | None = None
    weight: RawNumber = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewShipment:
    """A handing over to a carrier; without a profile somebody brings it or fetches it."""

    profile_id: int | None = None
    weight: RawNumber = None
    parcels: tuple[NewParcel, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileFields:
    """A way a provider carries; without an id a new one."""

    id: int | None = None
    name: str
    active: bool = True
    is_standard: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderFields:
    """A carrier with its profiles, as the settings page shows it."""

    name: str
    carrier: str
    tracking_pattern: str = ""
    active: bool = True
    profiles: tuple[ProfileFields, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PackagingFields:
    """A box; sizes in millimetres, empty for not known."""

    name: str
    barcode: str = ""
    length: RawNumber = 0
    width: RawNumber = 0
    height: RawNumber = 0
    active: bool = True
