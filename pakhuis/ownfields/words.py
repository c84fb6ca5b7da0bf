"""What stands in an own field, as its reader writes such things."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from babel.dates import format_date
from babel.numbers import format_decimal
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from pakhuis.kernel.numbers import as_decimal
from pakhuis.ownfields.values import OwnFieldKind, OwnFieldSpec, OwnText, as_day


def own_text(spec: OwnFieldSpec, texts: Sequence[OwnText]) -> str:
    """The value of an own field as the reader writes such a thing; empty when there is none."""
    text = ", ".join(one.text for one in texts)
    if spec.kind is OwnFieldKind.YES_NO:
        return {"yes": _("yes"), "no": _("no")}.get(text, text)
    if spec.kind is OwnFieldKind.NUMBER:
        number = as_decimal(text)
        return text if number is None else _number(number)
    if spec.kind is OwnFieldKind.DATE:
        day = as_day(text)
        return text if day is None else format_date(day, "d MMM y", locale=_locale())
    return text


def _number(number: Decimal) -> str:
    return str(format_decimal(number, locale=_locale(), decimal_quantization=False))


def _locale() -> str:
    return get_language() or "nl"
