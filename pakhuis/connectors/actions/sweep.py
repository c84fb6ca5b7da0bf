"""Messages that were left behind are found again; old ones are forgotten."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Q

from pakhuis.connectors.models import Delivery
from pakhuis.connectors.states import DeliveryState

LEFT_AFTER = timedelta(minutes=2)
"""A message that nobody has worked off after so long lost its task, or its worker was killed."""
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
    """Remove old messages that are done, and empty the others: they hold personal data.

    What is still to be worked off keeps its content, as a shop of one's own posts its orders whole.
    """
    old = Delivery.objects.filter(received_at__lt=now - timedelta(days=settings.WEBSHOP_KEEP_DAYS))
    old.filter(state__in=(DeliveryState.DONE, DeliveryState.IGNORED)).delete()
    old.exclude(state=DeliveryState.RECEIVED).exclude(body="").update(body="")
