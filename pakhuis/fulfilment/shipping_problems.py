"""The ways shipments, and the settings of shipping, are refused."""

from __future__ import annotations

from pakhuis.kernel.problem import Place, Problem, gettext_noop


def unknown_profile(path: Place = ("profile",)) -> Problem:
    return Problem("unknown_profile", path, gettext_noop("There is no such shipping profile."))


def profile_retired() -> Problem:
    text = gettext_noop("This shipping profile is not in use any more.")
    return Problem("profile_retired", ("profile",), text)


def unknown_packaging(path: Place) -> Problem:
    return Problem("unknown_packaging", path, gettext_noop("There is no such packaging."))


def too_many_parcels(limit: int) -> Problem:
    text = gettext_noop("A shipment has at most %(limit)s parcels.")
    return Problem("too_many_parcels", ("parcels",), text, (("limit", str(limit)),))


def cancelled_already() -> Problem:
    return Problem("cancelled_already", (), gettext_noop("This shipment is cancelled already."))


def name_taken(path: Place = ("name",)) -> Problem:
    return Problem("name_taken", path, gettext_noop("Another one has this name already."))


def unknown_carrier() -> Problem:
    return Problem("unknown_carrier", ("carrier",), gettext_noop("There is no such carrier."))


def unsound_pattern() -> Problem:
    text = gettext_noop(
        "This must be an address that begins with https:// and has nothing in braces but"
        " {code}, {postcode}, {country} or {language}."
    )
    return Problem("unsound_pattern", ("tracking_pattern",), text)
