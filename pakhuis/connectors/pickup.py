"""The pick-up point that a buyer chose, as the plug-ins of carriers keep it with an order. Pure.

Sources: what the plug-ins of MyParcel, Sendcloud, PostNL, DHL and DPD write, as their own code says.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import Any

from pakhuis.connectors.reading import first, is_yes, mapping, sequence, text, text_at

LONGEST = 200
"""Letters of each part of a point."""
Point = dict[str, Any]


def pickup_point(fields: Mapping[str, Any]) -> Point | None:
    """The first of the usual fields that tells one; None for an order that is brought to its address."""
    for names, read in READERS:
        for name in names:
            found = read(_opened(fields.get(name)))
            if found:
                return found
    return None


def _opened(value: object) -> Mapping[str, Any]:
    """A mapping, or JSON of one as text, or a list that holds it; what is no more than a text is an id."""
    told: object = value
    if isinstance(value, str):
        try:
            told = json.loads(value)
        except (ValueError, RecursionError):
            told = None
    rows = sequence(told)
    return mapping(rows[0] if rows else told) or {"id": text(value)}


def _point(**parts: str) -> Point | None:
    """Without an id nobody can have a parcel brought there."""
    told = {name: part[:LONGEST] for name, part in parts.items() if part}
    return told if told.get("id") else None


def _of_myparcel(data: Mapping[str, Any]) -> Point | None:
    options = mapping(data.get("deliveryOptions")) or data
    place = mapping(options.get("pickupLocation"))
    kind = text(options.get("deliveryType"))
    if not place or not (is_yes(options.get("isPickup")) or kind.startswith("pickup") or not kind):
        return None

    def part(*names: str) -> str:
        return first(*(text(place.get(name)) for name in names))

    carrier = options.get("carrier")
    code = part("location_code", "locationCode")
    return _point(
        carrier=first(
            text(carrier), text_at(carrier, "externalIdentifier"), text_at(carrier, "name"), "postnl"
        ),
        id=code,
        location_code=code,
        retail_network_id=part("retail_network_id", "retailNetworkId"),
        name=part("location_name", "locationName"),
        street=part("street"),
        house_number=part("number"),
        zipcode=part("postal_code", "postalCode"),
        city=part("city"),
        country=part("cc", "country"),
    )


def _of_sendcloud(data: Mapping[str, Any]) -> Point | None:
    """Its name and address come as one text with bars: name, street, postal code and city."""
    name, street, place, *_ = (*text(data.get("extra")).split("|"), "", "", "")
    found = re.fullmatch(r"(\d{4} ?[A-Z]{2}|\d{4,5}) +(.+)", place.strip())
    zipcode, city = found.groups() if found else ("", place.strip())
    return _point(
        carrier=first(text(data.get("carrier")), "sendcloud"),
        id=text(data.get("id")),
        name=name.strip(),
        street=street.strip(),
        zipcode=zipcode,
        city=city,
    )


def _of_postnl(data: Mapping[str, Any]) -> Point | None:
    told = mapping(data.get("frontend"))

    def part(name: str) -> str:
        return text(told.get(f"dropoff_points_{name}"))

    return _point(
        carrier="postnl",
        id=first(part("partner_id"), text(told.get("dropoff_points"))),
        name=part("address_company"),
        street=part("address_address_1"),
        house_number=part("address_address_2"),
        zipcode=part("address_postcode"),
        city=part("address_city"),
        country=part("address_country"),
    )


def _by_id(carrier: str) -> Callable[[Mapping[str, Any]], Point | None]:
    """Of a carrier whose plug-in keeps little more than the id."""
    return lambda data: _point(carrier=carrier, id=text(data.get("id")), name=text(data.get("name")))


READERS: tuple[tuple[tuple[str, ...], Callable[[Mapping[str, Any]], Point | None]], ...] = (
    (
        (
            "_myparcelcom_order_data",
            "_myparcelnl_order_data",
            "_myparcelbe_order_data",
            "_myparcel_delivery_options",
        ),
        _of_myparcel,
    ),
    (("sendcloudshipping_service_point_meta",), _of_sendcloud),
    (("_postnl_order_metadata",), _of_postnl),
    (("_dhlpwc_order_connectors_data",), _by_id("dhl")),
    (("dpd_parcelshop_id",), _by_id("dpd")),
)
"""Where each plug-in keeps it, and who reads it."""
