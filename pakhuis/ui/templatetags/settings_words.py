"""What settings pages show: colours, rights, and where something is used."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from pakhuis.accounts.colors import is_color, text_color
from pakhuis.accounts.rights import Right
from pakhuis.ui.entered import Entered, Shown
from pakhuis.ui.right_words import AREA, DEED, right

register = template.Library()


@register.filter
def errors_at(entered: Entered, place: str) -> list[str]:
    """The sentences that belong to this place, where no single field has it."""
    return entered.errors(place)


@register.simple_tag
def color_sample(color: str) -> SafeString:
    """How text looks on a colour; drawn, as styles in the page are not allowed."""
    return format_html(
        '<svg class="sample" viewBox="0 0 44 22" aria-hidden="true">'
        '<rect width="44" height="22" rx="6" fill="{}"/>'
        '<text x="22" y="15.5" text-anchor="middle" fill="{}">Abc</text></svg>',
        color,
        text_color(color) if is_color(color) else "#000000",
    )


@register.inclusion_tag("ui/parts/rights.html")
def rights_grid(entered: Entered) -> dict[str, Any]:
    """Every right as a box to tick, by area."""
    chosen = entered.chosen("rights")
    areas: dict[str, list[tuple[str, Any, bool]]] = {}
    for one in Right:
        area, deed = one.value.split(".")
        areas.setdefault(area, []).append((one.value, DEED[deed], one.value in chosen))
    rows = [(AREA[area], boxes) for area, boxes in areas.items()]
    options = [(str(one), right(one)) for one in Right]
    entered.shown.append(Shown(name="rights", label=gettext("Rights"), kind="checks", options=options))
    return {"areas": rows, "errors": entered.errors("rights")}


@register.filter
def right_words(code: str) -> str:
    """A right in words: ``Customers: see``."""
    return right(code)


@register.filter
def where_used(use: Any) -> str:
    """A table that points to something, in words, with how often."""
    return f"{gettext(use.word)}: {use.told}"


@register.filter
def entered(form: Entered, name: str) -> str:
    """What stands in a field."""
    return str(form.value(name))
