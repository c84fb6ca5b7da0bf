"""How far the reading of all that changed in a shop has come, from its beginning to its end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import QuerySet

from pakhuis.accounts.actions import account_settings, note_poll
from pakhuis.accounts.models import Webshop
from pakhuis.connectors.models import Connection

OVERLAP = timedelta(minutes=10)
"""How far a poll looks back before the last one: shops write their times before they commit."""
FIRST_LOOK_BACK = timedelta(days=90)
"""How far the first poll of a shop looks back: orders that are open there for so long come in too."""
LOOK_BACK = timedelta(days=7)
"""How far one poll each night looks back."""
NIGHT = (1, 6)
REMEMBERED = 300
"""So many orders that were asked for are remembered while pages go by."""
HALF_A_DAY = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class Pass:
    """One reading of all that changed since, at a page of the shop's list.

    `asked` are the orders that were asked for already, on this page and the last ones before it, which a list
    that shifts is read again for; `usual_since` is how far the pass would look back on any hour.
    """

    began_at: datetime
    since: datetime
    usual_since: datetime
    start: str
    asked: tuple[str, ...]


def begun(webshop: Webshop, connection: Connection, *, now: datetime) -> Pass:
    """The pass that has begun and not ended, else a new one: at first and at night it looks further back."""
    mine = Connection.objects.filter(pk=connection.pk)
    usual = (webshop.last_poll_at or now) - OVERLAP
    if connection.poll_began_at is None:
        since = usual if webshop.last_poll_at else now - FIRST_LOOK_BACK
        if _is_due_to_look_back(connection, now=now):
            since = min(since, now - LOOK_BACK)
        mine.filter(poll_began_at=None).update(
            poll_began_at=now, poll_since=since, poll_start="", poll_asked=[]
        )
    row = mine.get()
    begun_at, at_since = row.poll_began_at or now, row.poll_since or usual
    return Pass(begun_at, at_since, usual, row.poll_start, tuple(row.poll_asked))


def moved_on(connection: Connection, at: Pass, *, start: str, asked: Sequence[str]) -> Pass | None:
    """The pass at its next page; None when somebody else has moved it."""
    kept = tuple(asked[-REMEMBERED:])
    is_mine = _standing(connection, at).update(poll_start=start, poll_asked=list(kept))
    return replace(at, start=start, asked=kept) if is_mine else None


def keep_asked(connection: Connection, at: Pass, asked: Sequence[str]) -> None:
    """Remember which orders are done, when a page is left half-way."""
    _standing(connection, at).update(poll_asked=list(asked))


def begin_again(connection: Connection, at: Pass) -> None:
    """Go back to the first page: the shop makes nothing (any more) of where the pass stood."""
    _standing(connection, at).update(poll_start="", poll_asked=[])


@transaction.atomic
def ended(webshop: Webshop, connection: Connection, at: Pass, *, now: datetime) -> None:
    """All that changed before the pass began is here."""
    looked_back = {"looked_back_at": at.began_at} if at.since <= at.began_at - LOOK_BACK else {}
    if _standing(connection, at).update(poll_began_at=None, poll_start="", poll_asked=[], **looked_back):
        next_at = now + timedelta(minutes=connection.poll_minutes)
        note_poll(webshop.pk, next_at=next_at, read_until=at.began_at)


def _standing(connection: Connection, at: Pass) -> QuerySet[Connection]:
    """The row of a pass, as long as it stands where it is thought to stand."""
    return Connection.objects.filter(pk=connection.pk, poll_began_at=at.began_at, poll_start=at.start)


def _is_due_to_look_back(connection: Connection, *, now: datetime) -> bool:
    """Once a night, or when the last night was missed: what webhooks and polls missed is found then."""
    if connection.looked_back_at is None:
        return True
    hour = now.astimezone(ZoneInfo(account_settings().time_zone)).hour
    is_night = NIGHT[0] <= hour < NIGHT[1]
    return now - connection.looked_back_at > (HALF_A_DAY if is_night else 3 * HALF_A_DAY)
