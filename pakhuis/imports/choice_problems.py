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


def tried_with_other_rights() -> Problem:
    text = gettext_noop(
        "This was tried with other rights to make tags, so another thing would become of new ones than was"
        " tried. Try it once more."
    )
    return Problem("not_tried", (), text)


def may_not_import(who: str) -> Problem:
    text = gettext_noop(
        "%(who)s may not import such files (any more). Somebody who may can go on with it, or undo it."
    )
    return Problem("not_allowed_any_more", (), text, (("who", who),))


def may_not_put_stock(who: str) -> Problem:
    text = gettext_noop(
        "%(who)s may not change stock, and a column of this file is opening stock. Skip that column, or have"
        " somebody who may import it."
    )
    return Problem("may_not_put_stock", ("stock",), text, (("who", who),))


def target_twice(target: str) -> Problem:
    text = gettext_noop("Two columns are both “%(column)s”. Only one can be.")
    return Problem("target_twice", ("mapping",), text, (("column", target),))


def target_missing(target: str) -> Problem:
    text = gettext_noop("No column is “%(column)s”, and without it nothing can be imported.")
    return Problem("target_missing", ("mapping",), text, (("column", target),))


def unknown_target(target: str) -> Problem:
    text = gettext_noop("There is no column “%(column)s”.")
    return Problem("unknown_target", ("mapping",), text, (("column", target[:60]),))
