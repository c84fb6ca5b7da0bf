"""Nobody saves over a colleague unseen: a form sends a mark of what it was shown with (decision 0131)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Collection, Mapping
from typing import Any, TypeVar

from django.db import transaction
from django.http import HttpRequest

from pakhuis.accounts.actions.claims import claim
from pakhuis.kernel.problem import Problem, Refused, gettext_noop

Saved = TypeVar("Saved")
SEEN = "seen"
"""The name under which a form sends its mark along."""


class ChangedMeanwhile(Refused):
    """Somebody else has saved since the form was shown: how it stands `now`."""

    def __init__(self, now: Mapping[str, Any]) -> None:
        text = gettext_noop("Someone else has changed this in the meantime: nothing is saved yet.")
        super().__init__([Problem("changed_meanwhile", (), text)])
        self.now = now


def mark_of(values: Mapping[str, Any], *, loose: Collection[str] = ()) -> str:
    """A short mark that is another one whenever one of the values is; but not for those that are `loose`.

    The order of what is ticked does not count.
    """
    told = {
        name: sorted(map(str, value)) if isinstance(value, list | tuple | set | frozenset) else str(value)
        for name, value in values.items()
        if name not in loose
    }
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:32]


def save_if_unchanged(
    request: HttpRequest,
    read: Callable[[], Mapping[str, Any]],
    save: Callable[[], Saved],
    *,
    loose: Collection[str] = (),
) -> Saved:
    """Save, if what `read` gives now still has the mark that was sent along; a program may send none.

    Whoever saves the same form waits until the other is done, and reads what that one left.
    Raises ChangedMeanwhile; nothing is saved then.
    """
    with transaction.atomic():
        claim(f"form:{request.path}")
        now = read()
        seen = request.POST.get(SEEN)
        if seen is not None and seen != mark_of(now, loose=loose):
            raise ChangedMeanwhile(now)
        return save()
