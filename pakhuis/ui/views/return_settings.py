"""Settings of returns: why goods come back, and where a return can stand."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from pakhuis.accounts.rights import Right
from pakhuis.kernel.clock import now
from pakhuis.kernel.problem import Refused, gettext_noop
from pakhuis.returns.actions import save_reason, save_status, usual_status
from pakhuis.returns.models import ReturnReason, ReturnStatus
from pakhuis.ui.access import actor_of, page
from pakhuis.ui.doing import told
from pakhuis.ui.entered import Entered, flag, text, whole
from pakhuis.ui.seen import ChangedMeanwhile, mark_of, save_if_unchanged

REASON = ("name", "active")
STATUS = ("name", "color", "ends", "is_default", "active")


FLAGS = {
    "is_default": gettext_noop("of new returns"),
    "ends": gettext_noop("nothing is to be done any more"),
    "active": gettext_noop("In use"),
}


@page(Right.SETTINGS_CHANGE)
def overview(request: HttpRequest) -> HttpResponse:
    return _shown(request)


def _shown(
    request: HttpRequest, *, model: Any = None, pk: int | None = None, entered: Entered | None = None
) -> HttpResponse:
    """The page; where a form was not saved, that of `pk` (None: a new one) of `model` is as `entered`."""
    usual_status()
    context: dict[str, Any] = {}
    for name, several, kind, names in (
        ("reason", "reasons", ReturnReason, REASON),
        ("status", "statuses", ReturnStatus, STATUS),
    ):
        typed = entered if model is kind else None
        context[several] = [
            _row(one, _standing(one, names), entered=typed if one.pk == pk else None)
            for one in kind._default_manager.all()
        ]
        context[f"new_{name}"] = _row(None, {"color": "#64748b"}, entered=typed if pk is None else None)
    is_late = entered is not None and entered.theirs is not None
    return render(request, "ui/return_settings.html", context, status=409 if is_late else 200)


def _row(
    one: ReturnReason | ReturnStatus | None, standing: dict[str, str], *, entered: Entered | None
) -> dict[str, Any]:
    errors = entered.others(()) if entered else []
    if entered and entered.theirs is not None:
        words = [standing["name"], *(_(word) for name, word in FLAGS.items() if standing.get(name))]
        errors.append(f"{_('Saved now')}: {', '.join(words)}")
    return {"one": one, "entered": entered or Entered(standing), "errors": errors, "mark": mark_of(standing)}


@require_POST
@page(Right.SETTINGS_CHANGE)
def reason(request: HttpRequest) -> HttpResponse:
    """Make a reason, or change one."""
    values = request.POST
    return _saved(
        request,
        ReturnReason,
        REASON,
        lambda pk: save_reason(
            pk, name=text(values, "name"), active=flag(values, "active"), by=actor_of(request), now=now()
        ),
    )


@require_POST
@page(Right.SETTINGS_CHANGE)
def status(request: HttpRequest) -> HttpResponse:
    """Make a status, or change one."""
    values = request.POST
    return _saved(
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
    )


def _saved(
    request: HttpRequest, model: Any, names: tuple[str, ...], save: Callable[[int | None], object]
) -> HttpResponse:
    """Save a new one at once, one that is there only if it is as it was shown; what was typed is kept."""
    pk = whole(request.POST, "id")
    try:
        if pk is None:
            save(None)
        else:
            save_if_unchanged(
                request, lambda: _standing(get_object_or_404(model, pk=pk), names), lambda: save(pk)
            )
    except ChangedMeanwhile as late:
        told(request, late)
        return _shown(request, model=model, pk=pk, entered=Entered(request.POST, theirs=late.now))
    except Refused as refused:
        return _shown(request, model=model, pk=pk, entered=Entered(request.POST, refused.problems))
    messages.success(request, _("Saved."))
    return redirect("return-settings")


def _standing(one: ReturnReason | ReturnStatus, names: tuple[str, ...]) -> dict[str, str]:
    """What the fields of its form hold."""
    held = {name: getattr(one, name) for name in names}
    return {name: ("on" if value else "") if name in FLAGS else value for name, value in held.items()}
