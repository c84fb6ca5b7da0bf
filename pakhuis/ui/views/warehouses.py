"""Settings of warehouses: made, changed, retired, removed while unused."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from pakhuis.accounts.rights import Right
from pakhuis.journal.queries import logbook
from pakhuis.kernel.clock import now
from pakhuis.stock.actions import create_warehouse, delete_warehouse, update_warehouse
from pakhuis.stock.intake import WarehouseFields
from pakhuis.stock.models import Warehouse
from pakhuis.ui.access import actor_of, page
from pakhuis.ui.doing import do, edited, retired_or_back
from pakhuis.ui.entered import flag, number, text


@page(Right.SETTINGS_CHANGE)
def overview(request: HttpRequest) -> HttpResponse:
    """In the order in which they get orders."""
    everyone = list(Warehouse.objects.all())
    context = {
        "warehouses": [one for one in everyone if one.active],
        "retired": [one for one in everyone if not one.active],
    }
    return render(request, "ui/warehouses.html", context)


@page(Right.SETTINGS_CHANGE)
def new(request: HttpRequest) -> HttpResponse:
    last = Warehouse.objects.order_by("-priority").values_list("priority", flat=True).first() or 0
    initial = {"priority": str(last + 1), "accepts_orders": True, "counts_for_general_stock": True}
    return edited(
        request,
        "ui/warehouse_form.html",
        initial=initial,
        save=lambda values: create_warehouse(
            text(values, "name"),
            priority=number(values, "priority"),
            accepts_orders=flag(values, "accepts_orders"),
            counts_for_general_stock=flag(values, "counts_for_general_stock"),
            by=actor_of(request),
            now=now(),
        ),
        then=reverse("warehouses"),
        context={},
    )


@page(Right.SETTINGS_CHANGE)
def edit(request: HttpRequest, warehouse_id: int) -> HttpResponse:
    warehouse = get_object_or_404(Warehouse, pk=warehouse_id)

    def standing() -> dict[str, Any]:
        one = get_object_or_404(Warehouse, pk=warehouse_id)
        return {
            "name": one.name,
            "priority": str(one.priority),
            "accepts_orders": one.accepts_orders,
            "counts_for_general_stock": one.counts_for_general_stock,
        }

    return edited(
        request,
        "ui/warehouse_form.html",
        initial=standing,
        save=lambda values: update_warehouse(
            warehouse_id,
            WarehouseFields(
                name=text(values, "name"),
                priority=number(values, "priority"),
                accepts_orders=flag(values, "accepts_orders"),
                counts_for_general_stock=flag(values, "counts_for_general_stock"),
            ),
            by=actor_of(request),
            now=now(),
        ),
        then=reverse("warehouses"),
        context={"warehouse": warehouse, "facts": logbook("warehouse", warehouse_id)},
    )


@require_POST
@page(Right.SETTINGS_CHANGE)
def active(request: HttpRequest, warehouse_id: int) -> HttpResponse:
    """Retire a warehouse that is empty, or bring it back."""
    brings_back = flag(request.POST, "active")
    return do(
        request,
        lambda: update_warehouse(
            warehouse_id, WarehouseFields(active=brings_back), by=actor_of(request), now=now()
        ),
        done=retired_or_back(brings_back),
        then=reverse("warehouse-edit", args=(warehouse_id,)),
    )


@require_POST
@page(Right.SETTINGS_CHANGE)
def delete(request: HttpRequest, warehouse_id: int) -> HttpResponse:
    """Remove a warehouse in which nothing ever happened."""
    return do(
        request,
        lambda: delete_warehouse(warehouse_id, by=actor_of(request), now=now()),
        done=_("The warehouse is removed."),
        then=reverse("warehouses"),
    )
