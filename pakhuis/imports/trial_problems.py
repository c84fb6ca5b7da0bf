"""What is to be looked at in a file before it is carried out, and told of rows that go in all the same."""

from __future__ import annotations

from collections.abc import Sequence

from pakhuis.imports.states import Subject
from pakhuis.kernel.problem import Problem, counted_problem, gettext_noop

NOT_HERE, ORDERS, OTHER_KIND = "names_not_here", "looks_like_orders", "looks_like_other_kind"
NAMED = 10
"""So many names are told of; who has the file finds the others."""


def stays_archived() -> Problem:
    text = gettext_noop("This customer is archived, and stays so: “Show again” on its page brings it back.")
    return Problem("archived", (), text)


def archived_customers(count: int) -> Problem:
    return counted_problem(
        "archived_customers",
        ("number",),
        "%(count)s row has the number of a customer that is archived here, and stays so.",
        "%(count)s rows have numbers of customers that are archived here, and stay so.",
        count=count,
    )


def known_by_email(count: int, row: int, name: str) -> Problem:
    return counted_problem(
        "known_by_email",
        ("number",),
        "%(count)s row without a customer number has the e-mail of a customer who is there already:"
        " %(name)s (row %(row)s). It becomes a new customer: give it the number if it is to be supplemented.",
        "%(count)s rows without a customer number have the e-mail of customers who are there already, such as"
        " %(name)s (row %(row)s). They become new customers: give them their numbers if they are to be"
        " supplemented.",
        count=count,
        row=row,
        name=name[:60],
    )


def no_such_tag(title: str) -> Problem:
    text = gettext_noop("There is no tag “%(title)s”, and who imports may not make one: left out.")
    return Problem("no_such_tag", ("tags",), text, (("title", title[:60]),))


def tags_left_out(titles: Sequence[str]) -> Problem:
    text = gettext_noop(
        "Some tags are not there, and you may not make any, so rows go in without them: %(titles)s. Have them"
        " made first, or have somebody import this who may change settings."
    )
    return Problem("tags_left_out", ("tags",), text, (("titles", listed(titles)),))


def listed(names: Sequence[str]) -> str:
    """The first of these names."""
    return ", ".join(one[:60] for one in names[:NAMED]) + (" …" if len(names) > NAMED else "")


def names_not_here(header: str, names: Sequence[str]) -> Problem:
    text = gettext_noop(
        "The column “%(header)s” is left out, as most of what it names is not here: %(names)s. Have it made"
        " first and choose what the column is, or leave it out."
    )
    return Problem(NOT_HERE, ("mapping",), text, (("header", header), ("names", listed(names))))


def looks_like_orders() -> Problem:
    text = gettext_noop(
        "This looks like orders rather than customers: a row for each order, or for each thing that was"
        " ordered. Rows with the same customer number become one customer, and without a number each row"
        " becomes a customer of its own. An export of your customers serves better, or a link with your"
        " webshop."
    )
    return Problem(ORDERS, ("mapping",), text)


LOOKS_LIKE = {
    Subject.CUSTOMERS: gettext_noop("This looks like a file with customers. Choose it again, and say so."),
    Subject.PRODUCTS: gettext_noop("This looks like a file with products. Choose it again, and say so."),
    Subject.PRICES: gettext_noop("This looks like a file with prices. Choose it again, and say so."),
}


def looks_like_other_kind(subject: Subject) -> Problem:
    return Problem(OTHER_KIND, ("mapping",), LOOKS_LIKE[subject])


def names_missing(column: str, names: Sequence[str]) -> Problem:
    text = gettext_noop(
        "Rows are refused as these names are not here: %(names)s. Have them made first, or skip this column."
    )
    return Problem("names_missing", (column,), text, (("names", listed(names)),))
