"""The buttons of a picklist: who picks it, when, whether at all, and in how many parts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from pakhuis.accounts.rights import Right
from pakhuis.fulfilment.actions import (
    assign_picklist,
    cancel_picklist,
    change_picklist,
    pause_picklist,
    resume_picklist,
    snooze_picklist,
    split_picklist,
    take_next,
    unassign_picklist,
    wake_picklist,
)
from pakhuis.fulfilment.models import Picklist
from pakhuis.fulfilment.states import PicklistMove
from pakhuis.fulfilment.walk import walk_of
from pakhuis.kernel.actor import Actor
from pakhuis.kernel.clock import now
from pakhuis.kernel.problem import Refused
from pakhuis.ui.access import actor_of, page, user_of
from pakhuis.ui.doing import do, told
from pakhuis.ui.entered import Entered, flag, number, text, whole
from pakhuis.ui.views.picklists import page_of_picklist

Verb = Callable[[int, Actor, datetime], object]


def _done(request: HttpRequest, picklist_id: int, verb: Verb, done: str) -> HttpResponse:
    return do(
        request,
        lambda: verb(picklist_id, actor_of(request), now()),
        done=done,
        then=page_of_picklist(picklist_id),
    )


@require_POST
@page(Right.PICKLISTS_WORK)
def take(request: HttpRequest) -> HttpResponse:
    """Take the next one of the queue, and go straight to scanning it."""
    warehouse = whole(request.POST, "warehouse")
    try:
        taken = take_next(
            user_id=user_of(request).pk, warehouse_id=warehouse, by=actor_of(request), now=now()
        )
    except Refused as refused:
        told(request, refused)
        return redirect("picklists")
    return redirect("picklist-scan", taken.pk)


@require_POST
@page(Right.PICKLISTS_WORK)
def assign(request: HttpRequest, picklist_id: int) -> HttpResponse:
    user_id = whole(request.POST, "user") or 0
    return _done(
        request,
        picklist_id,
        lambda pk, by, at: assign_picklist(pk, user_id=user_id, by=by, now=at),
        _("Assigned."),
    )


@require_POST
@page(Right.PICKLISTS_WORK)
def unassign(request: HttpRequest, picklist_id: int) -> HttpResponse:
    return _done(
        request,
        picklist_id,
        lambda pk, by, at: unassign_picklist(pk, by=by, now=at),
        _("Nobody has this picklist any more."),
    )


@require_POST
@page(Right.PICKLISTS_WORK)
def snooze(request: HttpRequest, picklist_id: int) -> HttpResponse:
    """Until a date and time, as a person here reads the clock."""
    until = _moment(text(request.POST, "until"))
    return _done(
        request,
        picklist_id,
        lambda pk, by, at: snooze_picklist(pk, until=until, by=by, now=at),
        _("Snoozed: it comes back by itself."),
    )


def _moment(given: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(given)
        return moment if timezone.is_aware(moment) else timezone.make_aware(moment)
    except (ValueError, OverflowError):
        return None


@require_POST
@page(Right.PICKLISTS_WORK)
def wake(request: HttpRequest, picklist_id: int) -> HttpResponse:
    return _done(
        request, picklist_id, lambda pk, by, at: wake_picklist(pk, by=by, now=at), _("Back in the queue.")
    )


@require_POST
@page(Right.PICKLISTS_WORK)
def pause(request: HttpRequest, picklist_id: int) -> HttpResponse:
    reason = text(request.POST, "reason")
    return _done(
        request,
        picklist_id,
        lambda pk, by, at: pause_picklist(pk, reason=reason, by=by, now=at),
        _("Paused: nobody picks it until it is resumed."),
    )


@require_POST
@page(Right.PICKLISTS_WORK)
def resume(request: HttpRequest, picklist_id: int) -> HttpResponse:
    return _done(
        request, picklist_id, lambda pk, by, at: resume_picklist(pk, by=by, now=at), _("Back in the queue.")
    )


@require_POST
@page(Right.PICKLISTS_WORK)
def cancel(request: HttpRequest, picklist_id: int) -> HttpResponse:
    return _done(
        request,
        picklist_id,
        lambda pk, by, at: cancel_picklist(pk, by=by, now=at),
        _("Cancelled: what was on it waits as backorders again."),
    )


@require_POST
@page(Right.PICKLISTS_WORK)
def urgent(request: HttpRequest, picklist_id: int) -> HttpResponse:
    is_urgent = flag(request.POST, "urgent")
    return _done(
        request,
        picklist_id,
        lambda pk, by, at: change_picklist(pk, urgent=is_urgent, by=by, now=at),
        _("Urgent: it stands before all others.") if is_urgent else _("No longer urgent."),
    )


@require_POST
@page(Right.PICKLISTS_WORK)
def profile(request: HttpRequest, picklist_id: int) -> HttpResponse:
    """With which carrier it is to go, when somebody has a preference; shipments are proposed so."""
    wanted = whole(request.POST, "profile")
    return _done(
        request,
        picklist_id,
        lambda pk, by, at: change_picklist(pk, shipping_profile_id=wanted, by=by, now=at),
        _("Saved."),
    )


@page(Right.PICKLISTS_WORK)
def split(request: HttpRequest, picklist_id: int) -> HttpResponse:
    """Choose what goes to a second picklist; then that one is shown."""
    picklist = get_object_or_404(Picklist.objects.select_related("order"), pk=picklist_id)
    stops = [one for one in walk_of([picklist_id], warehouse_id=picklist.warehouse_id) if one.left]
    entered = Entered({})
    if request.method == "POST":
        pieces = {one.line.pk: number(request.POST, f"lines.{one.line.pk}") or "0" for one in stops}
        try:
            second = split_picklist(picklist_id, pieces=pieces, by=actor_of(request), now=now())
        except Refused as refused:
            entered = Entered(request.POST, refused.problems)
        else:
            told = _("Split: this is the second picklist, %(number)s keeps the rest.")
            messages.success(request, told % {"number": picklist.number})
            return redirect("picklist", second.pk)
    context = {
        "picklist": picklist,
        "stops": [(one, f"lines.{one.line.pk}") for one in stops],
        "entered": entered,
        "others": entered.others([f"lines.{one.line.pk}" for one in stops]),
        "can_split": picklist.can(PicklistMove.SPLIT),
        "back": reverse("picklist", args=(picklist_id,)),
    }
    return render(request, "ui/picklist_split.html", context)
