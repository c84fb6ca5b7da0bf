"""The table of what a shop tells about a customer: always, sometimes, or never."""

from __future__ import annotations

from collections.abc import Collection
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
    """One row of the table: a field of the customer, where it comes from, and how certain it is.

    `is_of_order`: said of each order alone, and not written on the customer.
    """

    field: str
    origin: str
    certainty: Certainty
    is_of_order: bool = False


def table(
    own: dict[str, str], derived: dict[str, str] | None = None, *, of_order: Collection[str] = ()
) -> tuple[Supplied, ...]:
    """The whole table from where each told field comes from; what is not named is never told."""
    found = []
    for name in CUSTOMER_FIELDS:
        origin, certainty = "", Certainty.NEVER
        if name in own:
            origin, certainty = own[name], Certainty.OWN
        elif derived and name in derived:
            origin, certainty = derived[name], Certainty.DERIVED
        found.append(Supplied(field=name, origin=origin, certainty=certainty, is_of_order=name in of_order))
    return tuple(found)
