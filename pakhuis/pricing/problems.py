"""The ways something about prices is refused."""

from __future__ import annotations

from pakhuis.kernel.problem import Place, Problem, gettext_noop


def unknown_price_list(path: Place = ("price_lists",)) -> Problem:
    return Problem("unknown_price_list", path, gettext_noop("There is no such price list."))


def price_list_taken(name: str) -> Problem:
    text = gettext_noop("There is a price list %(name)s already.")
    return Problem("name_taken", ("name",), text, (("name", name),))


def dates_reversed() -> Problem:
    text = gettext_noop("The last day lies before the first.")
    return Problem("dates_reversed", ("valid_until",), text)
