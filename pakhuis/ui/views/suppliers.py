"""Suppliers: the overview, one with what it sells and what was ordered there, and its form."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from pakhuis.accounts.rights import Right
from pakhuis.catalogue.problems import unknown_code
from pakhuis.catalogue.queries import scanned
from pakhuis.kernel.clock import now
from pakhuis.kernel.problem import Refused
from pakhuis.kernel.text import clean
from pakhuis.purchasing.actions import (
    create_supplier,
    prefer_supplier,
    set_supplier_product,
    unset_supplier_product,
    update_supplier,
)
from pakhuis.purchasing.intake import SupplierFields, SupplierProductFields
from pakhuis.purchasing.models import PurchaseOrder, Supplier
from pakhuis.purchasing.queries import suppliers_by
from pakhuis.ui.access import actor_of, page
from pakhuis.ui.choices import country_choices, language_choices, template_choices
from pakhuis.ui.doing import do, edited, retired_or_back
from pakhuis.ui.entered import Entered, flag, number, text, whole
from pakhuis.ui.keyset import Sort, page_of
from pakhuis.ui.logbook import logbook_of
from pakhuis.ui.views.finder import found_products, meant_code
from pakhuis.ui.views.purchases import counted

TEXTS = (
    *("name", "contact_name", "line1", "line2", "zipcode", "city", "region", "country"),
    *("phone", "email", "remarks", "language"),
)
SHOWN = 300
"""So many products of one supplier are shown."""


@page(Right.PURCHASING_WORK)
def overview(request: HttpRequest) -> HttpResponse:
    """By name; those in use, or the retired ones."""
    words = clean(request.GET.get("q", ""))[:100]
    is_retired = request.GET.get("state") == "retired"
    rows = suppliers_by(words).filter(active=not is_retired)
    context = {"page": page_of(rows, request, sort=Sort("name")), "q": words, "is_retired": is_retired}
    return render(request, "ui/suppliers.html", context)


@page(Right.PURCHASING_WORK)
def one(request: HttpRequest, supplier_id: int) -> HttpResponse:
    return _page(request, supplier_id, Entered({"order_quantity": "1"}))


def _page(request: HttpRequest, supplier_id: int, entered: Entered) -> HttpResponse:
    supplier = get_object_or_404(Supplier, pk=supplier_id)
    purchases = counted(PurchaseOrder.objects.filter(supplier=supplier))
    context = {
        "supplier": supplier,
        "sold": supplier.products.select_related("product").order_by("product__code")[:SHOWN],
        "purchases": purchases.select_related("warehouse").order_by("-pk")[:20],
        "entered": entered,
        "products": found_products(""),
        **logbook_of(request, "supplier", supplier_id),
    }
    return render(request, "ui/supplier.html", context)


@page(Right.PURCHASING_WORK)
def new(request: HttpRequest) -> HttpResponse:
    return edited(
        request,
        "ui/supplier_form.html",
        initial={"language": "nl", "country": "NL"},
        save=lambda values: create_supplier(_fields(values), by=actor_of(request), now=now()),
        then=lambda made: reverse("supplier", args=(made.pk,)),
        context=lambda entered: _choices(entered, None),
    )


@page(Right.PURCHASING_WORK)
def edit(request: HttpRequest, supplier_id: int) -> HttpResponse:
    supplier = get_object_or_404(Supplier, pk=supplier_id)

    def standing() -> dict[str, Any]:
        one = get_object_or_404(Supplier, pk=supplier_id)
        return {**{name: getattr(one, name) for name in TEXTS}, "template": str(one.template_id or "")}

    return edited(
        request,
        "ui/supplier_form.html",
        initial=standing,
        save=lambda values: update_supplier(supplier_id, _fields(values), by=actor_of(request), now=now()),
        then=reverse("supplier", args=(supplier_id,)),
        context=lambda entered: _choices(entered, supplier),
    )


def _choices(entered: Entered, supplier: Supplier | None) -> dict[str, Any]:
    return {
        "supplier": supplier,
        "countries": country_choices(),
        "languages": language_choices(),
        "templates": template_choices([entered.value("template")]),
    }


def _fields(values: QueryDict) -> SupplierFields:
    texts: dict[str, Any] = {name: text(values, name) for name in TEXTS}
    return SupplierFields(**texts, template_id=whole(values, "template"))


@require_POST
@page(Right.PURCHASING_WORK)
def active(request: HttpRequest, supplier_id: int) -> HttpResponse:
    """Retire a supplier, or bring one back."""
    is_back = flag(request.POST, "active")
    return do(
        request,
        lambda: update_supplier(supplier_id, SupplierFields(active=is_back), by=actor_of(request), now=now()),
        done=retired_or_back(is_back),
        then=reverse("supplier", args=(supplier_id,)),
    )


@require_POST
@page(Right.PURCHASING_WORK)
def product(request: HttpRequest, supplier_id: int) -> HttpResponse:
    """Say how the supplier sells a product, or that it does no more (`remove`)."""
    values = request.POST
    preferred = whole(values, "prefer")
    if preferred is not None:
        return do(
            request,
            lambda: prefer_supplier(preferred, supplier_id, by=actor_of(request), now=now()),
            done=_("Saved."),
            then=reverse("supplier", args=(supplier_id,)),
        )
    removed = whole(values, "remove")
    if removed is not None:
        return do(
            request,
            lambda: unset_supplier_product(supplier_id, product_id=removed, by=actor_of(request), now=now()),
            done=_("Saved."),
            then=reverse("supplier", args=(supplier_id,)),
        )
    try:
        _set_product(request, supplier_id)
    except Refused as refused:
        return _page(request, supplier_id, Entered(values, refused.problems))
    messages.success(request, _("Saved."))
    return redirect("supplier", supplier_id)


def _set_product(request: HttpRequest, supplier_id: int) -> None:
    values = request.POST
    code = meant_code(text(values, "product"))
    found = scanned(code)
    if found is None:
        raise Refused([unknown_code(("product",), code)])
    fields = SupplierProductFields(
        code=text(values, "code"),
        price=number(values, "price"),
        order_quantity=number(values, "order_quantity") or "1",
    )
    set_supplier_product(supplier_id, product_id=found.pk, fields=fields, by=actor_of(request), now=now())
