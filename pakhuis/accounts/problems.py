"""The ways something about the account is refused."""

from __future__ import annotations

from pakhuis.kernel.problem import Place, Problem, gettext_noop


def name_taken(name: str, field: str = "name") -> Problem:
    text = gettext_noop("“%(name)s” is in use already.")
    return Problem("name_taken", (field,), text, (("name", name),))


def bad_color(color: str) -> Problem:
    text = gettext_noop("“%(color)s” is not a colour such as #3366cc.")
    return Problem("bad_color", ("color",), text, (("color", color[:20]),))


def weak_password(reason: str) -> Problem:
    return Problem("weak_password", ("password",), "%(reason)s", (("reason", reason),))


def unknown_setting(name: str) -> Problem:
    text = gettext_noop("There is no setting “%(name)s”.")
    return Problem("unknown_setting", (name,), text, (("name", name),))


def unknown_template(path: Place = ("template",)) -> Problem:
    return Problem("unknown_template", path, gettext_noop("There is no such template."))


def bad_setting(name: str, value: object) -> Problem:
    text = gettext_noop("“%(value)s” is not one of the choices.")
    return Problem("bad_setting", (name,), text, (("value", str(value)[:60]),))
