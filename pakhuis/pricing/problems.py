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


def entry_taken() -> Problem:
    text = gettext_noop("This product has a price from this amount and day already.")
    return Problem("entry_taken", ("min_amount",), text)


def twice(path: Place, line: int) -> Problem:
    text = gettext_noop("The same product, amount and first day stand on line %(line)s already.")
    return Problem("twice", path, text, (("line", str(line)),))


def not_a_day(path: Place, value: str) -> Problem:
    text = gettext_noop("“%(value)s” is not a day such as 31-12-2026.")
    return Problem("not_a_day", path, text, (("value", value[:40]),))


def too_few_columns(path: Place) -> Problem:
    text = gettext_noop("A line needs a product code and a price, with a tab or semicolon between them.")
    return Problem("too_few_columns", path, text)


def too_many_columns(path: Place) -> Problem:
    text = gettext_noop("A line has at most code, price, from amount, first day, last day.")
    return Problem("too_many_columns", path, text)


def too_many_lines(limit: int) -> Problem:
    text = gettext_noop("These are too many lines at once: at most %(limit)s.")
    return Problem("too_many_lines", ("pasted",), text, (("limit", str(limit)),))


def nothing_pasted() -> Problem:
    return Problem("nothing_pasted", ("pasted",), gettext_noop("There is no line with a price in it."))
