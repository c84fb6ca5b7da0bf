"""One process at a time: a turn is taken, and given up when it is done."""

from __future__ import annotations

from datetime import datetime

from pakhuis.accounts.models import Turn


def take_turn(name: str, *, now: datetime, until: datetime) -> bool:
    """Whether this caller may do it now; nobody else may before `until`, or before it ends its turn."""
    free = Turn.objects.filter(name=name, until__lte=now)
    if free.update(until=until):
        return True
    if Turn.objects.filter(name=name).exists():
        return False
    Turn.objects.bulk_create([Turn(name=name, until=now)], ignore_conflicts=True)
    return bool(free.update(until=until))


def end_turn(name: str, *, until: datetime, now: datetime) -> None:
    """Give up a turn that was taken until then, if it still is one's own."""
    Turn.objects.filter(name=name, until=until).update(until=now)
