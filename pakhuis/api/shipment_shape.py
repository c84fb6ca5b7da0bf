"""Shipments, shipping providers and packagings as the API gives them out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pakhuis.accounts.actions import account_settings
from pakhuis.api.answers import LocalTime, or_null
from pakhuis.fulfilment.models import Packaging, Parcel, Shipment, ShippingProfile, ShippingProvider


def shipment_shapes(ids: Sequence[int]) -> list[dict[str, Any]]:
    """The shipments with these ids, in the order of the ids. Two queries."""
    if not ids:
        return []
    rows = Shipment.objects.filter(pk__in=ids).select_related("provider").prefetch_related("parcels")
    local = LocalTime(account_settings().time_zone)
    return [_shape(one, local) for one in rows.order_by("pk")]


def _shape(one: Shipment, local: LocalTime) -> dict[str, Any]:
    parcels = list(one.parcels.all())
    first = parcels[0] if parcels else Parcel()
    code, url = or_null(first.tracking_code), or_null(first.tracking_url)
    return {
        "idshipment": one.pk,
        "idpicklist": one.picklist_id,
        "idorder": one.order_id,
        "idreturn": None,
        "idshippingprovider": one.provider_id,
        "idcompany_shippingprovider": one.provider_id,
        "idcompany_shippingprovider_profile": one.profile_id,
        "provider": one.provider.carrier if one.provider else None,
        "providername": or_null(one.provider_name),
        "public_providername": or_null(one.provider_name),
        "profile_name": or_null(one.profile_name),
        "carrier_key": one.provider.carrier if one.provider else None,
        "labelurl": None,
        "labelurl_pdf": None,
        "labelurl_zpl": None,
        "trackingcode": code,
        "trackingurl": url,
        "tracktraceurl": url,
        "weight": one.weight,
        "created_by_iduser": one.created_by_id,
        "cancelled": one.is_cancelled,
        "parcels": [_parcel(parcel) for parcel in parcels],
        "created": local(one.created_at),
        "updated": local(one.updated_at),
    }


def _parcel(one: Parcel) -> dict[str, Any]:
    return {
        "idparcel": one.pk,
        "idshipment_parcel": one.pk,
        "idpackaging": one.packaging_id,
        "weight": one.weight,
        "tracking_code": or_null(one.tracking_code),
        "trackingcode": or_null(one.tracking_code),
        "tracking_url": or_null(one.tracking_url),
    }


def profile_choice(one: ShippingProfile, *, is_selected: bool) -> dict[str, Any]:
    """A profile as something to choose."""
    return {
        "idshippingprovider_profile": one.pk,
        "name": f"{one.provider.name} - {one.name}",
        "provider": one.provider.carrier,
        "selected": is_selected,
        "extra_fields": [],
    }


def provider_shape(one: ShippingProvider) -> dict[str, Any]:
    """A provider with its profiles, which are read already."""
    local = LocalTime(account_settings().time_zone)
    return {
        "idshippingprovider": one.pk,
        "name": one.name,
        "provider": one.carrier,
        "active": one.active,
        "created": local(one.created_at),
        "updated": local(one.updated_at),
        "profiles": [
            {
                "idshippingprovider_profile": profile.pk,
                "name": profile.name,
                "active": profile.active,
                "standard": profile.is_standard,
            }
            for profile in one.profiles.all()
        ],
    }


def packaging_shape(one: Packaging) -> dict[str, Any]:
    return {
        "idpackaging": one.pk,
        "name": one.name,
        "barcode": or_null(one.barcode),
        "length": one.length or None,
        "width": one.width or None,
        "height": one.height or None,
        "use_in_auto_advice": False,
        "active": one.active,
    }
