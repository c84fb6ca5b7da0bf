"""Two people saved the same thing: what stands there now beside what the second entered, field by field."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Protocol, TypeVar

from django.utils.translation import gettext as _

from pakhuis.kernel.numbers import as_decimal
from pakhuis.kernel.written_numbers import with_point
from pakhuis.ui.entered import Entered, Shown, amount_text


class _Line(Protocol):
    """A line of an order, a purchase order or a return."""

    @property
    def pk(self) -> Any: ...
    @property
    def code(self) -> Any: ...
    @property
    def name(self) -> Any: ...


Line = TypeVar("Line", bound=_Line)
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


def on_the_form(lines: Iterable[Line], entered: Entered) -> list[Line]:
    """The lines that the form was shown with; those that a colleague added or removed since are told of."""
    found = {str(line.pk): line for line in lines}
    named = [
        (name, name.split(".")[1]) for name in (*entered.values, *(entered.theirs or ())) if _is_line(name)
    ]
    typed = {pk for name, pk in named if name in entered.values}
    for name, pk in named if entered.theirs is not None else ():
        if pk not in typed or pk not in found:
            line = found.get(pk)
            row = f"{line.code} {line.name}" if line else _("A line that was removed")
            entered.shown.append(Shown(name=name, label=row, row=row))
    return [line for pk, line in found.items() if pk in typed]


def _is_line(name: str) -> bool:
    return name.startswith("line.") and name.count(".") == 2


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
