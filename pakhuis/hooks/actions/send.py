"""Sending a message: claimed by one, signed, sent, and what came of it written down."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

import httpx
import msgspec
from django.db.models import Q

from pakhuis.hooks import problems
from pakhuis.hooks.actions.manage import deactivate_hook
from pakhuis.hooks.data import data_of, local_time
from pakhuis.hooks.models import Hook, Message
from pakhuis.hooks.queries import due
from pakhuis.hooks.rules import ACCEPTED, is_switched_off, next_try, signature
from pakhuis.hooks.states import AGAIN, MessageState
from pakhuis.kernel.actor import SYSTEM, Actor
from pakhuis.kernel.checking import not_allowed_now, not_found
from pakhuis.kernel.problem import Problem, Refused, as_stored
from pakhuis.outside import guard
from pakhuis.outside.secrets import opened

PATIENCE = 10.0
"""Seconds the other side has for everything: connecting, taking the message, answering."""
LEASE = timedelta(seconds=60)
"""After so long a message whose sender never came back may be sent by another."""
LARGEST_ANSWER = 64 * 1024
"""So much of an answer is read, however much there is: the status says whether the message was taken."""
KEPT_OF_ANSWER = 2000
KEEP_FOR = timedelta(days=30)
CANDIDATES = 20
logger = logging.getLogger("pakhuis.hooks")


def claim(*, now: datetime) -> Message | None:
    """A message that is due, given to this caller alone; None when there is none."""
    free = Q(leased_until=None) | Q(leased_until__lte=now)
    for message_id in list(due(now).values_list("pk", flat=True)[:CANDIDATES]):
        waiting = Message.objects.filter(free, pk=message_id, state=MessageState.WAITING)
        if waiting.update(leased_until=now + LEASE):
            return Message.objects.select_related("hook").get(pk=message_id)
    return None


def send(message: Message, *, now: datetime, patience: float = PATIENCE) -> MessageState:
    """Send a claimed message and note the answer; a failure is tried again later, at last given up."""
    body = message.body or _body(message)
    if not body:
        return _finish(message, MessageState.DROPPED, now=now, problem=problems.gone())
    Message.objects.filter(pk=message.pk).update(body=body)
    try:
        answer = guard.call(
            "POST",
            message.hook.address,
            headers=_headers(body.encode(), opened(message.hook.secret)),
            content=body.encode(),
            timeout=httpx.Timeout(patience),
            within=patience,
            largest=LARGEST_ANSWER,
            is_cut=True,
        )
    except guard.ForbiddenAddressError:
        return _try_later(message, problems.private_address(), now=now)
    except httpx.TimeoutException:
        return _try_later(message, problems.too_slow(), now=now)
    except (httpx.HTTPError, httpx.InvalidURL, OSError, ValueError):
        return _try_later(message, problems.no_answer(), now=now)
    text = answer.body.decode("utf-8", "replace").replace("\x00", "")[:KEPT_OF_ANSWER]
    if answer.status in ACCEPTED:
        return _finish(message, MessageState.SENT, now=now, status=answer.status, answer=text)
    return _try_later(message, problems.answered(answer.status), now=now, status=answer.status, answer=text)


def send_again(message_id: int, *, by: Actor, now: datetime) -> Message:
    """Have a message sent once more, with the same body."""
    again = Message.objects.filter(pk=message_id, state__in=AGAIN).update(
        state=MessageState.WAITING, tries=0, next_try_at=now, leased_until=None, finished_at=None, problems=[]
    )
    message = Message.objects.select_related("hook").filter(pk=message_id).first()
    if message is None:
        raise Refused([not_found("message")])
    if not again:
        raise Refused([not_allowed_now(message.state)])
    logger.info("Message %s is sent again by %s %s", message_id, by.kind, by.id)
    return message


def forget_old(*, now: datetime) -> None:
    """Remove messages that ended long ago or wait so long for a hook that is off: they hold personal data."""
    Message.objects.filter(finished_at__lt=now - KEEP_FOR).delete()
    off = Hook.objects.filter(active=False)
    waiting = Message.objects.filter(hook__in=off, state=MessageState.WAITING)
    waiting.filter(happened_at__lt=now - KEEP_FOR).delete()


def _body(message: Message) -> str:
    """The message as it will be sent, now and at every later try; empty when its subject is gone.

    Slashes are escaped, as the receivers' own tests of signatures expect.
    """
    data = data_of(message)
    if data is None:
        return ""
    whole = {
        "idhook": message.hook.pk,
        "name": message.hook.name,
        "event": message.event,
        "event_triggered_at": local_time(message.happened_at),
        "data": data,
    }
    return msgspec.json.encode(whole).decode().replace("/", "\\/")


def _headers(body: bytes, secret: str) -> dict[str, str]:
    headers = {"Content-Type": "application/json", "User-Agent": "Pakhuis-Webhooks/1"}
    return {**headers, "X-Picqer-Signature": signature(body, secret)} if secret else headers


def _finish(
    message: Message,
    state: MessageState,
    *,
    now: datetime,
    problem: Problem | None = None,
    status: int | None = None,
    answer: str = "",
) -> MessageState:
    Message.objects.filter(pk=message.pk).update(
        state=state,
        tries=message.tries + 1,
        finished_at=now,
        leased_until=None,
        answer_status=status,
        answer=answer,
        problems=as_stored([problem] if problem else []),
    )
    return state


def _try_later(
    message: Message, problem: Problem, *, now: datetime, status: int | None = None, answer: str = ""
) -> MessageState:
    at = next_try(message.tries + 1, now=now)
    if at is None:
        _finish(message, MessageState.FAILED, now=now, problem=problem, status=status, answer=answer)
        _switch_off_if_hopeless(message, now=now)
        return MessageState.FAILED
    Message.objects.filter(pk=message.pk, state=MessageState.WAITING).update(
        tries=message.tries + 1,
        next_try_at=at,
        leased_until=None,
        answer_status=status,
        answer=answer,
        problems=as_stored([problem]),
    )
    return MessageState.WAITING


def _switch_off_if_hopeless(message: Message, *, now: datetime) -> None:
    given_up = Message.objects.filter(
        hook_id=message.hook_id, state=MessageState.FAILED, finished_at__isnull=False
    )
    times = [at for at in given_up.order_by("-finished_at").values_list("finished_at", flat=True)[:20] if at]
    if is_switched_off(times, now=now):
        deactivate_hook(message.hook_id, by=SYSTEM, now=now, reasons=(problems.given_up_often(),))
