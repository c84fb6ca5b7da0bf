"""Why a person's data are not erased, or not all of them."""

from __future__ import annotations

from pakhuis.kernel.problem import Problem, gettext_noop


def open_order(number: str) -> Problem:
    text = gettext_noop("Order %(number)s is not finished: complete or cancel it first.")
    return Problem("open_order", (), text, (("number", number),))


def erased_before() -> Problem:
    return Problem("erased", (), gettext_noop("The data of this person were erased already."))


def kept_by_law(number: str, *, until: str) -> Problem:
    """The note for each order that keeps its names and addresses: the ground, and when it ends."""
    text = gettext_noop("Order %(number)s keeps its names and addresses until %(until)s: books must be kept.")
    return Problem("kept_by_law", (), text, (("number", number), ("until", until)))


def anonymized_before(number: str) -> Problem:
    text = gettext_noop("The personal data of order %(number)s were taken off already.")
    return Problem("erased", (), text, (("number", number),))


def too_young(number: str, *, first: str) -> Problem:
    text = gettext_noop("Order %(number)s is younger than a week: it can be done from %(first)s.")
    return Problem("too_young", (), text, (("number", number), ("first", first)))
