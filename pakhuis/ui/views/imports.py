"""The wizard of an import up to the dry run: choose a file, how it is read, duplicates."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from pakhuis.imports.actions import (
    begin,
    choose_duplicates,
    columns_for,
    read_otherwise,
    upload,
)
from pakhuis.imports.limits import limits
from pakhuis.imports.models import ImportRun
from pakhuis.imports.needed import RIGHT_FOR
from pakhuis.imports.problems import no_file, no_such_row, too_big
from pakhuis.imports.readers import ReadOptions, Understood
from pakhuis.imports.readers.encodings import ENCODINGS
from pakhuis.imports.states import Duplicates, RunState, Subject
from pakhuis.kernel.clock import now
from pakhuis.kernel.problem import Refused, from_stored
from pakhuis.kernel.text import storable
from pakhuis.ui import import_words as words
from pakhuis.ui.access import actor_of, page, rights_of
from pakhuis.ui.entered import sentence, text
from pakhuis.ui.keyset import Sort, page_of
from pakhuis.ui.words import IMPORT_STATE

RIGHTS = tuple(RIGHT_FOR.values())


def run_for(request: HttpRequest, run_id: int) -> ImportRun:
    """The import, for somebody who may import files of its kind."""
    run = get_object_or_404(ImportRun, pk=run_id)
    may(request, run.subject)
    return run


def may(request: HttpRequest, subject: str) -> None:
    if RIGHT_FOR[subject] not in rights_of(request):
        raise PermissionDenied


def _subjects(request: HttpRequest) -> list[str]:
    """The kinds of files this user may import."""
    return [one for one, right in RIGHT_FOR.items() if right in rights_of(request)]


@page(*RIGHTS)
def overview(request: HttpRequest) -> HttpResponse:
    """Past imports, newest first, and the way to a new one."""
    subjects = _subjects(request)
    runs = ImportRun.objects.filter(subject__in=subjects).defer("understood", "by_column", "mapping")
    context = {
        "page": page_of(runs, request, sort=Sort(is_descending=True)),
        "subjects": [(one, words.SUBJECT[one]) for one in subjects],
        "states": IMPORT_STATE,
        "kinds": words.SUBJECT,
    }
    return render(request, "ui/imports.html", context)


@require_http_methods(["GET", "POST"])
@page(*RIGHTS)
def new(request: HttpRequest) -> HttpResponse:
    """Choose a file. What cannot be read is told here, and nothing is kept of it."""
    subjects = _subjects(request)
    subject = request.POST.get("subject") or request.GET.get("subject") or subjects[0]
    if subject not in tuple(Subject):
        subject = subjects[0]
    may(request, subject)
    problems: list[str] = []
    if request.method == "POST":
        try:
            run = _uploaded(request, Subject(subject))
        except Refused as refused:
            problems = [sentence(one) for one in refused.problems]
        else:
            return redirect("import-file", run.pk)
    context = {
        "problems": problems,
        "subject": subject,
        "subjects": [(one, words.SUBJECT[one]) for one in subjects],
        "limit": limits().bytes / 1_000_000,
        "step": 1,
    }
    return render(request, "ui/import_new.html", context, status=200 if not problems else 422)


def _uploaded(request: HttpRequest, subject: Subject) -> ImportRun:
    file = request.FILES.get("file")
    if file is None or isinstance(file, list):
        raise Refused([no_file()])
    if (file.size or 0) > limits().bytes:
        raise Refused([too_big(limits().bytes)])
    return upload(file.chunks(), name=file.name or "", subject=subject, by=actor_of(request), now=now())


@require_http_methods(["GET", "POST"])
@page(*RIGHTS)
def file(request: HttpRequest, run_id: int) -> HttpResponse:
    """What was understood of the file: each point can be changed, the first rows are shown.

    Who changes a point and goes on at once is shown what comes of it first.
    """
    run = run_for(request, run_id)
    if not run.is_open_to_choice:
        return redirect("import", run.pk)
    problems: list[str] = []
    if request.method == "POST":
        is_on = "on" in request.POST
        try:
            options = _options(request)
            if is_on and options == Understood.from_json(run.understood).options:
                return redirect("import-columns", run.pk)
            run = read_otherwise(run.pk, options, now=now())
        except Refused as refused:
            problems = [sentence(one) for one in refused.problems]
        else:
            if is_on:
                messages.info(request, _("The file has been read this way. Look at its first rows again."))
            return redirect("import-file", run.pk)
    understood = Understood.from_json(run.understood)
    context = {
        "run": run,
        "understood": understood,
        "chosen": understood.options,
        "rows": [(row.number, row.cells) for row in understood.preview],
        "warnings": [sentence(one) for one in understood.warnings],
        "problems": problems,
        "encodings": [(one, words.ENCODING[one]) for one in ENCODINGS],
        "delimiters": words.DELIMITER.items(),
        "quotes": words.QUOTE.items(),
        "step": 2,
    }
    return render(request, "ui/import_file.html", context, status=200 if not problems else 422)


def _options(request: HttpRequest) -> ReadOptions:
    values = request.POST
    header = values.get("header_row", "").strip()
    if header and not (header.isascii() and header.isdigit() and len(header) < 7):
        raise Refused([no_such_row(header)])
    delimiter = values.get("delimiter", "")
    return ReadOptions(
        encoding=text(values, "encoding"),
        delimiter=delimiter if delimiter in words.DELIMITER else "",
        quote=values.get("quote", "") if values.get("quote", "") in words.QUOTE else "",
        sheet=storable(values.get("sheet", "")),
        header_row=int(header) if header else None,
    )


@require_http_methods(["GET", "POST"])
@page(*RIGHTS)
def duplicates(request: HttpRequest, run_id: int) -> HttpResponse:
    """What becomes of what is there already; then the dry run begins."""
    run = run_for(request, run_id)
    if not run.is_open_to_choice:
        return redirect("import", run.pk)
    problems: list[str] = []
    if request.method == "POST":
        try:
            choose_duplicates(run.pk, request.POST.get("duplicates", ""), now=now())
            begin(run.pk, to=RunState.TRYING, now=now(), by=actor_of(request))
        except Refused as refused:
            problems = words.refusals(refused, columns_for(run.subject))
        else:
            return redirect("import", run.pk)
    context = {
        "run": run,
        "problems": problems or [sentence(one) for one in from_stored(run.problems)],
        "choices": [one.value for one in Duplicates],
        "step": 4,
    }
    return render(request, "ui/import_duplicates.html", context, status=200 if not problems else 422)
