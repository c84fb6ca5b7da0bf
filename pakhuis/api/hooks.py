"""Webhooks over the API: made, listed, switched off and on."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Router

from pakhuis.api.answers import answer, nothing
from pakhuis.api.body import EMPTY, Body, fields_of, text
from pakhuis.api.keys import actor_of
from pakhuis.api.lists import page_of
from pakhuis.hooks.actions import create_hook, deactivate_hook, reactivate_hook
from pakhuis.hooks.intake import NewHook
from pakhuis.hooks.models import Hook
from pakhuis.kernel.clock import now
from pakhuis.kernel.numbers import HIGHEST_ID

router = Router(tags=["webhooks"])


@router.get("/hooks")
def list_hooks(request: HttpRequest) -> HttpResponse:
    """All hooks, those that are off too: `active` says which."""
    ids = page_of(Hook.objects.all(), request)
    return answer([_shape(one) for one in Hook.objects.filter(pk__in=ids).order_by("pk")])


@router.get("/hooks/{int:hook_id}")
def get_hook(request: HttpRequest, hook_id: int) -> HttpResponse:
    return answer(_shape(_hook(hook_id)))


@router.post("/hooks")
def post_hook(request: HttpRequest, body: Body = EMPTY) -> HttpResponse:
    """`name`, `event`, `address`, and `secret` for signed messages; the secret is never shown again."""
    fields = fields_of(body)
    new = NewHook(
        name=text(fields.get("name")),
        event=text(fields.get("event")),
        address=text(fields.get("address")),
        secret=text(fields.get("secret")),
    )
    return answer(_shape(create_hook(new, by=actor_of(request), now=now())), status=201)


@router.delete("/hooks/{int:hook_id}")
def delete_hook(request: HttpRequest, hook_id: int) -> HttpResponse:
    """Switches the hook off; what waited for it is not sent any more."""
    deactivate_hook(_hook(hook_id).pk, by=actor_of(request), now=now())
    return nothing()


@router.post("/hooks/{int:hook_id}/reactivate")
def post_reactivate(request: HttpRequest, hook_id: int) -> HttpResponse:
    """Switches the hook on again; what waited since it switched itself off is sent, in order."""
    return answer(_shape(reactivate_hook(_hook(hook_id).pk, by=actor_of(request), now=now())))


def _hook(hook_id: int) -> Hook:
    hook = Hook.objects.filter(pk=min(hook_id, HIGHEST_ID)).first()
    if hook is None:
        raise Http404
    return hook


def _shape(hook: Hook) -> dict[str, Any]:
    return {
        "idhook": hook.pk,
        "name": hook.name,
        "event": hook.event,
        "address": hook.address,
        "active": hook.active,
        "secret": bool(hook.secret),
    }
