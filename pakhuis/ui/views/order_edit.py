"""Changing an order on one page: all at once, problems at their field, never over somebody else's work."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from pakhuis.accounts.rights import Right
from pakhuis.customers.intake import NewAddress
from pakhuis.fulfilment.actions import change_order_and_queue
from pakhuis.kernel.clock import now
from pakhuis.kernel.problem import Problem, Refused
from pakhuis.orders.field_queries import order_fields, texts_of
from pakhuis.orders.intake import LineChange, NewLine, OrderChange
from pakhuis.orders.models import Order, OrderLine
from pakhuis.orders.standing import ADDRESS_NAMES
from pakhuis.orders.states import OrderMove
from pakhuis.ownfields.reading import to_fill_in
from pakhuis.ownfields.values import OwnFieldSpec, OwnText
from pakhuis.stock.models import Warehouse
from pakhuis.ui.access import actor_of, page
from pakhuis.ui.both_versions import on_the_form
from pakhuis.ui.choices import (
    country_choices,
    language_choices,
    price_list_choices,
    tag_choices,
    template_choices,
)
from pakhuis.ui.entered import Entered, amount_text, flag, number, row_count, text, whole, wholes
from pakhuis.ui.own_inputs import own_entered, own_initial, own_inputs
from pakhuis.ui.views.finder import found_products, meant_code

NEW_ROWS = 3
MORE_ROWS = 5
MOST_ROWS = 200
LINE_FIELDS = ("amount", "price", "name", "remarks")
SHOWN = (
    *("reference", "remarks", "email", "phone", "delivery", "invoice", "preferred_delivery_date"),
    *("template", "language", "tags", "discount", "price_lists", "warehouses"),
)


@page(Right.ORDERS_CHANGE)
def edit(request: HttpRequest, order_id: int) -> HttpResponse:
    """The form as the order stands; saved whole, if nobody else has saved it meanwhile."""
    order = get_object_or_404(Order.objects.select_related("customer"), pk=order_id)
    if not order.can(OrderMove.CHANGE):
        messages.error(request, _("This order cannot be changed any more."))
        return redirect("order", order_id)
    if request.method != "POST" or "more" in request.POST:
        return _form(request, order, Entered(request.POST or _standing(order)))
    change, places = _change(request.POST, order)
    try:
        change_order_and_queue(
            order_id, change, version=whole(request.POST, "version"), by=actor_of(request), now=now()
        )
    except Refused as refused:
        entered = Entered(request.POST, tuple(_at_its_field(one, places) for one in refused.problems))
        if any(one.code == "changed_meanwhile" for one in refused.problems):
            order.refresh_from_db()
            entered.theirs = _standing(order)
        return _form(request, order, entered)
    messages.success(request, _("The order is saved."))
    return redirect("order", order_id)


def _standing(order: Order) -> dict[str, Any]:
    """The form's values as the order has them."""
    values: dict[str, Any] = {
        "version": order.version,
        "reference": order.reference,
        "remarks": order.remarks,
        "email": order.email,
        "phone": order.phone,
        "preferred_delivery_date": str(order.preferred_delivery_date or ""),
        "template": str(order.template_id or ""),
        "language": order.language,
        "tags": list(order.order_tags.values_list("tag_id", flat=True)),
        "discount": amount_text(order.discount),
        "autosplit": "on" if order.autosplit else "",
        "calculate_vat": "on" if order.calculate_vat else "",
        "price_lists": list(order.order_price_lists.values_list("price_list_id", flat=True)),
        "warehouses": list(order.order_warehouses.values_list("warehouse_id", flat=True)),
    }
    for prefix in ("delivery", "invoice"):
        values |= {f"{prefix}.{name}": getattr(order, f"{prefix}_{name}") for name in ADDRESS_NAMES}
    values |= own_initial(*_own(order))
    for line in _lines(order):
        values |= {
            f"line.{line.pk}.amount": str(line.amount),
            f"line.{line.pk}.price": amount_text(line.price),
            f"line.{line.pk}.name": line.name,
            f"line.{line.pk}.remarks": line.remarks,
        }
    return values


def _own(order: Order) -> tuple[list[OwnFieldSpec], dict[int, tuple[OwnText, ...]]]:
    """The own fields in use, and what stands in them."""
    return to_fill_in(order_fields(), texts_of([order.pk]).get(order.pk, {}))


def _lines(order: Order) -> list[OrderLine]:
    return list(order.lines.filter(part_of=None).order_by("position"))


def _change(values: QueryDict, order: Order) -> tuple[OrderChange, list[int]]:
    """What was entered, and for each new line the row it stands in."""
    given: dict[str, Any] = {
        **{name: text(values, name) for name in ("reference", "remarks", "email", "phone")},
        "preferred_delivery_date": text(values, "preferred_delivery_date"),
        "template_id": whole(values, "template"),
        "language": text(values, "language"),
        "tag_ids": wholes(values, "tags"),
        "own_values": own_entered(_own(order)[0], values),
    }
    for prefix in ("delivery", "invoice"):
        given[prefix] = NewAddress(**{name: text(values, f"{prefix}.{name}") for name in ADDRESS_NAMES})
    if not order.can(OrderMove.CHANGE_LINES):
        return OrderChange(**given), []
    lines = _lines(order)
    removed = tuple(one.pk for one in lines if flag(values, f"line.{one.pk}.remove"))
    added, places = _added(values)
    return OrderChange(
        **given,
        discount=number(values, "discount") or None,
        autosplit=flag(values, "autosplit"),
        calculate_vat=flag(values, "calculate_vat"),
        price_list_ids=wholes(values, "price_lists"),
        warehouse_ids=wholes(values, "warehouses"),
        add_lines=added,
        change_lines=tuple(_line(values, one.pk) for one in lines if one.pk not in removed),
        remove_line_ids=removed,
    ), places


def _line(values: QueryDict, pk: int) -> LineChange:
    """A line that is not in the form (somebody else has just added it) is not changed."""
    if f"line.{pk}.amount" not in values:
        return LineChange(line_id=pk)
    return LineChange(
        line_id=pk,
        amount=number(values, f"line.{pk}.amount"),
        price=number(values, f"line.{pk}.price"),
        name=text(values, f"line.{pk}.name"),
        remarks=text(values, f"line.{pk}.remarks"),
    )


def _added(values: QueryDict) -> tuple[tuple[NewLine, ...], list[int]]:
    """The new rows in which something stands: with a product, or with a name alone an own line."""
    lines, places = [], []
    for row in range(row_count(values, "new", most=MOST_ROWS)):
        product, name = text(values, f"new.{row}.product"), text(values, f"new.{row}.name")
        amount, price = number(values, f"new.{row}.amount"), number(values, f"new.{row}.price")
        if product or name or price:
            is_own = bool(name and not product)
            lines.append(
                NewLine(
                    product_code=meant_code(product) if product else "",
                    is_own=is_own,
                    name=name,
                    amount=amount or ("1" if is_own else None),
                    price=price or None,
                    remarks=text(values, f"new.{row}.remarks"),
                )
            )
            places.append(row)
    return tuple(lines), places


def _at_its_field(problem: Problem, places: list[int]) -> Problem:
    """A problem of a line at the field in which it stands."""
    path = problem.path
    if len(path) == 3 and path[0] == "new_lines" and isinstance(path[1], int):
        path = ("new", places[path[1]], path[2])
    elif len(path) == 3 and path[0] == "lines":
        path = ("line", path[1], path[2])
    return problem.at(path)


def _form(request: HttpRequest, order: Order, entered: Entered) -> HttpResponse:
    with_lines = order.can(OrderMove.CHANGE_LINES)
    lines = on_the_form(_lines(order), entered) if with_lines else []
    own = own_inputs(*_own(order))
    rows = max(row_count(entered.values, "new", most=MOST_ROWS), NEW_ROWS) + (
        MORE_ROWS if "more" in request.POST else 0
    )
    places = [one.place for one in own]
    shown = (*SHOWN, *places, *(f"line.{one.pk}" for one in lines), *(f"new.{row}" for row in range(rows)))
    context = {
        "order": order,
        "entered": entered,
        "lines": lines,
        "line_fields": LINE_FIELDS,
        "own": own,
        "with_lines": with_lines,
        "version": entered.value("version") if entered.theirs is None else order.version,
        "rows": range(rows),
        "products": found_products(""),
        "countries": country_choices(),
        "languages": language_choices(),
        "templates": template_choices([entered.value("template")]),
        "tags": tag_choices(entered.chosen("tags")),
        "price_lists": price_list_choices(entered.chosen("price_lists")),
        "warehouses": [(str(one.pk), one.name) for one in Warehouse.objects.filter(active=True)],
        "others": entered.others(shown),
    }
    return render(request, "ui/order_edit.html", context, status=200 if entered.theirs is None else 409)
