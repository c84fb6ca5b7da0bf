"""Returns on the pages of orders and customers, and the parts of their own."""

from __future__ import annotations

from typing import Any

from django import template
from django.db.models import QuerySet, Sum
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from pakhuis.orders.models import Order
from pakhuis.returns.models import Return, ReturnLine, ReturnStatus
from pakhuis.ui.entered import Entered
from pakhuis.ui.templatetags.pakhuis import tag_chip

register = template.Library()
SHOWN = 20


class _Titled:
    """A status as a chip shows it."""

    def __init__(self, status: ReturnStatus) -> None:
        self.title, self.color = status.name, status.color


@register.simple_tag
def return_chip(status: ReturnStatus) -> SafeString:
    """Where a return stands, with its colour."""
    return tag_chip(_Titled(status))


def counted(rows: QuerySet[Return]) -> QuerySet[Return]:
    """With the pieces that are expected, and those that came."""
    return rows.annotate(pieces=Sum("lines__amount"), came=Sum("lines__returned") + Sum("lines__broken"))


@register.inclusion_tag("ui/parts/returns_of.html", takes_context=True)
def returns_of_order(context: template.Context, order: Order) -> dict[str, Any]:
    """The returns of an order, newest first; nothing where there are none."""
    rows = counted(Return.objects.filter(order=order)).select_related("status", "order")
    return {"rows": list(rows.order_by("-pk")[:SHOWN]), "can": context["can"]}


@register.inclusion_tag("ui/parts/return_count.html")
def return_count(entered: Entered, line: ReturnLine) -> dict[str, Any]:
    """How many of a line are here, fit or not, and where they go."""
    names = {name: f"line.{line.pk}.{name}" for name in ("fit", "broken", "location", "seen")}
    return {"entered": entered, "line": line, "names": names}


def _row(entered: Entered, prefix: str, reasons: Any, row: str) -> dict[str, Any]:
    names = {name: f"{prefix}.{name}" for name in ("product", "amount", "reason", "remove")}
    return {"entered": entered, "names": names, "reasons": reasons, "row": row}


@register.inclusion_tag("ui/parts/return_line.html")
def return_line(entered: Entered, line: ReturnLine, reasons: Any) -> dict[str, Any]:
    """One line of a return that is being changed."""
    row = _row(entered, f"line.{line.pk}", reasons, f"{line.code} {line.name}")
    removed = entered.value(row["names"]["remove"])
    return {**row, "line": line, "can_remove": not line.came, "removed": removed}


@register.inclusion_tag("ui/parts/return_line.html")
def return_of_order(entered: Entered, line: Any, left: int, reasons: Any) -> dict[str, Any]:
    """A delivered line of the order, of which something may come back."""
    return {**_row(entered, f"of.{line.pk}", reasons, f"{line.code} {line.name}"), "line": line, "left": left}


@register.inclusion_tag("ui/parts/return_line.html")
def new_return_line(entered: Entered, row: int, reasons: Any) -> dict[str, Any]:
    """A row for a product that comes back."""
    return _row(entered, f"new.{row}", reasons, gettext("New line %(number)s") % {"number": row + 1})
