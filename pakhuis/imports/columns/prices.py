"""The columns of a file with prices of price lists."""

from __future__ import annotations

from pakhuis.imports.columns.choices import ChoiceColumn
from pakhuis.imports.columns.contract import Column, words
from pakhuis.imports.columns.dates import DateColumn
from pakhuis.imports.columns.decimals import DecimalColumn
from pakhuis.imports.columns.products import CODE_HEADERS
from pakhuis.kernel.problem import gettext_noop

COLUMNS: tuple[Column, ...] = (
    ChoiceColumn(
        target="price_list_id",
        label=gettext_noop("Price list"),
        among="price_lists",
        kind="price list",
        is_clearable=False,
        headers=words("prijslijst|price list|pricelist|lijst|list|naam prijslijst|price list name"),
    ),
    Column(target="code", label=gettext_noop("Product code"), is_clearable=False, headers=CODE_HEADERS),
    DecimalColumn(
        target="price",
        label=gettext_noop("Price"),
        is_clearable=False,
        headers=words(
            "prijs|price|nieuwe prijs|new price|prijs excl btw|price excl vat|stuksprijs|unit price"
        ),
    ),
    DecimalColumn(
        target="min_amount",
        label=gettext_noop("From amount"),
        is_clearable=False,
        headers=words(
            "vanaf aantal|from amount|minimum aantal|min aantal|minimum amount|min amount|"
            "min quantity|aantal|minimum quantity|staffel|vanaf"
        ),
    ),
    DateColumn(
        target="valid_from",
        label=gettext_noop("Valid from"),
        headers=words(
            "geldig van|valid from|van datum|vanaf datum|startdatum|start date|from date|van|geldig vanaf"
        ),
    ),
    DateColumn(
        target="valid_until",
        label=gettext_noop("Valid until"),
        headers=words(
            "geldig tot|valid until|tot datum|einddatum|end date|until|tot|geldig t m|tot en met|"
            "geldig tot en met"
        ),
    ),
)
