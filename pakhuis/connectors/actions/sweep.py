"""Messages that were left behind are found again; old ones are forgotten."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Q

from pakhuis.connectors.models import Delivery
from pakhuis.connectors.states import DeliveryState

LEFT_AFTER = timedelta(minutes=2)
"""A message that nobody has worked off after so long lost its task, or its worker was killed."""
KEEP_FOR = timedelta(days=90)
AT_ONCE = 500


def claim_left_behind(*, now: datetime) -> list[int]:
    """The messages to be queued (again) now, each given to one caller only."""
    due = Q(next_try_at__lte=now) | Q(next_try_at=None, received_at__lte=now - LEFT_AFTER)
    waiting = Delivery.objects.filter(due, state=DeliveryState.RECEIVED).order_by("pk")
    candidates = list(waiting.values_list("pk", flat=True)[:AT_ONCE])
    return [
        pk
        for pk in candidates
        if Delivery.objects.filter(due, pk=pk, state=DeliveryState.RECEIVED).update(
            next_try_at=now + LEFT_AFTER
        )
    ]


def forget_old(*, now: datetime) -> None:
    """Remove messages that are done and old: they hold personal data that is on the order anyway."""
    done = (DeliveryState.DONE, DeliveryState.IGNORED)
    Delivery.objects.filter(state__in=done, received_at__lt=now - KEEP_FOR).delete()
