"""Settings of VAT groups: made, changed, retired, brought back."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from pakhuis.accounts.rights import Right
from pakhuis.accounts.uses import uses_of
from pakhuis.catalogue.actions import change_vat_group, create_vat_group
from pakhuis.catalogue.models import VatGroup
from pakhuis.journal.queries import logbook
from pakhuis.kernel.clock import now
from pakhuis.ui.access import actor_of, page
from pakhuis.ui.doing import do, edited
from pakhuis.ui.entered import amount_text, flag, number, text


@page(Right.SETTINGS_CHANGE)
def overview(request: HttpRequest) -> HttpResponse:
    groups = list(VatGroup.objects.order_by("-percentage", "name"))
    context = {
        "groups": [one for one in groups if one.active],
        "retired": [one for one in groups if not one.active],
    }
    return render(request, "ui/vat_groups.html", context)


@page(Right.SETTINGS_CHANGE)
def new(request: HttpRequest) -> HttpResponse:
    return edited(
        request,
        "ui/vat_group_form.html",
        initial={"is_standard": not VatGroup.objects.filter(is_standard=True).exists()},
        save=lambda values: create_vat_group(**_fields(values), by=actor_of(request), now=now()),
        then=reverse("vat-groups"),
        context={},
    )


@page(Right.SETTINGS_CHANGE)
def edit(request: HttpRequest, group_id: int) -> HttpResponse:
    group = get_object_or_404(VatGroup, pk=group_id)

    def standing() -> dict[str, Any]:
        one = get_object_or_404(VatGroup, pk=group_id)
        return {
            "name": one.name,
            "percentage": amount_text(one.percentage),
            "is_standard": one.is_standard,
        }

    return edited(
        request,
        "ui/vat_group_form.html",
        initial=standing,
        save=lambda values: change_vat_group(group_id, **_fields(values), by=actor_of(request), now=now()),
        then=reverse("vat-groups"),
        context={"group": group, "uses": uses_of(group), "facts": logbook("vat_group", group_id)},
    )


def _fields(values: QueryDict) -> dict[str, Any]:
    return {
        "name": text(values, "name"),
        "percentage": number(values, "percentage"),
        "is_standard": flag(values, "is_standard"),
    }


@require_POST
@page(Right.SETTINGS_CHANGE)
def active(request: HttpRequest, group_id: int) -> HttpResponse:
    """Retire a group that no product in use has, or bring one back."""
    brings_back = flag(request.POST, "active")
    return do(
        request,
        lambda: change_vat_group(group_id, active=brings_back, by=actor_of(request), now=now()),
        done=_("In use again.")
        if brings_back
        else _("Retired: it stays where it is, and is chosen no more."),
        then=reverse("vat-group", args=(group_id,)),
    )
