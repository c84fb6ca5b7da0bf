"""Imports that were left behind are found again; old files and rows, with their personal data, go."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Q

from pakhuis.imports.actions.files import forget, kept_before
from pakhuis.imports.models import ImportRow, ImportRun
from pakhuis.imports.states import WORKING

AT_ONCE = 20
UPLOADED_WITHIN = timedelta(days=1)
"""A file that no import is about after so long was left by an upload that broke off."""


def claim_left_behind(*, now: datetime, before: datetime) -> list[int]:
    """Imports that ought to be worked on and are not, each given to one caller only."""
    due = ImportRun.objects.filter(state__in=WORKING, touched_at__lt=before).order_by("pk")
    candidates = list(due.values_list("pk", flat=True)[:AT_ONCE])
    return [
        pk
        for pk in candidates
        if ImportRun.objects.filter(pk=pk, state__in=WORKING, touched_at__lt=before).update(touched_at=now)
    ]


def forget_old(*, now: datetime) -> None:
    """Remove files and rows of old imports; the run and its counts stay, and it cannot be undone any more.

    Files of uploads that broke off go too.
    """
    limit = now - timedelta(days=settings.IMPORT_KEEP_DAYS)
    old = ImportRun.objects.filter(~Q(file=""), touched_at__lt=limit).exclude(state__in=WORKING)
    for run in old.order_by("pk")[:AT_ONCE]:
        forget(run.file)
        ImportRow.objects.filter(run=run).delete()
        ImportRun.objects.filter(pk=run.pk).update(file="", is_stored=False, understood={}, options={})
    left = set(kept_before(now - UPLOADED_WITHIN))
    if left:
        left -= set(ImportRun.objects.filter(file__in=left).values_list("file", flat=True))
    for name in left:
        forget(name)
