"""What was agreed with a customer: discount, template, VAT, autosplit."""

from __future__ import annotations

from pakhuis.imports.columns.choices import ChoiceColumn
from pakhuis.imports.columns.contract import words
from pakhuis.imports.columns.decimals import DecimalColumn
from pakhuis.imports.columns.yes_no import YesNoColumn
from pakhuis.kernel.problem import gettext_noop

COLUMNS = (
    DecimalColumn(
        target="discount",
        label=gettext_noop("Discount"),
        group="terms",
        # Of a hundred at most: a point in it never stands behind a thousand.
        holds_numbers=False,
        headers=words(
            "korting|discount|kortingspercentage|discount percentage|korting %|discount %|"
            "klantkorting|customer discount|rabatt|rabatt in %|remise|remise%|korting in %|"
            "factuurkorting|regelkorting|discount rate|customer discount percentage|kundenrabatt|"
            "kortingsperc|kortings %|korting perc|factuurkorting %|"
            "% korting|vaste korting|rabatt %"
        ),
    ),
    ChoiceColumn(
        target="template_id",
        label=gettext_noop("Template"),
        group="terms",
        among="templates",
        kind="template",
        names_what_is_here=True,
        headers=words("standaard template|default template|template|sjabloon"),
    ),
    YesNoColumn(
        target="autosplit",
        label=gettext_noop("Autosplit"),
        group="terms",
        three_way=True,
        headers=words("autosplit|auto split|automatisch splitsen|deelleveringen|partial delivery"),
    ),
    YesNoColumn(
        target="calculate_vat",
        label=gettext_noop("Calculate VAT"),
        group="terms",
        headers=words("bereken btw|calculate vat|btw berekenen|calculatevat|btw plichtig|charge vat"),
    ),
)
