"""Minding a shop, from however many processes it is called: its rate, and rest while it gives no answer."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import F, Q

from pakhuis.connectors.contract import NotAsked, Rate, RateSpent
from pakhuis.connectors.models import Connection
from pakhuis.connectors.problems import too_busy, unreachable
from pakhuis.kernel.clock import now
from pakhuis.outside import guard

IN_BACKGROUND = 0.75
"""The part of a rate that lists and old orders may use: the rest is for orders of which a message came."""
FIRST_REST = timedelta(seconds=30)
MOST_DOUBLINGS = 5
"""Thirty seconds of rest become sixteen minutes."""


def spend_call(connection_id: int, rate: Rate, *, share: float = 1.0) -> None:
    """Count one call; raises `RateSpent` with how long to wait when this share of the window is full."""
    at = now()
    length = timedelta(seconds=rate.seconds)
    mine = Connection.objects.filter(pk=connection_id)
    most = max(int(rate.calls * share), 1)
    if mine.filter(window_from__gt=at - length, window_calls__lt=most).update(
        window_calls=F("window_calls") + 1
    ):
        return
    over = Q(window_from=None) | Q(window_from__lte=at - length)
    if mine.filter(over).update(window_from=at, window_calls=1):
        return
    began = mine.values_list("window_from", flat=True).first()
    raise RateSpent(too_busy(), wait=(began + length - at) if began else length)


def refuse_while_quiet(connection: Connection) -> None:
    """Raises `NotAsked` for a shop that gave no answer a moment ago: nobody is to wait for it again."""
    at = now()
    if connection.quiet_until is not None and connection.quiet_until > at:
        raise NotAsked(unreachable(guard.host_of(connection.address)), wait=connection.quiet_until - at)


def note_silence(connection_id: int) -> None:
    """The shop gave no answer: it is left alone for a while, twice as long each time."""
    at = now()
    mine = Connection.objects.filter(pk=connection_id)
    before = mine.values_list("silences", flat=True).first() or 0
    rest = FIRST_REST * 2 ** min(before, MOST_DOUBLINGS)
    # Of several who waited for the same silence, one counts it.
    ended = Q(quiet_until=None) | Q(quiet_until__lte=at)
    mine.filter(ended, silences=before).update(
        quiet_until=at + rest, silences=min(before + 1, MOST_DOUBLINGS)
    )


def note_answer(connection_id: int) -> None:
    """The shop is there again."""
    Connection.objects.filter(pk=connection_id).update(quiet_until=None, silences=0)
