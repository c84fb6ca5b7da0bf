"""Where a return stands, and what is written down about it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from pakhuis.journal.actions import record
from pakhuis.journal.models import Fact
from pakhuis.kernel.actor import Actor
from pakhuis.kernel.checking import Checks, missing
from pakhuis.kernel.numbers import possible_ids
from pakhuis.returns.actions.change import locked_return
from pakhuis.returns.events import ReturnLogged
from pakhuis.returns.models import Return, ReturnStatus
from pakhuis.returns.problems import unknown_return_status


@transaction.atomic
def log_return(
    return_id: int, *, by: Actor, now: datetime, status_id: int | None = None, message: str = ""
) -> Fact:
    """Give the return another status, or write something down, or both; gives the fact that says so.

    A status that ends returns completes it; any other takes that back.
    """
    checks = Checks()
    note = checks.text(("message",), message, limit=2000)
    one = locked_return(return_id)
    status = one.status
    if status_id is not None:
        asked = ReturnStatus.objects.filter(pk__in=possible_ids([status_id])).first()
        if asked is None or not (asked.active or asked == status):
            checks.add(unknown_return_status())
        status = asked or status
    if status == one.status and not note and not checks.problems:
        checks.add(missing(("message",)))
    checks.refuse_if_any()
    Return.objects.filter(pk=one.pk).update(
        status=status, completed_at=(one.completed_at or now) if status.ends else None, updated_at=now
    )
    fact = ReturnLogged(id=one.pk, number=one.number, status_id=status.pk, status=status.name, note=note)
    return record([fact], by=by, now=now)[0]
