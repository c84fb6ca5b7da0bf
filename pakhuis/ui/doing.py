"""Pressing a button: do one thing, say what became of it, go back to the page."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from pakhuis.kernel.problem import Refused
from pakhuis.ui.entered import sentence


def do(request: HttpRequest, action: Callable[[], object], *, done: str, then: str) -> HttpResponse:
    """Run `action`; a refusal is told in words, and nothing has been done then."""
    try:
        action()
    except Refused as refused:
        for problem in refused.problems:
            messages.error(request, sentence(problem))
    else:
        messages.success(request, done)
    return redirect(then)
