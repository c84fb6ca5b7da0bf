"""*Instellingen > Bestelvelden*: the account's own fields on orders."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from pakhuis.accounts.rights import Right
from pakhuis.customers.own_fields import OwnFieldKind
from pakhuis.kernel.clock import now
from pakhuis.kernel.problem import Refused
from pakhuis.orders.actions import (
    change_order_field,
    create_order_field,
    delete_order_field,
    move_order_field,
    retire_order_field,
)
from pakhuis.orders.intake import OrderFieldFields
from pakhuis.orders.models import OrderField
from pakhuis.ui.access import actor_of, page
from pakhuis.ui.doing import do, retired_or_back
from pakhuis.ui.entered import Entered, flag, text
from pakhuis.ui.words import OWN_FIELD_KIND


@page(Right.SETTINGS_CHANGE)
def overview(request: HttpRequest) -> HttpResponse:
    """Every field in its order, with how many orders have a value in it."""
    fields = OrderField.objects.annotate(used=Count("values"))
    return render(request, "ui/order_fields.html", {"fields": fields})


@page(Right.SETTINGS_CHANGE)
def new(request: HttpRequest) -> HttpResponse:
    return _edited(request, None, {"kind": OwnFieldKind.TEXT})


@page(Right.SETTINGS_CHANGE)
def edit(request: HttpRequest, field_id: int) -> HttpResponse:
    field = get_object_or_404(OrderField, pk=field_id)
    initial: dict[str, Any] = {
        "title": field.title,
        "kind": field.kind,
        "required": "on" if field.required else "",
        "on_picklist": "on" if field.on_picklist else "",
        "on_portal": "on" if field.on_portal else "",
        "choices": "\n".join(field.choices),
    }
    return _edited(request, field, initial)


def _edited(request: HttpRequest, field: OrderField | None, initial: dict[str, Any]) -> HttpResponse:
    entered = Entered(initial)
    if request.method == "POST":
        try:
            _save(field, _given(request.POST), request)
        except Refused as refused:
            entered = Entered(request.POST, refused.problems)
        else:
            messages.success(request, _("Saved."))
            return redirect("order-fields")
    shown = ("title", "kind", "required", "on_picklist", "on_portal", "choices")
    context = {
        "entered": entered,
        "order_field": field,
        "kinds": OWN_FIELD_KIND.items(),
        "others": entered.others(shown),
    }
    return render(request, "ui/order_field_form.html", context)


def _save(field: OrderField | None, given: OrderFieldFields, request: HttpRequest) -> None:
    if field is None:
        create_order_field(given, by=actor_of(request), now=now())
    else:
        change_order_field(field.pk, given, by=actor_of(request), now=now())


def _given(values: QueryDict) -> OrderFieldFields:
    """The field as entered; possible values stand one on a line."""
    return OrderFieldFields(
        title=text(values, "title"),
        kind=text(values, "kind"),
        is_required=flag(values, "required"),
        on_picklist=flag(values, "on_picklist"),
        on_portal=flag(values, "on_portal"),
        choices=tuple(one.strip() for one in text(values, "choices").splitlines() if one.strip()),
    )


@require_POST
@page(Right.SETTINGS_CHANGE)
def move(request: HttpRequest, field_id: int) -> HttpResponse:
    """One place up or down."""
    get_object_or_404(OrderField, pk=field_id)
    steps = -1 if request.POST.get("to") == "up" else 1
    move_order_field(field_id, steps=steps, by=actor_of(request), now=now())
    return redirect("order-fields")


@require_POST
@page(Right.SETTINGS_CHANGE)
def retire(request: HttpRequest, field_id: int) -> HttpResponse:
    """Ask it no more, or again."""
    field = get_object_or_404(OrderField, pk=field_id)
    is_back = field.is_retired
    return do(
        request,
        lambda: retire_order_field(field_id, is_retired=not is_back, by=actor_of(request), now=now()),
        done=retired_or_back(is_back),
        then=reverse("order-fields"),
    )


@require_POST
@page(Right.SETTINGS_CHANGE)
def delete(request: HttpRequest, field_id: int) -> HttpResponse:
    """Only a field that no order has a value in can go."""
    get_object_or_404(OrderField, pk=field_id)
    return do(
        request,
        lambda: delete_order_field(field_id, by=actor_of(request), now=now()),
        done=_("Field deleted."),
        then=reverse("order-fields"),
    )
