"""The logbook of a subject: a page of facts, and the words for what they changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from pakhuis.customers.books import BETWEEN
from pakhuis.customers.own_queries import own_field_specs
from pakhuis.journal.models import Fact
from pakhuis.kernel.numbers import as_decimal
from pakhuis.ownfields.values import OwnFieldSpec, OwnText
from pakhuis.ownfields.words import own_text
from pakhuis.ui.customer_details import autosplit_words
from pakhuis.ui.entered import amount_text
from pakhuis.ui.keyset import Sort, page_of
from pakhuis.ui.right_words import right
from pakhuis.ui.words import FIELD, LANGUAGE, OWN_FIELD_KIND

OWN = "own:"
LINES = "lines."
PRICES = "prices."
NOTHING = "—"
Specs = Mapping[str, OwnFieldSpec]


def logbook_of(request: HttpRequest, kind: str, subject_id: int) -> dict[str, Any]:
    """A page of what happened to a subject, newest first, for `ui/parts/logbook.html`."""
    rows = Fact.objects.filter(subject_kind=kind, subject_id=subject_id)
    page = page_of(rows, request, sort=Sort(is_descending=True))
    changed = (one["field"] for fact in page.rows for one in fact.data.get("changes", ()))
    return {"page": page, "facts": page.rows, "own_specs": own_specs(changed)}


def own_specs(changed: Iterable[str]) -> Specs:
    """The customers' own fields by their name in a change; no query where none of them was `changed`."""
    if not any(name.startswith(OWN) for name in changed):
        return {}
    return {f"{OWN}{spec.id}": spec for spec in own_field_specs()}


def field_word(name: str, specs: Specs) -> str:
    """What a field is called; an own field by its title of today."""
    if name in specs:
        return specs[name].title
    if name.startswith(OWN):
        return _("Own field")
    if name.startswith(LINES):
        return _line_word(name.removeprefix(LINES))
    if name.startswith(PRICES):
        return _("Price on list %(name)s") % {"name": name.removeprefix(PRICES)}
    return str(FIELD.get(name, name))


def _line_word(name: str) -> str:
    """``2.amount`` is the amount of line 2."""
    number, _dot, field = name.partition(".")
    line = _("line %(number)s") % {"number": number}
    return f"{line}: {FIELD.get(field, field)}" if field else line


def value_words(name: str, text: str, specs: Specs) -> str:
    """A value of the journal as the reader writes such a thing."""
    if name in specs:
        return own_text(specs[name], (OwnText(text=text),)) if text else NOTHING
    if name == "autosplit":
        return autosplit_words({"True": True, "False": False}.get(text))
    if not text:
        return NOTHING
    if name not in FIELD and name not in WORDS:
        return _number(text)
    return WORDS[name](text) if name in WORDS else _plain(text)


def _plain(text: str) -> str:
    return {"True": _("yes"), "False": _("no")}.get(text, text)


def _number(text: str) -> str:
    """A price or another number with decimals, with the reader's decimal sign; anything else as it is."""
    number = as_decimal(text) if "." in text else None
    return _plain(text) if number is None else amount_text(number)


def _percentage(text: str) -> str:
    number = as_decimal(text)
    return text if number is None else f"{amount_text(number)} %"


def only_different(name: str, old: str, new: str) -> tuple[str, str]:
    """The two values, of address books only the addresses that are not in both."""
    if name != "addresses":
        return old, new
    before, after = old.split(BETWEEN), new.split(BETWEEN)
    gone = BETWEEN.join(one for one in before if one not in after)
    come = BETWEEN.join(one for one in after if one not in before)
    return (gone, come) if gone or come else (old, new)


def _marked(text: str) -> str:
    """A whole address book as text, with the marks of the defaults in words."""
    invoice, delivery = _("default invoice"), _("default delivery")
    return text.replace("[F]", f"({invoice})").replace("[L]", f"({delivery})")


WORDS: Mapping[str, Callable[[str], str]] = {
    "addresses": _marked,
    "cost_price": _number,
    "discount": _percentage,
    "field_kind": lambda text: str(OWN_FIELD_KIND.get(text, text)),
    "language": lambda text: str(LANGUAGE.get(text, text)),
    "price": _number,
    "rights": lambda text: "; ".join(right(one) for one in text.split(", ")),
}
"""Fields whose values are more than plain text."""
