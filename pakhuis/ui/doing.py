"""Pressing a button: do one thing, say what became of it, go on to a page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from pakhuis.kernel.problem import Problem, Refused
from pakhuis.ui.entered import Entered, sentence

Saved = TypeVar("Saved")


def do(request: HttpRequest, action: Callable[[], object], *, done: str, then: str) -> HttpResponse:
    """Run `action`; a refusal is told in words, and nothing has been done then."""
    try:
        action()
    except Refused as refused:
        told(request, refused)
    else:
        messages.success(request, done)
    return redirect(then)


def all_or_none(*deeds: Callable[[], object]) -> None:
    """Do all of these, or none; what is wrong with any of them is refused together."""
    problems: list[Problem] = []
    with transaction.atomic():
        for deed in deeds:
            try:
                with transaction.atomic():
                    deed()
            except Refused as refused:
                problems += refused.problems
        if problems:
            raise Refused(problems)


def told(request: HttpRequest, refused: Refused) -> None:
    """Say in words why something was not done."""
    for problem in refused.problems:
        messages.error(request, sentence(problem))


def edited(
    request: HttpRequest,
    page: str,
    *,
    initial: Mapping[str, Any],
    save: Callable[[QueryDict], Saved],
    then: str | Callable[[Saved], str],
    context: Mapping[str, Any],
) -> HttpResponse:
    """A form: shown with `initial`, saved when sent; shown again with all that is wrong when refused.

    One that sends `seen` along, and was changed meanwhile, is shown as it stands now, and says so (409).
    """
    entered, status = Entered(initial), 200
    if request.method == "POST":
        try:
            saved = save(request.POST)
        except Refused as refused:
            if "seen" in initial and any(one.code == "changed_meanwhile" for one in refused.problems):
                told(request, refused)
                status = 409
            else:
                entered = Entered(request.POST, refused.problems)
        else:
            messages.success(request, _("Saved."))
            return redirect(then if isinstance(then, str) else then(saved))
    return render(request, page, {**context, "entered": entered}, status=status)


def retired_or_back(is_back: bool) -> str:  # noqa: FBT001 - there is nothing else to say
    """What became of something that was retired, or brought back."""
    return _("In use again.") if is_back else _("Retired: it stays where it is, and is chosen no more.")
