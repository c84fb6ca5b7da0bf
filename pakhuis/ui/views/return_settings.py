"""Settings of returns: why goods come back, and where a return can stand."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
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
from pakhuis.ui.seen import mark_of, save_if_unchanged

REASON = ("name", "active")
STATUS = ("name", "color", "ends", "is_default", "active")


@page(Right.SETTINGS_CHANGE)
def overview(request: HttpRequest) -> HttpResponse:
    usual_status()
    context = {
        "reasons": [(one, mark_of(_standing(one, REASON))) for one in ReturnReason.objects.all()],
        "statuses": [(one, mark_of(_standing(one, STATUS))) for one in ReturnStatus.objects.all()],
    }
    return render(request, "ui/return_settings.html", context)


@require_POST
@page(Right.SETTINGS_CHANGE)
def reason(request: HttpRequest) -> HttpResponse:
    """Make a reason, or change one."""
    values = request.POST
    return do(
        request,
        lambda: _saved(
            request,
            ReturnReason,
            REASON,
            lambda pk: save_reason(
                pk,
                name=text(values, "name"),
                active=flag(values, "active"),
                by=actor_of(request),
                now=now(),
            ),
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
        lambda: _saved(
            request,
            ReturnStatus,
            STATUS,
            lambda pk: save_status(
                pk,
                name=text(values, "name"),
                color=text(values, "color"),
                ends=flag(values, "ends"),
                is_default=flag(values, "is_default"),
                active=flag(values, "active"),
                by=actor_of(request),
                now=now(),
            ),
        ),
        done=_("Saved."),
        then=reverse("return-settings"),
    )


def _saved(
    request: HttpRequest,
    model: Any,
    names: tuple[str, ...],
    save: Callable[[int | None], object],
) -> object:
    """A new one at once; one that is there only if it is as it was shown."""
    pk = whole(request.POST, "id")
    if pk is None:
        return save(None)
    return save_if_unchanged(
        request, lambda: _standing(get_object_or_404(model, pk=pk), names), lambda: save(pk)
    )


def _standing(one: ReturnReason | ReturnStatus, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: getattr(one, name) for name in names}
