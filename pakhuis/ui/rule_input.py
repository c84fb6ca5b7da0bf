"""The conditions of a rule on a form: every thing that can be asked has its own field, empty is not asked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from pakhuis.accounts.models import Webshop
from pakhuis.catalogue.models import Product
from pakhuis.orders.conditions import HOWS, NO_WEBSHOP, Condition, How, What
from pakhuis.orders.field_queries import order_fields
from pakhuis.stock.models import Warehouse
from pakhuis.ui.choices import Choices, language_choices, tag_choices
from pakhuis.ui.entered import amount_text, number, text
from pakhuis.ui.rule_sentences import field_words
from pakhuis.ui.rule_words import HOW, WHAT, WHAT_HINT

CHOSEN = (
    *(What.WEBSHOP, What.LANGUAGE, What.TAGS, What.PRODUCT_TAGS, What.WAREHOUSE),
    What.ORDER_FIELDS,
)
WRITTEN = (What.COUNTRY, What.ZIPCODE, What.PRODUCTS, What.LOCATION)
MEASURED = (What.TOTAL, What.PIECES, What.WEIGHT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One thing that can be asked, for the form."""

    what: What
    hows: Choices
    options: Choices

    @property
    def place(self) -> str:
        return f"conditions.{self.what}"

    @property
    def label(self) -> str:
        return str(WHAT[self.what])

    @property
    def hint(self) -> str:
        return str(WHAT_HINT.get(self.what, ""))

    @property
    def kind(self) -> str:
        """How it is filled in: ticked, written, measured, or yes or no."""
        kinds = {CHOSEN: "checks", WRITTEN: "written", MEASURED: "measured"}
        return next((kind for whats, kind in kinds.items() if self.what in whats), "given")


def askable(whats: Sequence[What]) -> list[Asked]:
    """The fields of a form, with what can be chosen; what there is nothing of to choose is left out."""
    tags = tag_choices()
    shops = Webshop.objects.filter(active=True).order_by("name")
    options: dict[What, Choices] = {
        What.WEBSHOP: [(NO_WEBSHOP, _("None: by hand or API")), *((str(one.pk), one.name) for one in shops)],
        What.LANGUAGE: language_choices(),
        What.TAGS: tags,
        What.PRODUCT_TAGS: tags,
        What.WAREHOUSE: [(str(one.pk), one.name) for one in Warehouse.objects.order_by("priority", "pk")],
        What.ORDER_FIELDS: list(field_words([one for one in order_fields() if not one.is_retired]).items()),
    }
    found = [Asked(what=one, hows=_hows(one), options=options.get(one, [])) for one in whats]
    return [one for one in found if one.options or one.what not in CHOSEN]


def _hows(what: What) -> Choices:
    return [(str(how), str(HOW[how])) for how in HOWS[what]]


def conditions_of(values: QueryDict, whats: Iterable[What]) -> tuple[Condition, ...]:
    """What a sent form asks; what is empty is not asked."""
    return tuple(one for one in (_condition(values, what) for what in whats) if one is not None)


def _condition(values: QueryDict, what: What) -> Condition | None:
    said = values.get(f"{what}_how", "")
    how = How(said) if said in tuple(How) else HOWS[what][0]
    if what in MEASURED:
        bounds = (number(values, f"{what}_low"), number(values, f"{what}_high"))
        return Condition(what=what, how=How.BETWEEN, values=bounds) if any(bounds) else None
    if what in CHOSEN:
        chosen = tuple(values.getlist(what))
        return Condition(what=what, how=how, values=chosen) if chosen else None
    if what in WRITTEN:
        words = tuple(filter(None, (one.strip() for one in re.split(r"[,;\n]", text(values, what)))))
        if what is What.PRODUCTS:
            words = _ids_of(words)
        return Condition(what=what, how=how, values=words) if words else None
    return Condition(what=what, how=how) if said else None


def _ids_of(codes: tuple[str, ...]) -> tuple[str, ...]:
    """Products by their codes; a code there is none of stays, to be refused at its place."""
    found = dict(Product.objects.filter(code__in=codes).values_list("code", "pk"))
    return tuple(str(found.get(code, code)) for code in codes)


def _codes_of(ids: tuple[str, ...]) -> list[str]:
    return list(Product.objects.filter(pk__in=map(int, ids)).order_by("code").values_list("code", flat=True))


def shown(conditions: Iterable[Condition]) -> dict[str, Any]:
    """The values of the form's fields for these conditions."""
    found: dict[str, Any] = {}
    for one in conditions:
        found[f"{one.what}_how"] = str(one.how)
        if one.what in MEASURED:
            low, high = one.values
            found |= {f"{one.what}_low": _bound(low), f"{one.what}_high": _bound(high)}
        elif one.what in CHOSEN:
            found[one.what] = one.values
        else:
            words = _codes_of(one.values) if one.what is What.PRODUCTS else one.values
            found[one.what] = ", ".join(words)
    return found


def _bound(value: str) -> str:
    return amount_text(Decimal(value)) if value else ""
