"""Keeping to a shop's rate, whoever calls it from however many processes: one counted window per shop."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import F, Q

from pakhuis.connectors.contract import Rate, TemporaryFailure
from pakhuis.connectors.models import Connection
from pakhuis.connectors.problems import too_busy
from pakhuis.kernel.clock import now


def spend_call(connection_id: int, rate: Rate) -> None:
    """Count one call; raises `TemporaryFailure` with how long to wait when the window is full."""
    at = now()
    length = timedelta(seconds=rate.seconds)
    mine = Connection.objects.filter(pk=connection_id)
    if mine.filter(window_from__gt=at - length, window_calls__lt=rate.calls).update(
        window_calls=F("window_calls") + 1
    ):
        return
    over = Q(window_from=None) | Q(window_from__lte=at - length)
    if mine.filter(over).update(window_from=at, window_calls=1):
        return
    began = mine.values_list("window_from", flat=True).first()
    raise TemporaryFailure(too_busy(), wait=(began + length - at) if began else length)
