"""How goods go, as filled in beside the button that closes a picklist, or afterwards."""

from __future__ import annotations

from typing import Any

from django.http import QueryDict

from pakhuis.fulfilment.models import Packaging, ShippingProfile
from pakhuis.fulfilment.shipping_intake import NewParcel, NewShipment
from pakhuis.ui.entered import number, text, whole


def shipment_of(values: QueryDict) -> NewShipment:
    """A parcel for each tracking code; one without a code where none is given."""
    codes = [one.strip() for one in text(values, "codes").splitlines() if one.strip()]
    packaging = whole(values, "packaging")
    return NewShipment(
        profile_id=whole(values, "profile"),
        weight=number(values, "weight"),
        parcels=tuple(NewParcel(tracking_code=one, packaging_id=packaging) for one in codes or [""]),
    )


def shipment_if_any(values: QueryDict) -> NewShipment | None:
    """None where nothing at all is filled in: then goods leave without a word of how."""
    names = ("profile", "codes", "weight", "packaging")
    return shipment_of(values) if any(text(values, name) for name in names) else None


def ways_to_ship(*, preferred: int | None) -> dict[str, Any]:
    """What `ui/parts/ship_fields.html` offers; the preferred profile is chosen already."""
    profiles = ShippingProfile.objects.filter(active=True, provider__active=True).select_related("provider")
    return {
        "profiles": profiles.order_by("provider__name", "name"),
        "packagings": Packaging.objects.filter(active=True),
        "chosen": preferred,
    }
