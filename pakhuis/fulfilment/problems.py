"""The ways work on picklists is refused."""

from __future__ import annotations

from pakhuis.kernel.problem import Place, Problem, counted_problem, gettext_noop


def not_picked_yet(missing: int) -> Problem:
    return counted_problem(
        "not_picked_yet",
        ("lines",),
        "%(missing)s piece has not been picked yet.",
        "%(missing)s pieces have not been picked yet.",
        missing=missing,
    )


def picked_too_many(limit: int, path: Place = ("amount",)) -> Problem:
    return counted_problem(
        "picked_too_many",
        path,
        "Only %(limit)s piece of this line is left to pick.",
        "Only %(limit)s pieces of this line are left to pick.",
        limit=limit,
    )


def half_composition(path: Place = ("lines",)) -> Problem:
    text = gettext_noop("A composition goes whole: take all its parts, or none.")
    return Problem("half_composition", path, text)


def all_are_there(left: int) -> Problem:
    return counted_problem(
        "all_are_there",
        ("present",),
        "%(left)s piece is left to pick: only fewer than that can be missing some.",
        "%(left)s pieces are left to pick: only fewer than that can be missing some.",
        left=left,
    )


def nothing_received() -> Problem:
    return Problem("nothing_received", ("goods",), gettext_noop("Nothing was received."))


def nothing_picked() -> Problem:
    text = gettext_noop("Nothing has been picked: cancel the picklist instead of closing it.")
    return Problem("nothing_picked", ("lines",), text)


def something_picked() -> Problem:
    text = gettext_noop("Pieces have been picked already: put them back first.")
    return Problem("something_picked", ("lines",), text)


def nothing_to_undo() -> Problem:
    return Problem("nothing_to_undo", (), gettext_noop("There is nothing to undo."))


def unknown_user() -> Problem:
    text = gettext_noop("There is no such person, or their account is switched off.")
    return Problem("unknown_user", ("user",), text)


def assigned_already(name: str) -> Problem:
    text = gettext_noop("%(name)s is working on this already.")
    return Problem("assigned_already", ("user",), text, (("name", name),))


def queue_is_empty() -> Problem:
    text = gettext_noop("There is nothing to pick that nobody has taken yet.")
    return Problem("queue_is_empty", (), text)


def not_in_the_future(path: Place = ("until",)) -> Problem:
    return Problem("not_in_the_future", path, gettext_noop("Choose a moment that is still to come."))


def too_far_away(days: int, path: Place = ("until",)) -> Problem:
    text = gettext_noop("Choose a moment within %(days)s days.")
    return Problem("too_far_away", path, text, (("days", str(days)),))


def order_is_paused() -> Problem:
    text = gettext_noop("The order of this picklist is paused: resume the order.")
    return Problem("order_is_paused", (), text)


def nothing_chosen() -> Problem:
    text = gettext_noop("Choose at least one piece for the second picklist.")
    return Problem("nothing_chosen", ("lines",), text)


def nothing_would_stay() -> Problem:
    text = gettext_noop("Something must stay on the first picklist.")
    return Problem("nothing_would_stay", ("lines",), text)


def not_on_picklist(path: Place = ("lines",)) -> Problem:
    return Problem("not_on_picklist", path, gettext_noop("This line is not on the picklist."))


def container_in_use(name: str, number: str) -> Problem:
    text = gettext_noop("Picklist %(number)s is gathered in %(name)s.")
    return Problem("container_in_use", ("container",), text, (("name", name), ("number", number)))
