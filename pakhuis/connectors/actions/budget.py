"""Minding a shop, from however many processes it is called: its rate, rest while it gives no answer, and one
at a time while it answers slowly.
"""

from __future__ import annotations

import time
from datetime import timedelta

from django.db.models import F, Q

from pakhuis.connectors.contract import InTurn, NotAsked, Rate, RateSpent
from pakhuis.connectors.models import Connection
from pakhuis.connectors.problems import answers_slowly, too_busy, unreachable
from pakhuis.kernel.clock import now
from pakhuis.outside import guard

IN_BACKGROUND = 0.75
"""The part of a rate that lists and old orders may use: the rest is for orders of which a message came."""
A_MOMENT = timedelta(seconds=1)
FIRST_REST = timedelta(seconds=30)
SLOW = 5.0
"""A shop that takes so many seconds for an order, or for one page of a list, answers slowly."""
SLOW_FOR = timedelta(minutes=2)
"""So long it counts as slow after that."""
HELD = timedelta(seconds=35)
"""Longer than a call takes; after it whoever held the turn was killed."""
BETWEEN = timedelta(seconds=1)
"""Between two calls of one piece of work no more time passes."""
AGAIN = timedelta(seconds=3)
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


class Minded:
    """Notes what comes of the calls that one piece of work makes to a shop."""

    def __init__(self, connection: Connection, rate: Rate | None, *, in_background: bool = False) -> None:
        self._connection = connection
        self._rate = rate
        self._in_background = in_background
        self._waited = 0.0

    def before(self) -> None:
        """Raises `RateSpent` when there is no call left."""
        if self._rate is not None:
            self._spend(self._rate)
        if _is_slow(self._connection):
            self._hold(HELD)

    def answered(self, seconds: float) -> None:
        """Nothing is written about an answer as it should be, of a shop of which nothing is known.

        What counts is all that one order took, and of a list, which may ask for hundreds, the longest answer.
        """
        self._waited = seconds if self._in_background else self._waited + seconds
        if self._connection.silences:
            note_answer(self._connection.pk)
        if self._waited >= SLOW:
            self._connection.slow_until = now() + SLOW_FOR
            self._connection.save(update_fields=["slow_until"])
        if _is_slow(self._connection):
            self._hold(BETWEEN)

    def unanswered(self) -> None:
        note_silence(self._connection.pk)

    def _spend(self, rate: Rate) -> None:
        """A window that is over in a moment is waited for: whoever reads a list has half a minute anyway."""
        share = IN_BACKGROUND if self._in_background else 1.0
        try:
            spend_call(self._connection.pk, rate, share=share)
        except RateSpent as spent:
            if not self._in_background or spent.wait > A_MOMENT:
                raise
            time.sleep(spent.wait.total_seconds())
            spend_call(self._connection.pk, rate, share=share)

    def _hold(self, length: timedelta) -> None:
        Connection.objects.filter(pk=self._connection.pk).update(held_until=now() + length)


def take_turn(connection: Connection, *, gives_way: bool = False) -> None:
    """Raises `InTurn` when a shop answers slowly and somebody asks it now, or this `gives_way` in any case.

    Whoever takes the turn has it until some moments after the last answer, or, killed, until a call is over.
    """
    if not _is_slow(connection):
        return
    at = now()
    is_free = Q(held_until=None) | Q(held_until__lte=at)
    mine = Connection.objects.filter(is_free, pk=connection.pk)
    if gives_way or not mine.update(held_until=at + HELD):
        raise InTurn(answers_slowly(), wait=AGAIN)


def _is_slow(connection: Connection) -> bool:
    return connection.slow_until is not None and connection.slow_until > now()


def note_answer(connection_id: int) -> None:
    """The shop is there again."""
    Connection.objects.filter(pk=connection_id).update(quiet_until=None, silences=0)
