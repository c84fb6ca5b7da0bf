"""A batch of an undo: what an import did is taken back, last row first, and each row told its heap."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import datetime

from django.db.models import Q

from pakhuis.accounts.actions import change_tag
from pakhuis.accounts.events import TagCreated
from pakhuis.accounts.models import Tag
from pakhuis.accounts.uses import uses_of
from pakhuis.bulk.writing import update_each
from pakhuis.imports.actions.batches import ENGINES
from pakhuis.imports.actions.engine import Undone, subjects_of
from pakhuis.imports.models import ImportRow, ImportRun
from pakhuis.imports.problems import not_taken_back
from pakhuis.imports.states import Heap, Outcome
from pakhuis.journal.models import Fact
from pakhuis.kernel.problem import as_stored

BATCH = 200
DONE_SOMETHING = (Outcome.CREATED, Outcome.CHANGED)


def undo_batch(run: ImportRun, *, now: datetime, at_most: int | None = None) -> bool:
    """Take back the last rows that are not yet; whether there may be more. Counts are changed, not saved."""
    rows = _waiting(run, min(BATCH, at_most or BATCH))
    if not rows:
        return False
    everyone = rows + _others_of_same(run, rows)
    _settle(run, everyone, ENGINES[run.subject](run, now=now).undo(everyone), position=rows[-1].number)
    return True


def retire_tags_of(run: ImportRun, *, now: datetime) -> None:
    """Retire the tags this run made, where nobody has them any more and nobody has worked on them since."""
    mine = run.as_actor()
    about_tags = Fact.objects.filter(subject_kind=TagCreated.kind)
    by_me = Q(actor_kind=mine.kind, actor_id=mine.id)
    made = about_tags.filter(by_me, name=TagCreated.name).values_list("subject_id", flat=True)
    of_others = set(about_tags.filter(~by_me, subject_id__in=made).values_list("subject_id", flat=True))
    for tag in Tag.objects.filter(pk__in=set(made) - of_others, active=True).order_by("pk"):
        if not uses_of(tag):
            change_tag(tag.pk, active=False, by=run.undoer, now=now)


def set_aside(run: ImportRun) -> None:
    """Leave what the database does not let us take back, and say so; the undo goes on behind it."""
    rows = _waiting(run, 1)
    left = Undone(heap=Heap.IMPOSSIBLE, reasons=(not_taken_back(),))
    everyone = rows + _others_of_same(run, rows)
    _settle(run, everyone, dict.fromkeys(subjects_of(rows), left), position=rows[-1].number)


def _waiting(run: ImportRun, count: int) -> list[ImportRow]:
    waiting = run.rows.filter(outcome__in=DONE_SOMETHING, heap=Heap.NONE, subject_id__isnull=False)
    if run.position:
        waiting = waiting.filter(number__lt=run.position)
    return list(waiting.order_by("-number")[:count])


def _settle(run: ImportRun, rows: list[ImportRow], undone: Mapping[int, Undone], *, position: int) -> None:
    _mark(rows, undone)
    counts = Counter(row.heap for row in rows)
    run.reversed += counts[Heap.REVERSED]
    run.kept += counts[Heap.KEPT]
    run.impossible += counts[Heap.IMPOSSIBLE]
    run.position = position


def _others_of_same(run: ImportRun, rows: list[ImportRow]) -> list[ImportRow]:
    """Earlier rows about the same subjects: what they did goes back with the later ones.

    The same key alone does not say so: a number may have been freed and given out again between two rows.
    """
    keys = {row.key for row in rows if row.key}
    subjects, last = set(subjects_of(rows)), rows[-1].number
    return [
        one
        for one in run.rows.about(keys)
        if one.subject_id in subjects
        and one.number < last
        and one.outcome in DONE_SOMETHING
        and one.heap == Heap.NONE
    ]


def _mark(rows: list[ImportRow], undone: Mapping[int, Undone]) -> None:
    for row in rows:
        one = undone[row.subject_id or 0]
        row.heap, row.heap_reasons = one.heap, as_stored(one.reasons)
    update_each(rows, ("heap", "heap_reasons"))
