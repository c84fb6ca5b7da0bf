"""One import: what would happen, how far it is, what became of each row; go, stop, undo, result."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from pakhuis.customers.models import Customer
from pakhuis.imports.actions import begin, columns_for, stop
from pakhuis.imports.models import ImportRow, ImportRows, ImportRun
from pakhuis.imports.states import COUNTED, WORKING, Heap, Outcome, RunState, Subject
from pakhuis.kernel.clock import now
from pakhuis.ui import import_words as words
from pakhuis.ui.access import actor_of, page
from pakhuis.ui.doing import do
from pakhuis.ui.htmx import is_asked_for
from pakhuis.ui.keyset import Sort, page_of
from pakhuis.ui.logbook import own_specs
from pakhuis.ui.views.imports import RIGHTS, run_for
from pakhuis.ui.words import IMPORT_STATE

NAMED = 40
"""So many skipped columns are named; a file may have a thousand."""
HEAPS = (Heap.REVERSED, Heap.KEPT, Heap.IMPOSSIBLE)


@page(*RIGHTS)
def one(request: HttpRequest, run_id: int) -> HttpResponse:
    """The page of an import; asked by htmx for its progress, only that part."""
    run = run_for(request, run_id)
    headers = words.headers_of(run, columns_for(run.subject))
    context: dict[str, Any] = {
        "run": run,
        "is_working": run.state in WORKING,
        "is_dry": run.state in (RunState.TRYING, RunState.TRIED),
        "state": IMPORT_STATE[run.state],
        "step": 6 if run.state not in (RunState.UPLOADED, RunState.TRYING, RunState.TRIED) else 5,
        "counts": [(one.value, words.OUTCOME[one], getattr(run, one)) for one in COUNTED],
        "heaps": [(one.value, words.HEAP[one], getattr(run, one)) for one in HEAPS],
        "problems": words.said(run.problems, headers),
        "percent": _percent(run),
        "undone": run.reversed + run.kept + run.impossible,
        "undoable": run.created + run.changed,
        "rest": _address_of_refused(run),
        "skipped": skipped(run),
    }
    if is_asked_for(request, "progress"):
        return render(request, "ui/parts/import_progress.html", context)
    context |= _rows(request, run, headers)
    context["by_column"] = sorted(
        (
            (name, headers.get(name, name) or _("The row as a whole"), count)
            for name, count in run.by_column.items()
        ),
        key=lambda it: -it[2],
    )
    return render(request, "ui/import_run.html", context)


def skipped(run: ImportRun) -> str:
    """The headers of columns that hold something and are not imported, as nothing is left out in silence."""
    chosen, rows = run.mapping.get("columns", ()), run.understood.get("preview", ())
    names = [
        header
        for place, (header, target) in enumerate(zip(run.understood.get("headers", ()), chosen, strict=False))
        if not target and any(place < len(cells) and cells[place] for _number, cells, _mark in rows)
    ]
    told, more = ", ".join(names[:NAMED]), len(names) - NAMED
    return told if more <= 0 else _("%(names)s and %(count)s more") % {"names": told, "count": more}


def _address_of_refused(run: ImportRun) -> str:
    """Where the file of the refused rows is, where there are any to mend."""
    can_mend = run.state in (RunState.TRIED, RunState.DONE, RunState.STOPPED)
    return f"{reverse('import-result', args=(run.pk,))}?outcome=refused" if can_mend and run.refused else ""


def _percent(run: ImportRun) -> int:
    if run.state == RunState.UNDOING:
        done = run.reversed + run.kept + run.impossible
        return 100 * done // max(run.created + run.changed, 1)
    return 100 * run.read // max(run.total, 1) if run.is_stored else 0


def _rows(request: HttpRequest, run: ImportRun, headers: dict[str, str]) -> dict[str, Any]:
    """The rows that have been looked at, filtered by outcome or by heap."""
    outcome, heap = request.GET.get("outcome", ""), request.GET.get("heap", "")
    column = request.GET.get("column")
    rows = looked_at(run)
    if column is not None:
        rows = rows.filter(outcome=Outcome.REFUSED).told_of(column)
    if outcome in tuple(Outcome):
        rows = rows.filter(outcome=outcome)
    if heap in HEAPS:
        rows = rows.filter(heap=heap)
    found = page_of(rows, request, sort=Sort("number"))
    numbers, groups = numbers_of(run, found.rows), words.vat_groups_of(run.subject)
    specs = own_specs(name for row in found.rows for name, _old, _new in row.changes)
    shown = [
        {
            "row": row,
            "outcome": words.OUTCOME.get(row.outcome, ""),
            "heap": words.HEAP.get(row.heap, ""),
            "said": words.said([*row.problems, *row.heap_reasons], headers),
            "changes": words.change_words(sorted(row.changes, key=_name_first), headers, groups, specs=specs),
            "cells": words.cells_of(run, row.cells) if row.outcome != Outcome.CREATED else [],
            "is_there": row.subject_id in numbers,
            "number": numbers.get(row.subject_id or 0, row.subject_label),
        }
        for row in found.rows
    ]
    return {"page": found, "rows": shown, "outcome": outcome, "heap": heap, "column": column}


def _name_first(change: list[str]) -> bool:
    return change[0] != "name"


def numbers_of(run: ImportRun, rows: Iterable[ImportRow]) -> dict[int, str]:
    """The customers of these rows that can be looked at, with the numbers they have now.

    An undo, or people since, may have removed some; the account hands out numbers to those without.
    """
    if run.subject != Subject.CUSTOMERS:
        return {}
    ids = {row.subject_id for row in rows if row.subject_id}
    return dict(Customer.objects.filter(pk__in=ids).values_list("pk", "number"))


UNDER_WAY = (RunState.UPLOADED, RunState.TRYING, RunState.RUNNING, RunState.STOPPED)
"""States in which later rows keep the word of an earlier trial until they are reached."""


def looked_at(run: ImportRun) -> ImportRows:
    """Rows with an outcome of this state."""
    rows = run.rows.exclude(outcome=Outcome.PENDING)
    return rows.filter(number__lte=run.position) if run.state in UNDER_WAY else rows


def is_looked_at(run: ImportRun, row: ImportRow) -> bool:
    """The same of one row."""
    is_ahead = run.state in UNDER_WAY and row.number > run.position
    return row.outcome != Outcome.PENDING and not is_ahead


def _page_of(run_id: int) -> str:
    return reverse("import", args=(run_id,))


@require_POST
@page(*RIGHTS)
def go(request: HttpRequest, run_id: int) -> HttpResponse:
    """Carry it out, or go on after a stop."""
    run_for(request, run_id)
    return do(
        request,
        lambda: begin(
            run_id,
            to=RunState.RUNNING,
            now=now(),
            by=actor_of(request),
            seen=request.POST.get("seen", ""),
        ),
        done=_("The import has begun. You can leave this page; it goes on."),
        then=_page_of(run_id),
    )


@require_POST
@page(*RIGHTS)
def halt(request: HttpRequest, run_id: int) -> HttpResponse:
    """Stop after the batch that is under way."""
    run_for(request, run_id)
    return do(
        request,
        lambda: stop(run_id, now=now()),
        done=lambda run: (
            _("The import has been stopped. What is in stays.")
            if run.state == RunState.STOPPED
            else _("The trial has been stopped. Nothing has been changed.")
        ),
        then=_page_of(run_id),
    )


@require_POST
@page(*RIGHTS)
def undo(request: HttpRequest, run_id: int) -> HttpResponse:
    """Take back what it did, as far as nobody has touched it since."""
    run_for(request, run_id)
    return do(
        request,
        lambda: begin(run_id, to=RunState.UNDOING, now=now(), by=actor_of(request)),
        done=_("The import is being undone."),
        then=_page_of(run_id),
    )
