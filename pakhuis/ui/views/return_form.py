"""The form of a return: of an order with its delivered lines to tick, of a customer, or of anybody."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from pakhuis.accounts.actions import account_settings
from pakhuis.accounts.rights import Right
from pakhuis.customers.models import Customer
from pakhuis.kernel.clock import now
from pakhuis.kernel.numbers import as_whole, possible_ids
from pakhuis.kernel.problem import Problem, Refused
from pakhuis.orders.models import Order
from pakhuis.returns.actions import change_return, create_return
from pakhuis.returns.actions.head import usual_head
from pakhuis.returns.actions.lines import known_of
from pakhuis.returns.intake import NewReturnLine, ReturnChange, ReturnFields, ReturnLineFields
from pakhuis.returns.models import Return, ReturnReason
from pakhuis.ui.access import actor_of, page, rights_of
from pakhuis.ui.both_versions import on_the_form
from pakhuis.ui.choices import Choices, country_choices, language_choices
from pakhuis.ui.doing import edited
from pakhuis.ui.entered import Entered, flag, number, text, whole
from pakhuis.ui.views.finder import found_products, meant_code

ROWS, MOST_ROWS = 3, 60
TEXTS = (
    *("name", "contact_name", "line1", "line2", "zipcode", "city", "region", "country"),
    *("phone", "email", "language", "reference", "tracking_code", "remarks"),
)


@page(Right.ORDERS_CHANGE)
def new(request: HttpRequest) -> HttpResponse:
    """`?order=` or `?customer=` says of what it is; their address is filled in."""
    asked = request.POST or request.GET
    order = Order.objects.select_related("customer").filter(pk=whole(asked, "order") or 0).first()
    customer = order.customer if order else _customer(request, whole(asked, "customer"))

    def form(entered: Entered) -> HttpResponse:
        context = _context(None, entered, order=order, customer=customer)
        return render(request, "ui/return_form.html", {**context, "entered": entered})

    if request.method != "POST":
        settings = account_settings()
        usual = {name: value for name, value in usual_head(customer, order).items() if name in TEXTS}
        return form(Entered({"language": settings.language, "country": settings.country, **usual}))
    lines, places = _new_lines(request.POST, order)
    fields = _fields(request.POST, order=order, customer=customer)
    try:
        made = create_return(fields, lines, by=actor_of(request), now=now())
    except Refused as refused:
        return form(Entered(request.POST, tuple(_at_its_field(one, places) for one in refused.problems)))
    messages.success(request, _("Return %(number)s is announced.") % {"number": made.number})
    return redirect("return", made.pk)


def _customer(request: HttpRequest, customer_id: int | None) -> Customer | None:
    """The one asked for, whose address the form shows: to who may see customers."""
    if customer_id is None:
        return None
    if Right.CUSTOMERS_SEE not in rights_of(request):
        raise PermissionDenied
    return Customer.objects.filter(pk=customer_id).first()


@page(Right.ORDERS_CHANGE)
def edit(request: HttpRequest, return_id: int) -> HttpResponse:
    """Who sends it, and what; what came back stays."""
    related = Return.objects.select_related("order", "customer")
    found = get_object_or_404(related, pk=return_id)

    def save(values: QueryDict) -> None:
        lines, places = _new_lines(values, found.order)
        change = ReturnChange(fields=_fields(values), lines=_changed(values, found), new_lines=lines)
        try:
            change_return(return_id, change, by=actor_of(request), now=now())
        except Refused as refused:
            raise Refused(_at_its_field(one, places) for one in refused.problems) from None

    return edited(
        request,
        "ui/return_form.html",
        initial=lambda: _standing(return_id),
        save=save,
        then=reverse("return", args=(return_id,)),
        context=lambda entered: _context(found, entered, order=found.order, customer=found.customer),
    )


def _standing(return_id: int) -> dict[str, Any]:
    found = get_object_or_404(Return, pk=return_id)
    values: dict[str, Any] = {name: getattr(found, name) for name in TEXTS}
    for line in found.lines.all():
        values |= {
            f"line.{line.pk}.amount": str(line.amount),
            f"line.{line.pk}.reason": str(line.reason_id or ""),
        }
    return values


def _fields(
    values: QueryDict, *, order: Order | None = None, customer: Customer | None = None
) -> ReturnFields:
    texts: dict[str, Any] = {name: text(values, name) for name in TEXTS}
    ids: dict[str, Any] = {}
    if order is not None:
        ids["order_id"] = order.pk
    if customer is not None:
        ids["customer_id"] = customer.pk
    return ReturnFields(**texts, **ids)


def _new_lines(values: QueryDict, order: Order | None) -> tuple[tuple[NewReturnLine, ...], list[str]]:
    """Lines of the order with an amount, then products by hand; and the place of each on the form."""
    lines: list[NewReturnLine] = []
    places: list[str] = []
    for line in order.lines.order_by("position") if order is not None else ():
        amount = number(values, f"of.{line.pk}.amount")
        if amount not in ("", "0"):
            reason = whole(values, f"of.{line.pk}.reason")
            lines.append(NewReturnLine(order_line_id=line.pk, amount=amount, reason_id=reason))
            places.append(f"of.{line.pk}")
    for row in range(MOST_ROWS):
        product, amount = text(values, f"new.{row}.product"), number(values, f"new.{row}.amount")
        if product or amount:
            reason = whole(values, f"new.{row}.reason")
            code = meant_code(product)
            lines.append(NewReturnLine(product_code=code, amount=amount, reason_id=reason))
            places.append(f"new.{row}")
    return tuple(lines), places


def _changed(values: QueryDict, found: Return) -> tuple[ReturnLineFields, ...]:
    return tuple(
        ReturnLineFields(
            id=pk,
            amount=number(values, f"line.{pk}.amount"),
            reason_id=whole(values, f"line.{pk}.reason"),
            removed=flag(values, f"line.{pk}.remove"),
        )
        for pk in found.lines.order_by("pk").values_list("pk", flat=True)
        if f"line.{pk}.amount" in values
    )


def _at_its_field(problem: Problem, places: list[str]) -> Problem:
    path = problem.path
    if path[:1] == ("new_lines",) and len(path) > 2:
        start, pk = places[int(path[1])].split(".")
        name = "amount" if start == "of" and path[2] != "reason" else path[2]
        return problem.at((start, pk, name))
    if path[:1] == ("lines",) and len(path) > 2:
        name = "remove" if path[2] == "removed" else path[2]
        return problem.at(("line", path[1], name))
    return problem


def _context(
    found: Return | None, entered: Entered, *, order: Order | None, customer: Customer | None
) -> dict[str, Any]:
    lines = on_the_form(found.lines.order_by("pk"), entered) if found else []
    shown = max((row for row in range(MOST_ROWS) if entered.value(f"new.{row}.product")), default=-1) + 1
    rows = range(min(shown + ROWS, MOST_ROWS))
    delivered = order.lines.filter(product__isnull=False, amount_delivered__gte=1) if order else ()
    known = known_of(delivered)
    returnable = [(line, known.left(line)) for line in delivered]
    names = (
        *TEXTS,
        *(f"line.{line.pk}" for line in lines),
        *(f"of.{line.pk}" for line, _left in returnable),
        *(f"new.{row}" for row in rows),
    )
    return {
        "order": order,
        "customer": customer,
        "found": found,
        "others": entered.others(names),
        "lines": lines,
        "returnable": [(line, left) for line, left in returnable if left],
        "rows": rows,
        "reasons": _reasons(entered),
        "products": found_products(""),
        "countries": country_choices(),
        "languages": language_choices(),
    }


def _reasons(entered: Entered) -> Choices:
    """The reasons in use, and of the retired ones those that are chosen."""
    chosen = (as_whole(value) for name, value in entered.values.items() if name.endswith(".reason"))
    rows = ReturnReason.objects.filter(Q(active=True) | Q(pk__in=possible_ids(chosen)))
    return [(str(one.pk), one.name) for one in rows]
