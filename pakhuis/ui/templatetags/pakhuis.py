"""How values look on the screen: money, numbers, times, badges, fields with their errors."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

from babel import Locale
from babel.dates import format_date, format_datetime
from babel.numbers import format_currency, format_decimal
from django import template
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext, ngettext

from pakhuis.journal.models import Fact
from pakhuis.kernel.money import Money
from pakhuis.kernel.problem import from_stored
from pakhuis.ui import hook_words, picking_words, purchasing_words, words
from pakhuis.ui.entered import Entered, Shown, sentence
from pakhuis.ui.icons import icon_path
from pakhuis.ui.logbook import field_word, only_different, value_words

register = template.Library()
_BREAKS = re.compile(r"(?=@)|(?<=\.)(?=.*@)")
_A_DECIMAL = re.compile(r"\d+\.\d+")
WORDS: dict[str, Mapping[str, Any]] = {
    "order": words.ORDER_STATUS,
    "picklist": words.PICKLIST_STATUS,
    "batch": picking_words.BATCH_STATUS,
    "batch_kind": picking_words.BATCH_KIND,
    "purchase": purchasing_words.PURCHASE_STATUS,
    "receipt": purchasing_words.RECEIPT_STATUS,
    "delivery": words.DELIVERY_STATE,
    "message": words.MESSAGE_STATE,
    "event": hook_words.HOOK_EVENT,
    "kind": words.KIND,
    "language": words.LANGUAGE,
    "actor": words.ACTOR,
    "vat": words.VAT_STATE,
    "move": words.MOVE_KIND,
    "location": words.LOCATION_KIND,
    "mail": words.MAIL_STATE,
    "mail_kind": words.MAIL_KIND,
    "own_field": words.OWN_FIELD_KIND,
}


@lru_cache
def _known(language: str) -> Locale:
    return Locale.parse(language)


def _locale() -> Locale:
    return _known(get_language() or "nl")


@register.filter
def money(value: Money | Decimal | None) -> str:
    """An amount with two decimals and the euro sign."""
    if value is None:
        return ""
    return format_currency(value.amount if isinstance(value, Money) else value, "EUR", locale=_locale())


@register.filter
def price(value: Decimal) -> str:
    """A price per piece: two decimals, or up to four where they say something."""
    usual = _locale().currency_formats["standard"].pattern
    longer = usual.replace(".00", ".00##")
    return format_currency(value, "EUR", format=longer, locale=_locale(), currency_digits=False)


@register.filter
def decimal(value: Decimal | float | None) -> str:
    """A number without needless decimals."""
    return "" if value is None else format_decimal(value, format="#,##0.####", locale=_locale())


@register.filter
def moment(value: datetime | None) -> str:
    """A short date and time."""
    if value is None:
        return ""
    local = timezone.localtime(value)
    return format_datetime(local, "d MMM y HH:mm", locale=_locale())


@register.filter
def day(value: Any) -> str:
    """A short date."""
    if value is None:
        return ""
    local = timezone.localtime(value).date() if isinstance(value, datetime) else value
    return _day(local, get_language() or "nl")


@lru_cache(maxsize=2_000)
def _day(value: date, language: str) -> str:
    """Lists have the same days over and over."""
    return format_date(value, "d MMM y", locale=_known(language))


@register.filter
def breakable(email: str) -> SafeString:
    """An e-mail address that a narrow column breaks at its @ or after a dot of the name, not in a word."""
    return format_html_join(mark_safe("<wbr>"), "{}", ((one,) for one in _BREAKS.split(email) if one))


@register.filter
def country(code: str) -> str:
    """The name of a country in the reader's language."""
    return str(_locale().territories.get(code, code))


@register.filter
def word(code: str, kind: str) -> str:
    """The word for a state."""
    return str(WORDS[kind].get(code, code))


@register.filter
def problems(stored: Sequence[Mapping[str, Any]]) -> list[str]:
    """Stored problems as sentences with their place."""
    return [(f"{_place(one.path)}: " if one.path else "") + sentence(one) for one in from_stored(stored)]


@register.filter
def problem(stored: Mapping[str, Any]) -> str:
    """One stored problem as a sentence."""
    return sentence(from_stored([stored])[0])


def _place(path: Sequence[str | int]) -> str:
    if len(path) == 3 and path[0] == "lines":
        return gettext("line %(number)s") % {"number": int(path[1]) + 1}
    return str(words.FIELD.get(str(path[0]), ".".join(str(step) for step in path)))


@register.filter
def item(mapping: Mapping[Any, Any], key: Any) -> Any:
    """A value of a mapping by a key that is a variable."""
    return mapping.get(key)


@register.simple_tag
def icon(name: str) -> SafeString:
    """One of our icons, drawn in the colour of the text."""
    return format_html(
        '<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d="{}"/></svg>', icon_path(name)
    )


@register.simple_tag
def badge(code: str, kind: str) -> SafeString:
    """A state as a small coloured word."""
    return format_html('<span class="badge badge-{}">{}</span>', code, word(code, kind))


@register.simple_tag
def tag_chip(tag: Any) -> SafeString:
    """A tag with its colour, which stands in an SVG dot as styles in the page are not allowed."""
    return format_html(
        '<span class="chip"><svg class="dot" viewBox="0 0 10 10" aria-hidden="true">'
        '<circle cx="5" cy="5" r="5" fill="{}"/></svg>{}</span>',
        tag.color,
        tag.title,
    )


@register.simple_tag
def why(sources: Mapping[str, Sequence[Any]], term: str) -> str:
    """Where a term of an order came from, as a sentence."""
    source = sources.get(term)
    return source_sentence(source) if source else ""


@register.filter
def source_sentence(source: Sequence[Any]) -> str:
    """A source as a sentence: ``price list “Horeca”, from 10``."""
    who, *details = source
    known = words.SOURCE.get(str(who))
    if known is None:
        return str(who)
    if who == "price_list":
        return str(known) % {"name": details[0], "amount": details[1] if len(details) > 1 else 1}
    detail = str(details[0]) if details and details[0] else ""
    return f"{known} ({detail})" if detail else str(known)


@register.filter
def fact_word(fact: Fact) -> str:
    """What happened, in words."""
    return str(words.FACT.get(fact.name, fact.name))


@register.simple_tag(takes_context=True)
def fact_changes(context: template.Context, fact: Fact) -> list[dict[str, str]]:
    """The fields that a fact changed, with their words and values; the page may know own fields."""
    specs = context.get("own_specs") or {}
    shown = []
    for one in fact.data.get("changes", ()):
        old, new = only_different(one["field"], one["old"], one["new"])
        shown.append(
            {
                "field": field_word(one["field"], specs),
                "old": value_words(one["field"], old, specs),
                "new": value_words(one["field"], new, specs),
            }
        )
    return shown


@register.filter
def changed_field(name: str) -> str:
    """The word for a field that will change."""
    return field_word(name, {})


@register.filter
def changed_value(text: str) -> str:
    """A value before or after a change; numbers with the reader's decimal sign."""
    if _A_DECIMAL.fullmatch(text):
        return format_decimal(Decimal(text), format="#,##0.##", locale=_locale())
    return value_words("", text, {})


_SAID = ("note", "reason", "address", "label")
"""What somebody said with a fact, or what it is about."""


@register.filter
def fact_detail(fact: Fact) -> str:
    """What else a fact says, in a few words; there is only one account."""
    data = {} if fact.subject_kind == "account" else fact.data
    if fact.name == "customer.linked":
        return str(words.MATCH.get(data.get("how", ""), ""))
    if fact.name == "order.processed":
        pick, wait = data.get("to_pick", 0), data.get("waiting", 0)
        told = ngettext(
            "%(pick)s piece to pick, %(wait)s waiting", "%(pick)s pieces to pick, %(wait)s waiting", pick
        )
        return told % {"pick": pick, "wait": wait}
    if "mail" in data:
        why = " ".join(sentence(one) for one in from_stored(data.get("problems", ())))
        return " ".join(filter(None, (word(data["mail"], "mail_kind"), data.get("to", ""), why)))
    if "pieces" in data:
        return _counted(data)
    if fact.name == "product.stock_changed":
        return f"{data['change']:+d} → {data['on_hand']} ({words.REASON.get(data['reason'], data['reason'])})"
    if "rules" in data:
        data = {"note": ", ".join(data["rules"])}
    if fact.name == "return.status_changed":
        data = {"note": ": ".join(filter(None, (data["status"], data["note"])))}
    return str(next((data[name] for name in _SAID if data.get(name)), ""))


def _counted(data: dict[str, Any]) -> str:
    """So many pieces, of which product where it says that, and those of them that are not fit to be sold."""
    pieces, broken = data["pieces"], data.get("broken")
    told = []
    if pieces or not broken:
        told.append(ngettext("%(pieces)s piece", "%(pieces)s pieces", pieces) % {"pieces": pieces})
    if broken:
        told.append(
            ngettext("%(pieces)s piece not fit", "%(pieces)s pieces not fit", broken) % {"pieces": broken}
        )
    return ": ".join(filter(None, (data.get("label", ""), ", ".join(told))))


@register.filter
def reason(text: str) -> str:
    """The reason of a stock move, ours translated and a person's as written."""
    first, space, rest = text.partition(" ")
    if space and first in words.REASON:
        return f"{words.REASON[first]} {rest}"
    return str(words.REASON.get(text, text))


@register.inclusion_tag("ui/parts/field.html")
def field(
    entered: Entered,
    name: str,
    label: str,
    *,
    place: str = "",
    kind: str = "text",
    hint: str = "",
    required: bool = False,
    options: Any = None,
    autofocus: bool = False,
    listed: str = "",
    form: str = "f",
    empty: bool = True,
    row: str = "",
) -> dict[str, Any]:
    """A labelled field, what was entered, what is wrong with it; `form` tells forms of a page apart.

    A select that is not required begins with an empty choice; not with `empty` off, where the options say.
    Fields of a `row` are told as one where two versions are compared.
    """
    entered.shown.append(Shown(name=name, label=str(label), kind=kind, options=options or (), row=row))
    return {
        "name": name,
        "id": f"{form}-" + name.replace(".", "-"),
        "label": label,
        "kind": kind,
        "hint": hint,
        "required": required,
        "has_empty": empty and not required,
        "options": options,
        "autofocus": autofocus,
        "listed": listed,
        # What was typed as a password is not sent back.
        "value": "" if kind == "password" else entered.value(name),
        "chosen": entered.chosen(name) if kind == "checks" else [],
        "errors": entered.errors(place or name),
    }


ADDRESS_NAMES = ("name", "contact_name", "line1", "line2", "zipcode", "city", "region", "country")


def _named(prefix: str, names: Sequence[str]) -> dict[str, str]:
    return {name: f"{prefix}.{name}" for name in names}


@register.inclusion_tag("ui/parts/address_row.html")
def address_row(entered: Entered, row: int, countries: Any) -> dict[str, Any]:
    """One row of an address book: its fields, and what it is the default for."""
    return {
        "entered": entered,
        "row": row,
        "number": row + 1,
        "countries": countries,
        "names": _named(f"addresses.{row}", ADDRESS_NAMES),
        "with_defaults": True,
        "row_label": "",
        "is_invoice": entered.value("default_invoice") == str(row),
        "is_delivery": entered.value("default_delivery") == str(row),
    }


@register.inclusion_tag("ui/parts/address_row.html")
def address_fields(entered: Entered, kind: str, countries: Any) -> dict[str, Any]:
    """An address of this order only."""
    return {
        "entered": entered,
        "number": "",
        "countries": countries,
        "names": _named(kind, ADDRESS_NAMES),
        "with_defaults": False,
        "row_label": gettext("Delivery address") if kind == "delivery" else gettext("Invoice address"),
    }


@register.inclusion_tag("ui/parts/receive_row.html")
def receive_row(entered: Entered, row: int) -> dict[str, Any]:
    """How many of a product come in, and where they go."""
    return {"entered": entered, "amount": f"rows.{row}.amount", "location": f"rows.{row}.location"}


@register.inclusion_tag("ui/parts/new_order_line.html")
def line_row(entered: Entered, row: int) -> dict[str, Any]:
    """One line of a new order."""
    return _new_line(entered, "lines", row)


@register.inclusion_tag("ui/parts/order_line.html")
def order_line(entered: Entered, line: Any) -> dict[str, Any]:
    """One line of an order that is being changed."""
    names = _named(f"line.{line.pk}", ("name", "amount", "price", "remarks", "remove"))
    return {
        "entered": entered,
        "line": line,
        "names": names,
        "removed": entered.value(names["remove"]),
        "row_label": f"{line.code} {line.name}".strip(),
    }


@register.inclusion_tag("ui/parts/new_order_line.html")
def new_order_line(entered: Entered, row: int) -> dict[str, Any]:
    """A row for one more line."""
    return _new_line(entered, "new", row)


def _new_line(entered: Entered, start: str, row: int) -> dict[str, Any]:
    return {
        "entered": entered,
        "names": _named(f"{start}.{row}", ("product", "amount", "price", "name", "remarks")),
        "row_label": gettext("New line %(number)s") % {"number": row + 1},
    }
