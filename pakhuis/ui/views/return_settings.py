"""Settings of returns: why goods come back, and where a return can stand."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from pakhuis.accounts.rights import Right
from pakhuis.kernel.clock import now
from pakhuis.returns.actions import save_reason, save_status, usual_status
from pakhuis.returns.models import ReturnReason, ReturnStatus
from pakhuis.ui.access import actor_of, page
from pakhuis.ui.doing import do
from pakhuis.ui.entered import flag, text, whole


@page(Right.SETTINGS_CHANGE)
def overview(request: HttpRequest) -> HttpResponse:
    usual_status()
    context = {"reasons": ReturnReason.objects.all(), "statuses": ReturnStatus.objects.all()}
    return render(request, "ui/return_settings.html", context)


@require_POST
@page(Right.SETTINGS_CHANGE)
def reason(request: HttpRequest) -> HttpResponse:
    """Make a reason, or change one."""
    values = request.POST
    return do(
        request,
        lambda: save_reason(
            whole(values, "id"),
            name=text(values, "name"),
            active=flag(values, "active"),
            by=actor_of(request),
            now=now(),
        ),
        done=_("Saved."),
        then=reverse("return-settings"),
    )


@require_POST
@page(Right.SETTINGS_CHANGE)
def status(request: HttpRequest) -> HttpResponse:
    """Make a status, or change one."""
    values = request.POST
    return do(
        request,
        lambda: save_status(
            whole(values, "id"),
            name=text(values, "name"),
            color=text(values, "color"),
            ends=flag(values, "ends"),
            is_default=flag(values, "is_default"),
            active=flag(values, "active"),
            by=actor_of(request),
            now=now(),
        ),
        done=_("Saved."),
        then=reverse("return-settings"),
    )
