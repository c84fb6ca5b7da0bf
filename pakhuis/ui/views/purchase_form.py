"""The form of a purchase order: head and lines on one page, saved whole."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from pakhuis.accounts.rights import Right
from pakhuis.catalogue.models import Product
from pakhuis.kernel.clock import now
from pakhuis.kernel.given import NOT_GIVEN
from pakhuis.kernel.numbers import as_whole, possible_ids
from pakhuis.kernel.problem import Problem, Refused
from pakhuis.purchasing.actions import change_purchase, create_purchase
from pakhuis.purchasing.intake import NewPurchaseLine, PurchaseChange, PurchaseFields, PurchaseLineFields
from pakhuis.purchasing.models import PurchaseOrder, Supplier
from pakhuis.purchasing.states import PurchaseMove
from pakhuis.stock.models import Warehouse
from pakhuis.ui.access import actor_of, page
from pakhuis.ui.both_versions import on_the_form
from pakhuis.ui.choices import language_choices, warehouse_choices
from pakhuis.ui.doing import edited
from pakhuis.ui.entered import Entered, amount_text, flag, number, text, whole
from pakhuis.ui.views.finder import found_products, meant_code

NEW_ROWS, MORE_ROWS, MOST_ROWS = 5, 5, 200
HEAD = (
    *("supplier", "supplier_name", "warehouse", "expected_on"),
    *("supplier_order_number", "language", "remarks"),
)


@page(Right.PURCHASING_WORK)
def new(request: HttpRequest) -> HttpResponse:
    """A concept, from the page of a supplier, of a product, or from nothing."""
    if request.method != "POST" or "more" in request.POST:
        return _form(request, Entered(request.POST or _asked(request)))
    lines, rows = _new_lines(request.POST)
    try:
        made = create_purchase(_head(request.POST), lines, by=actor_of(request), now=now())
    except Refused as refused:
        problems = tuple(_at_its_field(one, rows) for one in refused.problems)
        return _form(request, Entered(request.POST, problems))
    messages.success(request, _("Purchase order %(number)s is made.") % {"number": made.number})
    return redirect("purchase", made.pk)


def _asked(request: HttpRequest) -> dict[str, Any]:
    """What the page before said: a supplier, a product."""
    house = Warehouse.objects.filter(active=True, accepts_orders=True).order_by("priority", "pk").first()
    values: dict[str, Any] = {
        "supplier": request.GET.get("supplier", ""),
        "warehouse": str(house.pk) if house else "",
    }
    product = Product.objects.filter(code=request.GET.get("product", "")).first()
    if product is not None:
        sold = product.suppliers.order_by("pk").first()
        quantity = sold.order_quantity if sold else max(product.minimum_purchase, product.purchase_multiple)
        values |= {"new.0.product": product.code, "new.0.amount": str(quantity)}
        if sold is not None and not values["supplier"]:
            values["supplier"] = str(sold.supplier_id)
    return values


@page(Right.PURCHASING_WORK)
def edit(request: HttpRequest, purchase_id: int) -> HttpResponse:
    """Everything that may still change; what has come in stays."""
    order = get_object_or_404(PurchaseOrder, pk=purchase_id)
    if not order.can(PurchaseMove.CHANGE):
        messages.error(request, _("This purchase order cannot be changed any more."))
        return redirect("purchase", purchase_id)

    def save(values: QueryDict) -> None:
        added, rows = _new_lines(values)
        change = PurchaseChange(fields=_head(values), lines=_changed_lines(values, order), new_lines=added)
        try:
            change_purchase(purchase_id, change, by=actor_of(request), now=now())
        except Refused as refused:
            raise Refused(_at_its_field(one, rows) for one in refused.problems) from None

    return edited(
        request,
        "ui/purchase_form.html",
        initial=lambda: _standing(purchase_id),
        save=save,
        then=reverse("purchase", args=(purchase_id,)),
        context=lambda entered: _context(request, order, entered),
        only_shows=("more",),
    )


def _standing(purchase_id: int) -> dict[str, Any]:
    order = get_object_or_404(PurchaseOrder, pk=purchase_id)
    values: dict[str, Any] = {
        "supplier": str(order.supplier_id or ""),
        "supplier_name": order.supplier_name,
        "warehouse": str(order.warehouse_id),
        "expected_on": str(order.expected_on or ""),
        "supplier_order_number": order.supplier_order_number,
        "language": order.language,
        "remarks": order.remarks,
    }
    for line in order.lines.all():
        values |= {
            f"line.{line.pk}.amount": str(line.amount),
            f"line.{line.pk}.price": amount_text(line.price),
            f"line.{line.pk}.expected_on": str(line.expected_on or ""),
        }
    return values


def _head(values: QueryDict) -> PurchaseFields:
    supplier = whole(values, "supplier")
    name = text(values, "supplier_name")
    known = Supplier.objects.filter(pk=supplier).first() if supplier is not None else None
    return PurchaseFields(
        supplier_id=supplier,
        supplier_name=NOT_GIVEN if known is not None and not name else name,
        supplier_order_number=text(values, "supplier_order_number"),
        warehouse_id=whole(values, "warehouse"),
        language=text(values, "language") or NOT_GIVEN,
        remarks=text(values, "remarks"),
        expected_on=text(values, "expected_on"),
    )


def _new_lines(values: QueryDict) -> tuple[tuple[NewPurchaseLine, ...], list[int]]:
    """The rows that are filled in, and where each stands on the form."""
    lines, rows = [], []
    for row in range(MOST_ROWS):
        named = f"new.{row}"
        product, amount = text(values, f"{named}.product"), number(values, f"{named}.amount")
        if not product and not amount:
            continue
        price = number(values, f"{named}.price")
        lines.append(
            NewPurchaseLine(
                product_code=meant_code(product),
                amount=amount,
                price=price or NOT_GIVEN,
                expected_on=text(values, f"{named}.expected_on"),
            )
        )
        rows.append(row)
    return tuple(lines), rows


def _changed_lines(values: QueryDict, order: PurchaseOrder) -> tuple[PurchaseLineFields, ...]:
    return tuple(
        PurchaseLineFields(
            id=pk,
            amount=number(values, f"line.{pk}.amount"),
            price=number(values, f"line.{pk}.price"),
            expected_on=text(values, f"line.{pk}.expected_on"),
            removed=flag(values, f"line.{pk}.remove"),
        )
        for pk in order.lines.order_by("pk").values_list("pk", flat=True)
        if f"line.{pk}.amount" in values
    )


def _at_its_field(problem: Problem, rows: list[int]) -> Problem:
    """A problem of a line, at the row in which it stands."""
    if problem.path[:1] == ("lines",) and len(problem.path) > 1:
        name = "remove" if problem.path[-1] == "removed" else problem.path[-1]
        return problem.at(("line", problem.path[1], name))
    if problem.path[:1] == ("new_lines",) and len(problem.path) > 1:
        path = ("new", rows[int(problem.path[1])], *problem.path[2:])
        return problem.at(path)
    return problem


def _form(request: HttpRequest, entered: Entered) -> HttpResponse:
    return render(request, "ui/purchase_form.html", _context(request, None, entered))


def _context(request: HttpRequest, order: PurchaseOrder | None, entered: Entered) -> dict[str, Any]:
    shown = max((row for row in range(MOST_ROWS) if entered.value(f"new.{row}.product")), default=-1) + 1
    count = min(MOST_ROWS, max(NEW_ROWS, shown + (MORE_ROWS if "more" in request.POST else 2)))
    lines = on_the_form(order.lines.order_by("pk"), entered) if order else []
    names = (*HEAD, *(f"line.{one.pk}" for one in lines), *(f"new.{row}" for row in range(count)))
    kept = possible_ids([as_whole(entered.value("supplier"))])
    suppliers = Supplier.objects.filter(Q(active=True) | Q(pk__in=kept))
    return {
        "purchase": order,
        "entered": entered,
        "others": entered.others(names),
        "lines": lines,
        "rows": range(count),
        "products": found_products(""),
        "suppliers": [(str(one.pk), one.name) for one in suppliers.order_by("name", "pk")],
        "warehouses": warehouse_choices([entered.value("warehouse")]),
        "languages": language_choices(),
    }
