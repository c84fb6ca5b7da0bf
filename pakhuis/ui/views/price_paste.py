"""Prices pasted from a spreadsheet: looked at first, then put on the list, all or none."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from pakhuis.accounts.rights import Right
from pakhuis.kernel.clock import now
from pakhuis.kernel.problem import Problem, Refused
from pakhuis.pricing.actions import PricePlan, plan_prices, put_prices
from pakhuis.pricing.models import PriceList
from pakhuis.pricing.pasted import read_pasted
from pakhuis.ui.access import actor_of, page
from pakhuis.ui.entered import sentence
from pakhuis.ui.views.price_lists import prices_word
from pakhuis.ui.words import FIELD

SHOWN = 300
"""Lines that are shown before they are put on the list; problems are shown up to as many."""


@page(Right.PRICES_CHANGE)
def paste(request: HttpRequest, list_id: int) -> HttpResponse:
    """Nothing is written before somebody has seen what it would be; the text comes back with it."""
    found = get_object_or_404(PriceList, pk=list_id)
    pasted = request.POST.get("pasted", "")
    plans: Sequence[PricePlan] = ()
    problems: list[Problem] = []
    if request.method == "POST":
        prices, problems = read_pasted(pasted)
        plans, unknown = plan_prices(list_id, prices)
        problems = sorted([*problems, *unknown], key=_line)
        if not problems and "sure" in request.POST:
            try:
                done = put_prices(list_id, prices, by=actor_of(request), now=now())
            except Refused as refused:
                problems = list(refused.problems)
            else:
                messages.success(request, _("On the list: %(prices)s.") % {"prices": prices_word(done)})
                return redirect("price-list", list_id)
    context = {
        "list": found,
        "pasted": pasted,
        "problems": [_told(one) for one in problems[:SHOWN]],
        "problem_count": len(problems),
        "plans": plans[:SHOWN],
        "more": max(0, len(plans) - SHOWN),
        "new": sum(plan.old is None for plan in plans),
        "changed": sum(plan.old is not None and not plan.is_same for plan in plans),
        "same": sum(plan.is_same for plan in plans),
    }
    return render(request, "ui/price_paste.html", context)


def _line(problem: Problem) -> int:
    return problem.path[0] if problem.path and isinstance(problem.path[0], int) else 0


def _told(problem: Problem) -> str:
    """``Line 3, price: this is not a number``."""
    if not _line(problem):
        return sentence(problem)
    place = _("Line %(line)s") % {"line": _line(problem)}
    column = str(problem.path[1]) if len(problem.path) > 1 else ""
    return f"{place}{f', {FIELD.get(column, column)}' if column else ''}: {sentence(problem)}"
