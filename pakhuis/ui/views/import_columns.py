"""The step of an import in which each column of the file is said to be something."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from pakhuis.imports.actions import choose_columns, columns_for
from pakhuis.imports.choice_problems import fixed_value_alone, fixed_value_missing, target_twice
from pakhuis.imports.columns.contract import Column
from pakhuis.imports.mapping import ColumnChoice, layout_key
from pakhuis.imports.models import ImportRun
from pakhuis.imports.readers import Understood
from pakhuis.kernel.clock import now
from pakhuis.kernel.problem import Problem, Refused, from_stored
from pakhuis.kernel.text import clean
from pakhuis.ui import import_words as words
from pakhuis.ui.access import page
from pakhuis.ui.entered import sentence
from pakhuis.ui.views.import_run import skipped
from pakhuis.ui.views.imports import RIGHTS, run_for

FIXED = 5
"""How many fixed values a form offers to add."""
Pair = tuple[str, str]


@require_http_methods(["GET", "POST"])
@page(*RIGHTS)
def columns(request: HttpRequest, run_id: int) -> HttpResponse:
    """What each column is: guessed, changed by hand, remembered."""
    run = run_for(request, run_id)
    if not run.is_open_to_choice:
        return redirect("import", run.pk)
    known = columns_for(run.subject)
    seen = layout_key(run.understood["headers"])
    choice = ColumnChoice.from_json(run.mapping)
    chosen, fixed = choice.columns, list(choice.fixed.items())
    problems: list[str] = []
    if request.method == "POST":
        shown = request.POST.get("seen", seen)
        entered, values = _entered(request, len(run.understood["headers"]))
        try:
            choose_columns(run.pk, _choice(entered, values), now=now(), seen=shown)
        except Refused as refused:
            problems = words.refusals(refused, known)
            if shown == seen:
                chosen, fixed = entered, [one for one in values if any(one)]
        else:
            return redirect("import-duplicates", run.pk)
    context = {
        "run": run,
        "seen": seen,
        "columns": _shown(run, chosen),
        "fixed": [*fixed, *[("", "")] * FIXED][:FIXED],
        "groups": _groups(known),
        "problems": problems,
        "skipped": skipped(run) if not problems else "",
        "warnings": [sentence(one) for one in _about_columns(run)],
        "step": 3,
    }
    return render(request, "ui/import_columns.html", context, status=200 if not problems else 422)


def _entered(request: HttpRequest, width: int) -> tuple[tuple[str, ...], list[Pair]]:
    """What was chosen for each column, and the fixed values, as they were entered."""
    values = request.POST
    return (
        tuple(values.get(f"column.{place}", "") for place in range(width)),
        [
            (values.get(f"fixed_target.{place}", ""), clean(values.get(f"fixed_text.{place}", "")))
            for place in range(FIXED)
        ],
    )


def _choice(entered: tuple[str, ...], values: list[Pair]) -> ColumnChoice:
    """The choice; a value whose column was not chosen, or the other way round, is told and not dropped."""
    problems = [
        fixed_value_missing(target) if target else fixed_value_alone(value)
        for target, value in values
        if bool(target) != bool(value)
    ]
    several = Counter(target for target, value in values if target and value)
    problems += [target_twice(target) for target, times in several.items() if times > 1]
    if problems:
        raise Refused(problems)
    return ColumnChoice(entered, {target: value for target, value in values if target})


def _shown(run: ImportRun, chosen: tuple[str, ...]) -> list[dict[str, Any]]:
    """Each column of the file with its first texts and what it is."""
    understood = Understood.from_json(run.understood)
    shown = []
    for place, header in enumerate(understood.headers):
        texts = [row.cells[place] for row in understood.preview if place < len(row.cells)]
        shown.append(
            {
                "place": place,
                "header": header,
                "texts": [one for one in texts if one][:3],
                "target": chosen[place] if place < len(chosen) else "",
            }
        )
    return shown


def _about_columns(run: ImportRun) -> list[Problem]:
    return [one for one in from_stored(run.understood["warnings"]) if one.path == ("mapping",)]


def _groups(known: Mapping[str, Column]) -> list[tuple[Any, list[Pair]]]:
    """The columns to choose from, under their headings."""
    groups: dict[str, list[Pair]] = {}
    for target, column in known.items():
        groups.setdefault(column.group, []).append((target, words.column_word(column)))
    return [(words.GROUP[group], options) for group, options in groups.items()]
