"""Webhooks out: who hears of what, what was sent, what came back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from pakhuis.accounts.rights import Right
from pakhuis.hooks.actions import create_hook, deactivate_hook, reactivate_hook, send_again
from pakhuis.hooks.hearing import may_hear
from pakhuis.hooks.intake import NewHook
from pakhuis.hooks.models import Hook, Message
from pakhuis.hooks.rules import EVENTS
from pakhuis.hooks.states import AGAIN, MessageState
from pakhuis.kernel.clock import now
from pakhuis.kernel.problem import Refused
from pakhuis.ui.access import actor_of, page, rights_of
from pakhuis.ui.doing import do
from pakhuis.ui.entered import Entered, text
from pakhuis.ui.hook_words import HOOK_EVENT
from pakhuis.ui.keyset import Sort, page_of
from pakhuis.ui.words import MESSAGE_STATE

MOST_HOOKS = 500


@page(Right.SETTINGS_CHANGE)
def overview(request: HttpRequest) -> HttpResponse:
    hooks = Hook.objects.order_by("-active", "name", "pk")[:MOST_HOOKS]
    return render(request, "ui/hooks.html", {"hooks": hooks})


@page(Right.SETTINGS_CHANGE)
def new(request: HttpRequest) -> HttpResponse:
    entered = Entered({"address": "https://"})
    if request.method == "POST":
        fields = {name: text(request.POST, name) for name in ("name", "event", "address", "secret")}
        try:
            hook = create_hook(NewHook(**fields), by=actor_of(request), now=now())
        except Refused as refused:
            entered = Entered(request.POST, refused.problems)
        else:
            messages.success(request, _("Saved."))
            return redirect("hook", hook.pk)
    rights = rights_of(request)
    heard = [event for event in EVENTS if may_hear(event, rights)]
    context = {
        "entered": entered,
        "events": [(event, f"{HOOK_EVENT.get(event, event)} ({event})") for event in heard],
    }
    return render(request, "ui/hook_form.html", context)


@page(Right.SETTINGS_CHANGE)
def one(request: HttpRequest, hook_id: int) -> HttpResponse:
    """A hook with its messages, newest first; `state` shows those of one state."""
    hook = get_object_or_404(Hook, pk=hook_id)
    state = request.GET.get("state", "")
    rows = Message.objects.filter(hook=hook).defer("body", "answer")
    if state in tuple(MessageState):
        rows = rows.filter(state=state)
    context: dict[str, Any] = {
        "hook": hook,
        "page": page_of(rows, request, sort=Sort(is_descending=True), size=25),
        "state": state,
        "states": MESSAGE_STATE.items(),
        "again": AGAIN,
    }
    return render(request, "ui/hook.html", context)


@page(Right.SETTINGS_CHANGE)
def message(request: HttpRequest, hook_id: int, message_id: int) -> HttpResponse:
    """One message as it was sent, and the answer, for who may see what it is about."""
    found = get_object_or_404(Message.objects.select_related("hook"), pk=message_id, hook_id=hook_id)
    return render(
        request,
        "ui/hook_message.html",
        {"message": found, "may_hear": may_hear(found.event, rights_of(request)), "again": AGAIN},
    )


@require_POST
@page(Right.SETTINGS_CHANGE)
def again(request: HttpRequest, hook_id: int, message_id: int) -> HttpResponse:
    get_object_or_404(Message, pk=message_id, hook_id=hook_id)
    return do(
        request,
        lambda: send_again(message_id, by=actor_of(request), now=now()),
        done=_("The message is sent again."),
        then=reverse("hook-message", args=(hook_id, message_id)),
    )


@require_POST
@page(Right.SETTINGS_CHANGE)
def switch(request: HttpRequest, hook_id: int) -> HttpResponse:
    """Off when it is on, on when it is off."""
    hook = get_object_or_404(Hook, pk=hook_id)
    action = deactivate_hook if hook.active else reactivate_hook
    return do(
        request,
        lambda: action(hook_id, by=actor_of(request), now=now()),
        done=_("The webhook is off.") if hook.active else _("The webhook is on."),
        then=reverse("hook", args=(hook_id,)),
    )
