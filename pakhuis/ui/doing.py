"""Pressing a button: do one thing, say what became of it, go on to a page."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any, TypeVar

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from pakhuis.kernel.problem import Problem, Refused
from pakhuis.ui.entered import Entered, sentence
from pakhuis.ui.seen import SEEN, ChangedMeanwhile, mark_of, save_if_unchanged

Done = TypeVar("Done")
Saved = TypeVar("Saved")
Values = Mapping[str, Any]
Initial = Values | Callable[[], Values]
"""What a form begins with: values of something new, or how to read what stands there already."""


def do(
    request: HttpRequest, action: Callable[[], Done], *, done: str | Callable[[Done], str], then: str
) -> HttpResponse:
    """Run `action`; a refusal is told in words, and nothing has been done then.

    `done` says what became of it, also by what `action` gave.
    """
    try:
        result = action()
    except Refused as refused:
        told(request, refused)
    else:
        messages.success(request, done if isinstance(done, str) else done(result))
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
    initial: Initial,
    save: Callable[[QueryDict], Saved],
    then: str | Callable[[Saved], str],
    context: Values | Callable[[Entered], Values],
    loose: Collection[str] = (),
    only_shows: Collection[str] = (),
) -> HttpResponse:
    """A form: shown with `initial`, saved when sent; shown again with all that is wrong when refused.

    Of something new `initial` are values. Of something that is there already it reads how it stands: when
    that is not as the form was shown with, nothing is saved, and the form comes back as it was entered,
    with both versions (409); fields that are `loose` change by themselves. A button named in `only_shows`
    shows what is entered once more. A `context` that can be chosen in may follow what is entered.
    """
    status = 200
    if request.method != "POST":
        entered = _shown(initial, loose)
    elif any(name in request.POST for name in only_shows):
        entered = Entered(request.POST, mark=request.POST.get(SEEN, ""))
    else:
        try:
            saved = _saved(request, initial, save, loose)
        except ChangedMeanwhile as late:
            told(request, late)
            entered = Entered(request.POST, mark=mark_of(late.now, loose=loose), theirs=late.now)
            status = 409
        except Refused as refused:
            entered = Entered(request.POST, refused.problems, mark=request.POST.get(SEEN, ""))
        else:
            messages.success(request, _("Saved."))
            return redirect(then if isinstance(then, str) else then(saved))
    shown = context(entered) if callable(context) else context
    return render(request, page, {"entered": entered, **shown}, status=status)


def _shown(initial: Initial, loose: Collection[str]) -> Entered:
    if not callable(initial):
        return Entered(initial)
    values = initial()
    return Entered(values, mark=mark_of(values, loose=loose))


def _saved(
    request: HttpRequest,
    initial: Initial,
    save: Callable[[QueryDict], Saved],
    loose: Collection[str],
) -> Saved:
    if not callable(initial):
        return save(request.POST)
    return save_if_unchanged(request, initial, lambda: save(request.POST), loose=loose)


def retired_or_back(is_back: bool) -> str:  # noqa: FBT001 - there is nothing else to say
    """What became of something that was retired, or brought back."""
    return _("In use again.") if is_back else _("Retired: it stays where it is, and is chosen no more.")
