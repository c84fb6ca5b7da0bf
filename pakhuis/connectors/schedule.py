"""What the worker looks for every few seconds: messages left behind, tries and polls that are due."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q

from pakhuis.accounts.actions import claim_poll
from pakhuis.accounts.models import Webshop
from pakhuis.connectors.actions.due import note_due
from pakhuis.connectors.actions.history_parts import left_behind
from pakhuis.connectors.actions.sweep import claim_left_behind, claim_stalled_histories, forget_old
from pakhuis.connectors.actions.telling import claim_due
from pakhuis.connectors.tasks import SLOWLY, import_history, import_part, poll, take_in, tell

POLL_AT_MOST = timedelta(minutes=30)
"""After so long a poll that never came back is started again."""
STALLED_PAUSE = timedelta(minutes=2)
"""What broke off while reading old orders is tried again after so long."""


@transaction.atomic
def queue_messages(now: datetime) -> None:
    """Messages whose task was lost, and those that are to be tried again."""
    slowly = take_in.using(priority=SLOWLY)
    for delivery_id, is_slow in claim_left_behind(now=now):
        (slowly if is_slow else take_in).enqueue(delivery_id)


def start_polls(now: datetime) -> None:
    """Shops that are due to be asked what has changed."""
    due = Webshop.objects.filter(Q(next_poll_at=None) | Q(next_poll_at__lte=now), active=True)
    for webshop_id in due.filter(connection__isnull=False).order_by(F("pk")).values_list("pk", flat=True):
        with transaction.atomic():
            if claim_poll(webshop_id, now=now, until=now + POLL_AT_MOST):
                poll.enqueue(webshop_id)


@transaction.atomic
def go_on_with_old_orders(now: datetime) -> None:
    """Readings and parts whose task was lost, or whose worker was killed."""
    for webshop_id in claim_stalled_histories():
        import_history.using(run_after=now + STALLED_PAUSE).enqueue(webshop_id)
    for webshop_id, lane in left_behind(now=now):
        import_part.enqueue(webshop_id, lane)


def note_what_is_due(now: datetime) -> None:
    """What live shops are to be told."""
    note_due(now=now)


@transaction.atomic
def queue_tellings(now: datetime) -> None:
    """What shops are to be told now."""
    for telling_id in claim_due(now=now):
        tell.enqueue(telling_id)


def forget_messages(now: datetime) -> None:
    """Messages that are kept no longer."""
    forget_old(now=now)


SWIFT = (queue_messages, start_polls, go_on_with_old_orders, queue_tellings)
"""What others wait for."""
SLOW = (note_what_is_due, forget_messages)
"""What reads much, and may take its time."""
