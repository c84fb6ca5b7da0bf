"""Webhooks made, switched off and on."""

from __future__ import annotations

import ipaddress
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.db import IntegrityError, transaction

from pakhuis.accounts.actions import rights_of_actor
from pakhuis.hooks.events import HookCreated, HookDeactivated, HookReactivated
from pakhuis.hooks.hearing import may_hear
from pakhuis.hooks.intake import NewHook
from pakhuis.hooks.models import Hook, Message
from pakhuis.hooks.problems import (
    bad_address,
    hook_there_already,
    not_yours_to_hear,
    private_address,
    unknown_event,
)
from pakhuis.hooks.rules import EVENTS, is_web_address
from pakhuis.hooks.states import MessageState
from pakhuis.journal.actions import record
from pakhuis.kernel.actor import Actor
from pakhuis.kernel.checking import Checks, not_found
from pakhuis.kernel.problem import Problem, Refused, as_stored
from pakhuis.outside.guard import is_public
from pakhuis.outside.secrets import sealed


def create_hook(new: NewHook, *, by: Actor, now: datetime) -> Hook:
    """A new webhook; refused with everything that is wrong, and when the same one is active already.

    Only who may see what the event is about (`may_hear`) sends it anywhere.
    """
    checks = Checks()
    name = checks.text(("name",), new.name, limit=100, required=True)
    event = checks.text(("event",), new.event, limit=60, required=True)
    address = checks.text(("address",), new.address, limit=500, required=True)
    secret = checks.text(("secret",), new.secret, limit=500)
    if event and event not in EVENTS:
        checks.add(unknown_event(event))
    elif event and not may_hear(event, rights_of_actor(by)):
        checks.add(not_yours_to_hear())
    if address and not is_web_address(address):
        checks.add(bad_address())
    elif address and _is_private(address):
        checks.add(private_address())
    checks.refuse_if_any()
    try:
        with transaction.atomic():
            hook = Hook.objects.create(
                name=name, event=event, address=address, secret=sealed(secret), created_at=now
            )
            record([HookCreated(id=hook.pk, label=name, event=event, address=address)], by=by, now=now)
            return hook
    except IntegrityError:
        raise Refused([hook_there_already()]) from None


def _is_private(address: str) -> bool:
    """Whether the address is that of a private network as it stands; names are looked up when calling."""
    try:
        host = urlsplit(address).hostname or ""
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return not settings.ALLOW_PRIVATE_ADDRESSES and not is_public(host)


@transaction.atomic
def deactivate_hook(hook_id: int, *, by: Actor, now: datetime, reasons: tuple[Problem, ...] = ()) -> Hook:
    """Switch a hook off. By a person (no `reasons`) what waits is dropped; else it waits for the hook."""
    hook = _locked(hook_id)
    if not hook.active:
        return hook
    hook.active = False
    hook.off_because = as_stored(reasons)
    hook.save(update_fields=["active", "off_because"])
    if not reasons:
        Message.objects.filter(hook=hook, state=MessageState.WAITING).update(
            state=MessageState.DROPPED, finished_at=now, leased_until=None
        )
    reason = " ".join(one.message for one in reasons)
    record([HookDeactivated(id=hook.pk, label=hook.name, reason=reason)], by=by, now=now)
    return hook


def reactivate_hook(hook_id: int, *, by: Actor, now: datetime) -> Hook:
    """Switch a hook on again; what waited while it was off is sent, in order. Twice changes nothing."""
    try:
        with transaction.atomic():
            hook = _locked(hook_id)
            if hook.active:
                return hook
            if not may_hear(hook.event, rights_of_actor(by)):
                raise Refused([not_yours_to_hear()])
            hook.active, hook.off_because = True, []
            hook.save(update_fields=["active", "off_because"])
            Message.objects.filter(hook=hook, state=MessageState.FAILED).update(state=MessageState.DROPPED)
            Message.objects.filter(hook=hook, state=MessageState.WAITING).update(next_try_at=now)
            record([HookReactivated(id=hook.pk, label=hook.name)], by=by, now=now)
            return hook
    except IntegrityError:
        raise Refused([hook_there_already()]) from None


def _locked(hook_id: int) -> Hook:
    hook = Hook.objects.select_for_update().filter(pk=hook_id).first()
    if hook is None:
        raise Refused([not_found("webhook")])
    return hook
