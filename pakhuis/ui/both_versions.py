"""Two people saved the same thing: what stands there now beside what the second entered, field by field."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from pakhuis.kernel.numbers import as_decimal
from pakhuis.kernel.written_numbers import with_point
from pakhuis.ui.entered import Entered, Shown, amount_text

BESIDE = ("check", "select", "radio", "radios")
"""Kinds of fields that say something about the others of their row, and nothing where those are empty."""


def differences(entered: Entered) -> list[dict[str, str]]:
    """The fields of a form, once it is put together, in which both versions differ; a row is told as one."""
    theirs = Entered(entered.theirs or {})
    rows: dict[str, list[Shown]] = {}
    for one in entered.shown:
        rows.setdefault(f"row {one.row}" if one.row else one.name, []).append(one)
    found = []
    for fields in rows.values():
        mine, kept = (_told(fields, form) for form in (entered, theirs))
        if mine != kept:
            found.append({"field": fields[0].row or fields[0].label, "mine": mine, "theirs": kept})
    return found


def _told(fields: Sequence[Shown], form: Entered) -> str:
    """What stands in a field, or in a row of them."""
    if not fields[0].row:
        return _words(fields[0], form)
    filled_in = [one for one in fields if one.kind not in BESIDE]
    if filled_in and not any(_words(one, form) for one in filled_in):
        return ""
    return ", ".join(filter(None, (_in_row(one, form) for one in fields)))


def _in_row(one: Shown, form: Entered) -> str:
    if one.kind == "check":
        return one.label if form.value(one.name) else ""
    words = _words(one, form)
    return f"{one.label} {words}" if words and one.kind == "number" else words


def _words(one: Shown, form: Entered) -> str:
    """What stands in one field, as the form shows it."""
    value = form.value(one.name)
    if one.kind == "check":
        return _("yes") if value else _("no")
    if one.kind == "radio":
        return one.label if str(value) == one.code else ""
    if one.kind == "password":
        return _("to be typed again") if value else ""
    known = {str(code): str(text) for code, text in one.options}
    if one.kind == "checks":
        return ", ".join(sorted(known.get(code, code) for code in form.chosen(one.name)))
    text = "" if value is None else str(value).strip().replace("\r\n", "\n")
    return _number(text) if one.kind == "number" else known.get(text, text)


def _number(text: Any) -> str:
    """A number in one spelling, whichever it was typed in."""
    number = as_decimal(with_point(text))
    return text if number is None else amount_text(number)
