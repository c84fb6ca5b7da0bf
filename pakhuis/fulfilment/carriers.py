"""The carriers people here send with, and the address at which each lets a parcel be followed."""

from __future__ import annotations

import re
from enum import StrEnum
from urllib.parse import quote, urlsplit

PLACES = ("code", "postcode", "country", "language")
"""What a pattern may ask for, in braces."""
LONGEST_URL = 500


class Carrier(StrEnum):
    """Which carrier a provider is; `other` for a courier of one's own."""

    POSTNL = "postnl"
    DHL = "dhl"
    DPD = "dpd"
    GLS = "gls"
    UPS = "ups"
    BPOST = "bpost"
    FEDEX = "fedex"
    OTHER = "other"


USUAL_PATTERN: dict[Carrier, str] = {
    Carrier.POSTNL: "https://jouw.postnl.nl/track-and-trace/{code}-{country}-{postcode}",
    Carrier.DHL: "https://www.dhlparcel.nl/{language}/volg-uw-zending-0?tt={code}&pc={postcode}",
    Carrier.DPD: "https://www.dpdgroup.com/nl/mydpd/my-parcels/search?parcelNumber={code}",
    Carrier.GLS: "https://www.gls-info.nl/tracking?parcelNo={code}&zipcode={postcode}",
    Carrier.UPS: "https://www.ups.com/track?tracknum={code}",
    Carrier.BPOST: "https://track.bpost.cloud/btr/web/#/search?itemCode={code}&postalCode={postcode}",
    Carrier.FEDEX: "https://www.fedex.com/fedextrack/?trknbr={code}",
    Carrier.OTHER: "",
}
"""Filled in for a new provider; anyone may change it."""


def is_sound_pattern(pattern: str) -> bool:
    """Whether it makes an https address that asks for nothing but `PLACES`, and not in the host's name."""
    if any(ord(sign) <= 32 or sign in '"<>\\' for sign in pattern):
        return False
    if set(re.findall(r"\{([^{}]*)\}", pattern)) - set(PLACES):
        return False
    if set("{}") & set(re.sub(r"\{[a-z]+\}", "", pattern)):
        return False
    try:
        parts = urlsplit(pattern)
    except ValueError:
        return False
    return parts.scheme == "https" and bool(parts.hostname) and not set("{}@") & set(parts.netloc)


def tracking_url(pattern: str, *, code: str, postcode: str, country: str, language: str) -> str:
    """The address to follow a parcel at; empty without a code or pattern, or when it would be too long."""
    if not pattern or not code:
        return ""
    values = {
        "code": code,
        "postcode": "".join(postcode.split()),
        "country": country,
        "language": language,
    }
    made = pattern
    for place, value in values.items():
        made = made.replace(f"{{{place}}}", quote(value, safe=""))
    return made if len(made) <= LONGEST_URL else ""
