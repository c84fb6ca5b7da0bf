"""The table of what a shop tells about a customer: always, sometimes, or never."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

CUSTOMER_FIELDS = (
    "name",
    "contact_name",
    "email",
    "phone",
    "invoice",
    "delivery",
    "language",
    "vat_number",
    "remarks",
    "calculate_vat",
    "number",
)
"""The seed's five always, the five sometimes, and the customer number."""


class Certainty(StrEnum):
    """How far to count on a field: an own one of the shop, one worked out or of a plug-in, or none."""

    OWN = "own"
    DERIVED = "derived"
    NEVER = "never"


@dataclass(frozen=True, slots=True, kw_only=True)
class Supplied:
    """One row of the table: a field of the customer, where it comes from, and how certain it is."""

    field: str
    origin: str
    certainty: Certainty


def table(own: dict[str, str], derived: dict[str, str] | None = None) -> tuple[Supplied, ...]:
    """The whole table from where each told field comes from; what is not named is never told."""
    found = []
    for name in CUSTOMER_FIELDS:
        if name in own:
            found.append(Supplied(field=name, origin=own[name], certainty=Certainty.OWN))
        elif derived and name in derived:
            found.append(Supplied(field=name, origin=derived[name], certainty=Certainty.DERIVED))
        else:
            found.append(Supplied(field=name, origin="", certainty=Certainty.NEVER))
    return tuple(found)
