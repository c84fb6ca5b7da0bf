"""The columns of a file with products and their opening stock."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from pakhuis.imports.columns.choices import ChoiceColumn
from pakhuis.imports.columns.contract import Column, Known, words
from pakhuis.imports.columns.decimals import DecimalColumn, bare_number
from pakhuis.imports.columns.yes_no import YesNoColumn
from pakhuis.kernel.numbers import as_decimal
from pakhuis.kernel.problem import gettext_noop
from pakhuis.kernel.text import key

CODE_HEADERS = words(
    "productcode|product code|sku|artikelnummer|artikelcode|article number|item number|"
    "artikel nr|code|item code|productnummer|art nr|handle|variant sku|default code|"
    "interne referentie|internal reference|artikelnr"
)
_WEIGHT = re.compile(r"(?P<number>.*\d)\s*(?P<unit>kg|kilo|kilogram|g|gr|gram|grams)\.?", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class VatGroupColumn(ChoiceColumn):
    """A group by its name, by how only its name begins (`laag`), or by its percentage: 21, 21,00 or 21 %."""

    def clean(self, text: str, known: Known) -> Any:
        number = as_decimal(bare_number(text))
        if number is not None and key(text) not in known.vat_groups:
            text = percent_key(number)
        beginning = f"{key(text)} "
        named = [name for name in known.vat_groups if name.startswith(beginning)]
        return super().clean(named[0] if len(named) == 1 else text, known)


@dataclass(frozen=True, kw_only=True)
class WeightColumn(DecimalColumn):
    """A weight in grams, or in the unit that stands behind it: `1,5 kg`."""

    def clean(self, text: str, known: Known) -> Any:
        found = _WEIGHT.fullmatch(text)
        bare = super().clean(found["number"] if found else text, known)
        return f"{(Decimal(bare) * 1000).normalize():f}" if found and found["unit"][0] in "kK" else bare


def percent_key(percentage: Decimal) -> str:
    """How `Known` tells a VAT group by its percentage."""
    return f"{percentage.normalize():f}"


COLUMNS: tuple[Column, ...] = (
    Column(target="code", label=gettext_noop("Product code"), is_clearable=False, headers=CODE_HEADERS),
    Column(
        target="name",
        label=gettext_noop("Name"),
        is_clearable=False,
        headers=words(
            "naam|name|productnaam|product name|omschrijving|description|titel|title|"
            "artikelnaam|artikelomschrijving|product|artikel|item"
        ),
    ),
    DecimalColumn(
        target="price",
        label=gettext_noop("Price excluding VAT"),
        is_clearable=False,
        headers=words(
            "prijs|price|verkoopprijs|sales price|prijs excl btw|price excl vat|prijs excl|"
            "price excluding vat|prijs exclusief btw|regular price|unit price|variant price|"
            "stuksprijs"
        ),
    ),
    VatGroupColumn(
        target="vat_group_id",
        label=gettext_noop("VAT group"),
        among="vat_groups",
        kind="VAT group",
        is_clearable=False,
        headers=words("btw groep|vat group|btw|vat|btw tarief|vat rate|tax class|btw percentage"),
    ),
    Column(
        target="barcode",
        label=gettext_noop("Barcode"),
        headers=words("barcode|ean|ean code|ean13|gtin|upc|streepjescode|variant barcode"),
    ),
    WeightColumn(
        target="weight",
        label=gettext_noop("Weight in grams"),
        is_clearable=False,
        headers=words("gewicht|weight|gewicht in gram|weight in grams|gram|grams|variant grams|gewicht gram"),
    ),
    YesNoColumn(
        target="active",
        label=gettext_noop("Active"),
        is_clearable=False,
        headers=words("actief|active|status|gepubliceerd|published"),
    ),
    DecimalColumn(
        target="stock",
        label=gettext_noop("Opening stock"),
        group="stock",
        is_clearable=False,
        headers=words(
            "beginvoorraad|opening stock|voorraad|stock|aantal|quantity|qty|on hand|"
            "op voorraad|variant inventory qty|vrije voorraad|stock level|inventory"
        ),
    ),
    ChoiceColumn(
        target="warehouse_id",
        label=gettext_noop("Warehouse"),
        group="stock",
        among="warehouses",
        kind="warehouse",
        is_clearable=False,
        headers=words("magazijn|warehouse|locatie magazijn|location"),
    ),
)
