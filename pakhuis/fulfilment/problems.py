"""The ways work on picklists is refused."""

from __future__ import annotations

from pakhuis.kernel.problem import Place, Problem, gettext_noop


def not_picked_yet(missing: int) -> Problem:
    text = gettext_noop("%(missing)s pieces have not been picked yet.")
    return Problem("not_picked_yet", ("lines",), text, (("missing", str(missing)),))


def picked_too_many(limit: int, path: Place = ("amount",)) -> Problem:
    text = gettext_noop("Only %(limit)s pieces of this line are left to pick.")
    return Problem("picked_too_many", path, text, (("limit", str(limit)),))


def nothing_received() -> Problem:
    return Problem("nothing_received", ("goods",), gettext_noop("Nothing was received."))
