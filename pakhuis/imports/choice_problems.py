"""What is wrong with the choices of an import, or was chosen by somebody else meanwhile."""

from __future__ import annotations

from pakhuis.kernel.problem import Problem, gettext_noop


def fixed_value_alone(value: str) -> Problem:
    text = gettext_noop("Choose for which column the value “%(value)s” is.")
    return Problem("fixed_value_alone", ("mapping",), text, (("value", value[:60]),))


def fixed_value_missing(target: str) -> Problem:
    text = gettext_noop("Give the value that “%(column)s” is to have in every row.")
    return Problem("fixed_value_missing", ("mapping",), text, (("column", target),))


def unknown_choice() -> Problem:
    return Problem("unknown_choice", (), gettext_noop("Choose one of these."))


def read_otherwise_meanwhile() -> Problem:
    text = gettext_noop("Somebody has read this file in another way meanwhile. Look at its columns again.")
    return Problem("read_otherwise", (), text)


def not_what_was_tried() -> Problem:
    text = gettext_noop(
        "What you looked at is not what would be carried out: something was chosen anew meanwhile."
        " Look at what the trial says now, or try it first."
    )
    return Problem("not_tried", (), text)


def target_twice(target: str) -> Problem:
    text = gettext_noop("Two columns are both “%(column)s”. Only one can be.")
    return Problem("target_twice", ("mapping",), text, (("column", target),))


def target_missing(target: str) -> Problem:
    text = gettext_noop("No column is “%(column)s”, and without it nothing can be imported.")
    return Problem("target_missing", ("mapping",), text, (("column", target),))


def unknown_target(target: str) -> Problem:
    text = gettext_noop("There is no column “%(column)s”.")
    return Problem("unknown_target", ("mapping",), text, (("column", target[:60]),))
