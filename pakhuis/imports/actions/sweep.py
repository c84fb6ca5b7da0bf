"""Imports that were left behind are found again; old files and rows, with their personal data, go."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from pakhuis.imports.actions.files import forget, kept_before
from pakhuis.imports.models import ImportRow, ImportRun
from pakhuis.imports.states import WORKING

AT_ONCE = 20
ROWS_AT_ONCE = 5_000
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
    for pk in old.order_by("pk").values_list("pk", flat=True)[:AT_ONCE]:
        # As it is once nobody else holds it: somebody may have it undone at this moment.
        with transaction.atomic():
            run = old.select_for_update().filter(pk=pk).first()
            if run is None:
                continue
            file, run.file = run.file, ""
            run.is_stored, run.understood, run.options = False, {}, {}
            run.save(update_fields=["file", "is_stored", "understood", "options"])
        forget(file)
    _forget_rows_of_gone()
    left = set(kept_before(now - UPLOADED_WITHIN))
    if left:
        left -= set(ImportRun.objects.filter(file__in=left).values_list("file", flat=True))
    for name in left:
        forget(name)


def _forget_rows_of_gone() -> None:
    """In pieces, as others wait for who writes; the next look goes on where one was killed."""
    has_rows = Exists(ImportRow.objects.filter(run=OuterRef("pk")))
    gone = ImportRun.objects.filter(has_rows, file="", is_stored=False).exclude(state__in=WORKING)
    for run in gone.order_by("pk"):
        while rows := list(run.rows.order_by("number").values_list("pk", flat=True)[:ROWS_AT_ONCE]):
            ImportRow.objects.filter(pk__in=rows).delete()
