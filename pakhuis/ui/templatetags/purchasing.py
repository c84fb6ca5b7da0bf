"""What is announced, on the pages of orders, customers, products and backorders."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import template
from django.utils.translation import gettext

from pakhuis.catalogue.models import Product
from pakhuis.orders.models import Backorder
from pakhuis.purchasing.queries import announced, expected_days
from pakhuis.ui.entered import Entered

register = template.Library()
SHOWN = 20


@register.simple_tag
def days_of(backorders: Iterable[Backorder]) -> dict[int, date]:
    """The day on which each of these can be expected, by id."""
    return expected_days(backorders)


@register.inclusion_tag("ui/parts/announced.html", takes_context=True)
def announced_of(context: template.Context, product: Product) -> dict[str, Any]:
    """The purchase orders by which more of it is to come; nothing where there are none."""
    rows = announced([product.pk]).select_related("order", "order__warehouse")
    return {"rows": list(rows[:SHOWN]), "can": context["can"], "product": product}


@register.inclusion_tag("ui/parts/suppliers_of.html", takes_context=True)
def suppliers_of(context: template.Context, product: Product) -> dict[str, Any]:
    """Who sells it, the one it is named after first; nothing where nobody is known to."""
    rows = product.suppliers.select_related("supplier").order_by("-preferred", "supplier__name")
    return {"rows": list(rows[:SHOWN]), "can": context["can"]}


@register.inclusion_tag("ui/parts/purchase_line.html")
def purchase_line(entered: Entered, line: Any) -> dict[str, Any]:
    """One line of a purchase order that is being changed."""
    names = {name: f"line.{line.pk}.{name}" for name in ("amount", "price", "expected_on", "remove")}
    removed = entered.value(names["remove"])
    row = f"{line.code} {line.name}"
    return {"entered": entered, "line": line, "names": names, "removed": removed, "row": row}


@register.inclusion_tag("ui/parts/new_purchase_line.html")
def new_purchase_line(entered: Entered, row: int) -> dict[str, Any]:
    """A row for one more line."""
    names = {name: f"new.{row}.{name}" for name in ("product", "amount", "price", "expected_on")}
    return {"entered": entered, "names": names, "row": gettext("New line %(number)s") % {"number": row + 1}}
