"""The ways shipments, and the settings of shipping, are refused."""

from __future__ import annotations

from pakhuis.kernel.problem import Place, Problem, gettext_noop


def unknown_profile(path: Place = ("profile",)) -> Problem:
    return Problem("unknown_profile", path, gettext_noop("There is no such shipping profile."))
