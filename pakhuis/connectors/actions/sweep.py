"""Messages that were left behind are found again; old ones are forgotten."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Q
from django_tasks.base import TaskResultStatus

from pakhuis.accounts.actions import claim
from pakhuis.connectors.actions.queued import queued, waited_for
from pakhuis.connectors.models import Connection, Delivery
from pakhuis.connectors.problems import broke_off
from pakhuis.connectors.states import DeliveryState
from pakhuis.connectors.tasks import import_history, take_in
from pakhuis.kernel.problem import as_stored

LEFT_AFTER = timedelta(minutes=2)
"""A message that nobody has worked off after so long, and that no task waits for, lost its task."""
AT_ONCE = 500
LOOKED_AT = 5000
IN_LINE = 5
"""So many messages of a shop that answers slowly wait for their turn at a time."""


def claim_left_behind(*, now: datetime) -> list[tuple[int, bool]]:
    """The messages to be queued (again) now, and whether their shop answers slowly.

    They are due, in nobody's hands, and without a task that is to begin; of a shop that answers slowly only a
    few have one at a time. Each is given to one caller only, as its task is written in the caller's
    transaction. Of a long queue the oldest are looked at: who waits behind them has time until they are gone.
    """
    is_free = Q(leased_until=None) | Q(leased_until__lte=now)
    is_due = Q(next_try_at__lte=now) | Q(next_try_at=None, received_at__lte=now - LEFT_AFTER)
    waiting = Delivery.objects.filter(is_free, is_due, state=DeliveryState.RECEIVED).order_by("pk")
    candidates = list(waiting.values_list("pk", "webshop_id")[:LOOKED_AT])
    if not candidates:
        return []
    claim("deliveries:left behind")
    have_one = waited_for(take_in.module_path, [pk for pk, _ in candidates])
    slow = set(Connection.objects.filter(slow_until__gt=now).values_list("webshop_id", flat=True))
    in_line = Counter(webshop_id for pk, webshop_id in candidates if pk in have_one)
    found = list[tuple[int, bool]]()
    for pk, webshop_id in candidates:
        is_slow = webshop_id in slow
        if pk not in have_one and not (is_slow and in_line[webshop_id] >= IN_LINE):
            in_line[webshop_id] += 1
            found.append((pk, is_slow))
    return found[:AT_ONCE]


def claim_stalled_histories() -> list[int]:
    """Shops whose old orders nobody reads any more: the task of the next page broke off or was lost."""
    reading = Connection.objects.filter(
        history_since__isnull=False, history_read_at=None, webshop__active=True
    )
    candidates = list(reading.order_by("pk").values_list("webshop_id", flat=True))
    if not candidates:
        return []
    claim("histories:stalled")
    read = queued(import_history.module_path, TaskResultStatus.READY, TaskResultStatus.RUNNING)
    stalled = [pk for pk in candidates if pk not in read]
    problem = as_stored([broke_off()])[0]
    reading.filter(webshop_id__in=stalled).update(history_problem=problem)
    return stalled


def forget_old(*, now: datetime) -> None:
    """Remove old messages that are done, and empty the others: they hold personal data.

    What is still to be worked off keeps its content, as a shop of one's own posts its orders whole.
    """
    old = Delivery.objects.filter(received_at__lt=now - timedelta(days=settings.WEBSHOP_KEEP_DAYS))
    old.filter(state__in=(DeliveryState.DONE, DeliveryState.IGNORED)).delete()
    old.exclude(state=DeliveryState.RECEIVED).exclude(body="").update(body="")
