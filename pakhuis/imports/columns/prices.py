"""The columns of a file with prices of price lists."""

from __future__ import annotations

from pakhuis.imports.columns.choices import ChoiceColumn
from pakhuis.imports.columns.contract import Column, words
from pakhuis.imports.columns.dates import DateColumn
from pakhuis.imports.columns.decimals import DecimalColumn
from pakhuis.imports.columns.products import CODE_HEADERS

COLUMNS: tuple[Column, ...] = (
    ChoiceColumn(
        target="price_list_id",
        label="Price list",
        among="price_lists",
        kind="price list",
        is_clearable=False,
        headers=words("prijslijst|price list|pricelist|lijst|list|naam prijslijst|price list name"),
    ),
    Column(target="code", label="Product code", is_clearable=False, headers=CODE_HEADERS),
    DecimalColumn(
        target="price",
        label="Price",
        is_clearable=False,
        headers=words(
            "prijs|price|nieuwe prijs|new price|prijs excl btw|price excl vat|stuksprijs|unit price"
        ),
    ),
    DecimalColumn(
        target="min_amount",
        label="From amount",
        is_clearable=False,
        headers=words(
            "vanaf aantal|from amount|minimum aantal|min aantal|minimum amount|min amount|"
            "min quantity|aantal|minimum quantity|staffel|vanaf"
        ),
    ),
    DateColumn(
        target="valid_from",
        label="Valid from",
        headers=words("geldig van|valid from|van datum|vanaf datum|startdatum|start date|from date|van"),
    ),
    DateColumn(
        target="valid_until",
        label="Valid until",
        headers=words("geldig tot|valid until|tot datum|einddatum|end date|until|tot|geldig t m|tot en met"),
    ),
)
