"""The ways a field, or what was filled in one, is refused."""

from __future__ import annotations

from pakhuis.kernel.problem import Place, Problem, gettext_noop


def retired_own_field(title: str, path: Place) -> Problem:
    text = gettext_noop("The field “%(title)s” is not in use any more.")
    return Problem("retired_own_field", path, text, (("title", title),))


def not_yes_or_no(value: str, path: Place) -> Problem:
    text = gettext_noop("“%(value)s” is neither yes nor no.")
    return Problem("not_yes_or_no", path, text, (("value", value[:40]),))


def unknown_choice(title: str, path: Place) -> Problem:
    text = gettext_noop("“%(title)s” is not one of the choices.")
    return Problem("unknown_choice", path, text, (("title", title[:100]),))


def only_one_choice(path: Place) -> Problem:
    return Problem("only_one_choice", path, gettext_noop("Only one of the choices can be chosen."))


def title_taken(title: str, path: Place = ("title",)) -> Problem:
    text = gettext_noop("“%(title)s” is there already.")
    return Problem("title_taken", path, text, (("title", title),))


def unknown_kind(path: Place = ("kind",)) -> Problem:
    return Problem("unknown_kind", path, gettext_noop("There is no such type of field."))


def choices_missing() -> Problem:
    return Problem("choices_missing", ("choices",), gettext_noop("Give at least one possible value."))


def bad_choice(title: str) -> Problem:
    text = gettext_noop("“%(title)s” holds a semicolon, which stands between several values.")
    return Problem("bad_choice", ("choices",), text, (("title", title),))
