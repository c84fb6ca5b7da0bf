"""What this brewery keeps of its products beside what Pakhuis asks."""

from __future__ import annotations

from datetime import datetime, timedelta

from pakhuis.catalogue.actions import PRODUCT_FIELDS, update_product
from pakhuis.catalogue.intake import ProductFieldFields, ProductFields
from pakhuis.config.demo.world import World
from pakhuis.ownfields.intake import GivenOwnValue

STRENGTH = {
    "BLOND": "6,5",
    "DUBBEL": "7",
    "TRIPEL": "8,4",
    "WIT": "5",
    "IPA": "6,2",
    "STOUT": "7,8",
    "SAISON": "5,9",
    "PILS": "4,8",
    "QUAD": "10,2",
    "MEI": "6,5",
    "VRIJ": "0,3",
}
"""Per cent of alcohol, by the first part of the code."""
KEPT = {"33": "Donker en koel", "24": "Donker en koel", "F20": "Koelcel", "KAAS": "Koelcel", "200": "Droog"}
STORES = ("Koelcel", "Donker en koel", "Droog")


def fill_in_product_fields(world: World, now: datetime) -> None:
    """Strength and how to store it of every beer; who picks sees how to store it."""
    office, then = world.account.clerk.as_actor(), now - timedelta(days=20)
    strength = PRODUCT_FIELDS.create(
        ProductFieldFields(title="Alcohol in %", kind="number"), by=office, now=then
    )
    store = PRODUCT_FIELDS.create(
        ProductFieldFields(title="Bewaren", kind="select", on_picklist=True, choices=STORES),
        by=office,
        now=then,
    )
    for product in world.products:
        kind, _, packed = product.code.partition("-")
        said = {strength.pk: STRENGTH.get(kind, ""), store.pk: KEPT.get(packed or kind, "")}
        values = tuple(GivenOwnValue(field_id=pk, value=text) for pk, text in said.items() if text)
        if values:
            update_product(product.pk, ProductFields(own_values=values), by=office, now=then)
