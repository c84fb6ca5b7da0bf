"""The ways work on batches is refused."""

from __future__ import annotations

from pakhuis.kernel.problem import Problem, counted_problem, gettext_noop

_PLACE = ("picklists",)


def no_picklists() -> Problem:
    return Problem("no_picklists", _PLACE, gettext_noop("Choose at least one picklist."))


def too_many_picklists(limit: int) -> Problem:
    text = gettext_noop("A batch has at most %(limit)s picklists.")
    return Problem("too_many_picklists", _PLACE, text, (("limit", str(limit)),))


def different_warehouses() -> Problem:
    text = gettext_noop("A batch is one walk: choose picklists of one warehouse.")
    return Problem("different_warehouses", _PLACE, text)


def in_batch_already(number: str, batch: str) -> Problem:
    text = gettext_noop("%(number)s is in batch %(batch)s already.")
    return Problem("in_batch_already", _PLACE, text, (("number", number), ("batch", batch)))


def taken_by(number: str, name: str) -> Problem:
    text = gettext_noop("%(name)s is working on %(number)s already.")
    return Problem("taken_by", _PLACE, text, (("number", number), ("name", name)))


def not_pickable(number: str) -> Problem:
    text = gettext_noop("%(number)s is not in the queue.")
    return Problem("not_pickable", _PLACE, text, (("number", number),))


def picked_before(number: str) -> Problem:
    text = gettext_noop("Part of %(number)s has been picked already.")
    return Problem("picked_before", _PLACE, text, (("number", number),))


def unknown_picklists(count: int) -> Problem:
    return counted_problem(
        "unknown_picklists",
        _PLACE,
        "%(count)s of the chosen picklists does not exist.",
        "%(count)s of the chosen picklists do not exist.",
        count=count,
    )


def not_in_batch(number: str) -> Problem:
    text = gettext_noop("%(number)s is not in this batch.")
    return Problem("not_in_batch", _PLACE, text, (("number", number),))
