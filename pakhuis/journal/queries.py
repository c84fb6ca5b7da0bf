"""Reading the journal: the logbook of a subject, and whether anything is said of some."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from pakhuis.bulk.among import Among
from pakhuis.journal.blanking import blanked
from pakhuis.journal.models import Fact


def logbook(kind: str, subject_id: int, *, limit: int = 100) -> list[Fact]:
    """What happened to one subject, newest first."""
    return list(Fact.objects.filter(subject_kind=kind, subject_id=subject_id).order_by("-id")[:limit])


def is_told_of(kind: str, ids: Collection[int], *, since: datetime) -> bool:
    """Whether a fact of these subjects says in words what erasing them would blank."""
    facts = Fact.objects.filter(Among("subject_id", ids), subject_kind=kind, at__gte=since)
    return any(blanked(data, kind=kind) != data for data in facts.values_list("data", flat=True))
