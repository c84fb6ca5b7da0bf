"""Reading the journal: the logbook of a subject."""

from __future__ import annotations

from pakhuis.journal.models import Fact


def logbook(kind: str, subject_id: int, *, limit: int = 100) -> list[Fact]:
    """What happened to one subject, newest first."""
    return list(Fact.objects.filter(subject_kind=kind, subject_id=subject_id).order_by("-id")[:limit])
