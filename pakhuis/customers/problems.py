"""The ways something about a customer is refused."""

from __future__ import annotations

from pakhuis.kernel.problem import Place, Problem, gettext_noop


def unknown_language(language: str, path: Place = ("language",)) -> Problem:
    text = gettext_noop("“%(language)s” is not a language Pakhuis speaks: nl or en.")
    return Problem("unknown_language", path, text, (("language", language[:35]),))


def unknown_tag(path: Place) -> Problem:
    return Problem("unknown_tag", path, gettext_noop("There is no such tag."))


def number_taken(number: str, *, owner: str) -> Problem:
    text = gettext_noop("Customer number %(number)s belongs to %(owner)s already.")
    return Problem("number_taken", ("number",), text, (("number", number), ("owner", owner)))


def two_defaults(path: Place) -> Problem:
    return Problem("two_defaults", path, gettext_noop("Only one address can be this default."))


def changed_meanwhile() -> Problem:
    text = gettext_noop("Someone else has changed this customer in the meantime.")
    return Problem("changed_meanwhile", (), text)


def customer_in_use() -> Problem:
    text = gettext_noop("This customer has orders and cannot be deleted.")
    return Problem("customer_in_use", (), text)
