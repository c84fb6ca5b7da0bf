"""Rules as sentences: what they ask, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from django.db.models import Model
from django.utils.translation import gettext as _

from pakhuis.catalogue.models import Product
from pakhuis.orders.conditions import BEGINNINGS, NO_WEBSHOP, Condition, How, What
from pakhuis.orders.field_queries import order_fields
from pakhuis.orders.field_words import word_of, words_to_ask
from pakhuis.orders.models import OrderField
from pakhuis.orders.rule_values import OF
from pakhuis.ownfields.reading import spec_of
from pakhuis.ownfields.values import OwnText
from pakhuis.ownfields.words import own_text
from pakhuis.ui.entered import amount_text
from pakhuis.ui.rule_words import BEGINS, HOW, WHAT
from pakhuis.ui.words import LANGUAGE


def sentences_of(rules: Iterable[tuple[Condition, ...]]) -> list[list[str]]:
    """For each rule its conditions as sentences; a query for each kind of thing that is named."""
    kept = list(rules)
    names = {
        what: _names(model, [one for rule in kept for one in rule if one.what is what])
        for what, model in OF.items()
    }
    if any(one.what is What.ORDER_FIELDS for rule in kept for one in rule):
        names[What.ORDER_FIELDS] = field_words(order_fields())
    return [[_sentence(one, names.get(one.what, {})) for one in rule] for rule in kept]


def field_words(fields: Iterable[OrderField]) -> dict[str, str]:
    """What a rule can ask of these own fields, by the word it asks with."""
    return {word_of(field.pk, value): _field_word(field, value) for field, value in words_to_ask(fields)}


def _field_word(field: OrderField, value: str) -> str:
    if not value:
        return _("%(field)s: filled in") % {"field": field.title}
    return f"{field.title}: {own_text(spec_of(field), (OwnText(text=value),))}"


def _names(model: type[Model], conditions: list[Condition]) -> dict[str, str]:
    ids = {int(value) for one in conditions for value in one.values}
    found = model._default_manager.filter(pk__in=ids) if ids else ()
    names = {str(one.pk): one.code if isinstance(one, Product) else str(one) for one in found}
    return {NO_WEBSHOP: _("None: by hand or API"), **names}


def _sentence(one: Condition, names: dict[str, str]) -> str:
    what = str(WHAT[one.what])
    if one.how is How.BETWEEN:
        return f"{what}: {_bounds(*one.values)}"
    if one.what in BEGINNINGS:
        said = {"what": what, "values": ", ".join(one.values)}
        return str(BEGINS[one.how]) % said
    words = [str(LANGUAGE.get(value, value)) if one.what is What.LANGUAGE else value for value in one.values]
    return f"{what} {HOW[one.how]} {', '.join(names.get(word, word) for word in words)}".rstrip()


def _bounds(low: str, high: str) -> str:
    shown = {"low": low and amount_text(Decimal(low)), "high": high and amount_text(Decimal(high))}
    if low and high:
        return _("%(low)s to %(high)s") % shown
    return (_("at least %(low)s") if low else _("at most %(high)s")) % shown
